import Foundation
import HJ212

/// What each device of a scenario sends when. Pure: the same scenario, seed and begin give the same
/// frames.
struct Timetable: Sendable {
  /// One packet that is due.
  struct Transmission: Sendable, Equatable {
    /// UTC epoch seconds.
    let due: Int
    /// Index of the device in the scenario, of the upload in the device.
    let device: Int
    let upload: Int
  }

  let scenario: Scenario
  let seed: UInt64
  /// UTC epoch seconds from which incidents count.
  let begunAt: Int

  /// Packets due before live begins, in order, for the back-fill.
  ///
  /// - Parameters:
  ///   - backfillSeconds: how far it reaches, 0 for none; uploads may reach further.
  ///   - end: UTC epoch seconds of its end.
  func history(of devices: [Int], backfillSeconds: Int, until end: Int) -> [Transmission] {
    guard backfillSeconds > 0 else { return [] }
    var found: [Transmission] = []
    for device in devices {
      for (index, upload) in scenario.devices[device].uploads.enumerated() {
        var due = end - max(backfillSeconds, upload.historySeconds) - 1
        while true {
          due = nextDue(upload, after: due)
          guard due <= end else { break }
          found.append(Transmission(due: due, device: device, upload: index))
        }
      }
    }
    return found.sorted { ($0.due, $0.device, $0.upload) < ($1.due, $1.device, $1.upload) }
  }

  /// The packets that are due next, all at the same time.
  func next(of devices: [Int], after time: Int) -> [Transmission] {
    var found: [Transmission] = []
    for device in devices {
      for (index, upload) in scenario.devices[device].uploads.enumerated() {
        let due = nextDue(upload, after: time)
        if let first = found.first?.due {
          if due > first { continue }
          if due < first { found.removeAll() }
        }
        found.append(Transmission(due: due, device: device, upload: index))
      }
    }
    return found
  }

  /// Periods follow the local clock, moments the begin of the incidents.
  private func nextDue(_ upload: Upload, after time: Int) -> Int {
    let origin =
      upload.isPeriodic ? -scenario.utcOffsetSeconds : begunAt
    let first = origin + upload.delaySeconds
    return first + ((time - first).flooredDivision(by: upload.everySeconds) + 1)
      * upload.everySeconds
  }

  /// The packet as a message; `nil` while the device is silent.
  func message(_ transmission: Transmission) -> Message? {
    let device = scenario.devices[transmission.device]
    let upload = device.uploads[transmission.upload]
    let incidents = scenario.incidents.filter { $0.mn == device.mn }
    let second = transmission.due - begunAt
    if incidents.contains(where: { $0.effect == .silent && $0.isActive(at: second) }) { return nil }
    let moment = transmission.due - upload.delaySeconds
    let dataTime = upload.isPeriodic ? moment - upload.everySeconds : moment
    var data = [
      [
        Message.Pair(
          "DataTime",
          TimeLabel.text(epoch: dataTime, utcOffsetSeconds: scenario.utcOffsetSeconds))
      ]
    ]
    for signal in upload.signals {
      let text = value(signal, of: device, at: dataTime, incidents)
      var group = [Message.Pair(signal.key, text)]
      if signal.isFlagged { group.append(.init(signal.factor + "-Flag", "N")) }
      data.append(group)
    }
    return Message(
      qn: TimeLabel.requestNumber(
        epochMilliseconds: transmission.due * 1000 + transmission.upload,
        utcOffsetSeconds: scenario.utcOffsetSeconds),
      st: device.st, cn: upload.cn, pw: scenario.password, mn: device.mn,
      flag: PacketFlag(version: 1, wantsAnswer: true), data: data)
  }

  private func value(
    _ signal: Signal, of device: SimulatedDevice, at time: Int, _ incidents: [Incident]
  ) -> String {
    let noise = Noise(seed: seed, name: device.mn + "/" + signal.factor)
    for incident in incidents where incident.isActive(at: time - begunAt) {
      guard case .value(signal.key, let level, let spread) = incident.effect else { continue }
      return Self.text(level + spread * noise.white(time), decimals: signal.decimals)
    }
    let hour = Double((time + scenario.utcOffsetSeconds) % 86_400) / 3600
    let day = signal.swing * cos((hour - signal.peakHour) / 24 * 2 * Double.pi)
    let value =
      device.factor
      * (signal.level + day + signal.wander * noise.slow(time) + signal.noise * noise.white(time))
    return Self.text(max(value, signal.least), decimals: signal.decimals)
  }

  private static func text(_ value: Double, decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }
}

extension Int {
  /// Division that rounds down, also below zero.
  fileprivate func flooredDivision(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
  }
}

/// Deviations between -1 and 1 as a function of time.
struct Noise {
  private let key: UInt64

  init(seed: UInt64, name: String) {
    var hash = seed ^ 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    key = hash
  }

  /// A value of its own for each second, mostly near 0.
  func white(_ time: Int) -> Double {
    (uniform(time, 1) + uniform(time, 2) + uniform(time, 3)) / 3
  }

  /// Moves over hours, without jumps.
  func slow(_ time: Int) -> Double {
    let span = 5400
    let knot = time / span
    let share = Double(time % span) / Double(span)
    let smooth = share * share * (3 - 2 * share)
    return uniform(knot, 4) * (1 - smooth) + uniform(knot + 1, 4) * smooth
  }

  private func uniform(_ place: Int, _ stream: UInt64) -> Double {
    var value = key &+ UInt64(bitPattern: Int64(place)) &* 0x9E37_79B9_7F4A_7C15 &+ stream << 56
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    value ^= value >> 31
    return Double(value >> 11) / Double(UInt64(1) << 53) * 2 - 1
  }
}
