import NIOConcurrencyHelpers
import Telemetry

/// A device number that sent frames but is in no device list.
public struct UnlistedDevice: Sendable, Hashable {
  public let mn: String
  /// Address it was last seen at.
  public var peer: String
  public var count: Int
  /// Epoch seconds.
  public var firstSeenAt: Int
  public var lastSeenAt: Int
  /// As its last frame says: system code, edition (`2005`, `2017`, `2025`) and password.
  public var st: String?
  public var edition: String?
  public var password: String?
  /// Its frames that are kept until somebody takes the device in.
  public var keptFrames: Int
}

extension UnlistedDevice: CustomStringConvertible {
  /// Number and address, without the password.
  public var description: String { "\(mn) from \(peer)" }
}

/// A whole frame of an unlisted device, as it came.
struct HeldFrame: Sendable {
  let bytes: [UInt8]
  let peer: String
  let address: AddressNetwork?
  let receivedAtMilliseconds: Int
}

/// The unlisted devices of late: at most `limit`; when they are as many, the half unseen for longer
/// makes room at once, so that a flood of numbers does not pay for the whole table with each.
///
/// Of each the newest frames are kept in memory, so that taking a device in loses nothing of the last
/// while. None of them was acknowledged.
final class UnlistedDevices: Sendable {
  struct Limits: Sendable {
    var devices = 1_000
    var framesOfDevice = 200
    /// Of all frames together.
    var bytes = 8 << 20
  }

  private struct State {
    var devices: [String: UnlistedDevice] = [:]
    var frames: [String: [HeldFrame]] = [:]
    var bytes = 0

    mutating func drop(_ mn: String) {
      bytes -= (frames.removeValue(forKey: mn) ?? []).reduce(0) { $0 + $1.bytes.count }
    }
  }
  private let limits: Limits
  private let state = NIOLockedValueBox(State())

  init(limits: Limits = Limits()) {
    self.limits = limits
  }

  func seen(mn: String, _ stranger: Stranger, frame: HeldFrame) {
    let now = frame.receivedAtMilliseconds / 1000
    state.withLockedValue { state in
      if state.devices[mn] == nil, state.devices.count >= limits.devices { makeRoom(in: &state) }
      var device =
        state.devices[mn]
        ?? UnlistedDevice(
          mn: mn, peer: frame.peer, count: 0, firstSeenAt: now, lastSeenAt: now, st: nil,
          edition: nil, password: nil, keptFrames: 0)
      device.peer = frame.peer
      device.count += 1
      device.lastSeenAt = now
      device.st = stranger.st
      device.edition = stranger.edition
      device.password = stranger.password
      keep(frame, of: mn, in: &state)
      device.keptFrames = state.frames[mn]?.count ?? 0
      state.devices[mn] = device
    }
  }

  private func makeRoom(in state: inout State) {
    let sorted = state.devices.values.sorted { $0.lastSeenAt > $1.lastSeenAt }
    for device in sorted.dropFirst(limits.devices / 2) {
      state.devices[device.mn] = nil
      state.drop(device.mn)
    }
  }

  /// A device's own oldest frame makes room for its newest; where all together are too many, the newest
  /// is not kept.
  private func keep(_ frame: HeldFrame, of mn: String, in state: inout State) {
    var frames = state.frames[mn] ?? []
    if frames.count >= limits.framesOfDevice { state.bytes -= frames.removeFirst().bytes.count }
    if state.bytes + frame.bytes.count <= limits.bytes {
      frames.append(frame)
      state.bytes += frame.bytes.count
    }
    state.frames[mn] = frames
  }

  /// Takes the frames of a device out, oldest first; it is no stranger any more.
  func take(_ mn: String) -> [HeldFrame] {
    state.withLockedValue { state in
      let frames = state.frames[mn] ?? []
      state.drop(mn)
      state.devices[mn] = nil
      return frames
    }
  }

  /// The latest seen first.
  var all: [UnlistedDevice] {
    state.withLockedValue { Array($0.devices.values) }
      .sorted { ($0.lastSeenAt, $1.mn) > ($1.lastSeenAt, $0.mn) }
  }
}
