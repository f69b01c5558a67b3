import Console
import Gateway

/// What the gateway and the pump know of devices, in the words of the pages.
struct DevicesForPages: Sendable {
  let gateway: GatewayServer
  let pump: InboxPump

  func links() -> [DeviceLink] {
    gateway.statuses().map { status in
      DeviceLink(
        mn: status.mn, isConnected: status.isConnected, connectedSince: status.connectedSince,
        lastFrameAt: status.lastFrameAtMilliseconds.map { $0 / 1000 }, peer: status.peer,
        frames: status.frames, faults: status.faults)
    }
  }

  func strangers() -> [UnknownDevice] {
    gateway.unlistedDevices().map { device in
      UnknownDevice(
        mn: device.mn, peer: device.peer, frames: device.count, lastAt: device.lastSeenAt,
        st: device.st, edition: device.edition, password: device.password,
        keptFrames: device.keptFrames)
    }
  }

  /// Of a device, or of a source by what stands in the place of its number.
  func faults(of mn: String) -> [DeviceFault] {
    let isDevice = !mn.contains("/")
    let flagged = pump.flaggedContents(mn: mn).map { content in
      DeviceFault(
        at: content.receivedAt, code: content.code, found: content.explanation, count: 1)
    }
    let unbound = pump.unboundKeys(mn: mn).map { key in
      DeviceFault(
        at: key.lastSeenAt, code: "unbound-key",
        found: (isDevice ? "CN=\(key.cn) " : "") + "\(key.rawKey)=\(key.lastValue)",
        count: key.count)
    }
    return (flagged + unbound).sorted { $0.at > $1.at }
  }
}
