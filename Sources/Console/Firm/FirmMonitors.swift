import ActionPlan
import AirQuality
import Detection
import Ledger
import Telemetry

/// A firm's monitors as they stand: each series with its latest value against the limits of rules.
struct FirmMonitors: Sendable {
  struct Line: Sendable {
    let value: LatestValue
    let limits: [WatchedLimit]

    var broken: [WatchedLimit] { limits.filter { $0.isBroken(by: value.value) } }

    /// Breaks a limit of a rule that looks at this series alone, with a value that counts.
    var isOver: Bool { value.flag.isValid && broken.contains(where: \.isAlone) }
  }

  struct Point: Sendable {
    let point: MonitoringPoint
    let lines: [Line]
  }

  struct Device: Sendable {
    let record: DeviceRecord
    let state: DeviceBoard.State
    let lastFrameAt: Int?
  }

  let points: [Point]
  let devices: [Device]

  init(_ reading: FirmReading, latest: LatestValues, links: [DeviceLink], now: Int) {
    points = reading.points.map { point in
      Point(
        point: point,
        lines: latest.values(point: point.id).map { value in
          Line(value: value, limits: reading.limits.filter { $0.series == value.key })
        })
    }
    devices = reading.devices.map { record in
      let link = links.first { $0.mn == record.mn }
      return Device(
        record: record, state: DeviceBoard.state(record, link, now: now),
        lastFrameAt: link?.lastFrameAt)
    }
  }

  /// How old a value may be that a declared stop is held against.
  static let freshSeconds = 3_600

  /// What is over its limit now, as a declared stop keeps it.
  static func exceedances(
    _ limits: [WatchedLimit], latest: LatestValues, now: Int
  ) -> [StopExceedance] {
    limits.filter(\.isAlone).compactMap { limit in
      guard let value = latest.value(limit.series), value.flag.isValid,
        value.start > now - freshSeconds, limit.isBroken(by: value.value)
      else { return nil }
      let (comparison, low, high) = limit.bounds.parts
      return StopExceedance(
        rule: limit.rule, point: limit.series.point, quantity: limit.series.quantity,
        comparison: comparison, value: value.value.description, limit: low.description,
        upperLimit: high?.description, at: value.start)
    }
  }
}

extension WatchedLimit.Bounds {
  /// Its word, and its limits.
  var parts: (comparison: String, limit: ExactDecimal, upper: ExactDecimal?) {
    switch self {
    case .above(let limit): ("above", limit, nil)
    case .below(let limit): ("below", limit, nil)
    case .outside(let low, let high): ("outside", low, high)
    case .equals(let state): ("equals", state, nil)
    }
  }
}
