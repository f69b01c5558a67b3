import ActionPlan
import GRDB
import Ledger
import Telemetry

/// Which series are looked at, what stands beside them, and how often their values are due.
struct Watched: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    let key: SeriesKey
    /// Seconds between two values; nil where nobody said.
    let intervalSeconds: Int?
  }

  /// By series.
  private(set) var entries: [SeriesKey: Entry] = [:]
  /// Of each point and quantity the series whose hours are judged: that of the widest window up to
  /// an hour; and the finer one its means are compared with.
  private(set) var judged: [PointQuantity: SeriesKey] = [:]
  private(set) var finer: [PointQuantity: SeriesKey] = [:]
  /// Points of each quantity whose courses are compared, and where they stand.
  private var compared: [String: [String]] = [:]
  private var places: [String: Place] = [:]
  /// Points of the same facility, by point.
  private(set) var companions: [String: [String]] = [:]

  struct PointQuantity: Sendable, Hashable {
    let point: String
    let quantity: String
  }

  private struct Place: Sendable, Equatable {
    let facility: String?
    let position: Coordinate?
  }

  /// So many neighbours' courses are compared with one's own.
  static let mostNeighbours = 8

  /// - Parameter now: epoch seconds; bindings that ended are not looked at.
  static func read(_ plan: Plan, now: Int, in db: Database) throws -> Watched {
    let devices = Dictionary(
      try Devices.list(in: db).filter(\.isEnabled).map { ($0.mn, $0) },
      uniquingKeysWith: { first, _ in first })
    let points = Dictionary(
      try Points.list(in: db).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var watched = Watched()
    for binding in try Bindings.list(in: db) {
      guard let device = devices[binding.mn], binding.until ?? .max > now,
        let statistic = Statistic(rawValue: binding.statistic),
        statistic == .realTime || statistic == .mean,
        binding.windowSeconds <= Track.hourSeconds
      else { continue }
      let key = SeriesKey(
        point: binding.point, quantity: binding.quantity, statistic: statistic,
        windowSeconds: binding.windowSeconds)
      watched.entries[key] = Entry(
        key: key,
        intervalSeconds: key.windowSeconds > 0 ? key.windowSeconds : device.intervalSeconds)
    }
    watched.arrange(plan, points)
    return watched
  }

  private mutating func arrange(_ plan: Plan, _ points: [String: MonitoringPoint]) {
    for key in entries.keys.sorted(by: { $0.windowSeconds < $1.windowSeconds }) {
      let place = PointQuantity(point: key.point, quantity: key.quantity)
      if let narrower = judged[place] { finer[place] = narrower }
      judged[place] = key
    }
    for place in judged.keys where plan.quality(of: place.quantity)?.copied != nil {
      compared[place.quantity, default: []].append(place.point)
    }
    compared = compared.mapValues { $0.sorted() }
    places = points.mapValues { Place(facility: $0.facility, position: $0.position) }
    let byFacility = Dictionary(
      grouping: points.values.filter { $0.facility != nil }, by: { $0.facility ?? "" })
    for (_, members) in byFacility {
      for point in members {
        companions[point.id] = members.map(\.id).filter { $0 != point.id }.sorted()
      }
    }
  }

  /// Points that measure the same quantity: those of the same facility, then the nearest, then by
  /// name. Worked out when asked for: all points beside all others would cost a square.
  func neighbours(of place: PointQuantity) -> [String] {
    var nearest: [(distance: Double, point: String)] = []
    for point in compared[place.quantity] ?? [] where point != place.point {
      let candidate = (distance: distance(place.point, point), point: point)
      if nearest.count == Self.mostNeighbours, let last = nearest.last, last < candidate {
        continue
      }
      let index = nearest.firstIndex { candidate < $0 } ?? nearest.count
      nearest.insert(candidate, at: index)
      if nearest.count > Self.mostNeighbours { nearest.removeLast() }
    }
    return nearest.map(\.point)
  }

  private func distance(_ one: String, _ other: String) -> Double {
    guard let here = places[one], let there = places[other] else { return .infinity }
    if let facility = here.facility, facility == there.facility { return -1 }
    guard let from = here.position, let to = there.position else { return .infinity }
    return from.meters(to: to)
  }

  /// The series whose hours say whether the plant ran: of the point, or else of its facility.
  func running(_ quantity: String, beside point: String) -> SeriesKey? {
    ([point] + (companions[point] ?? [])).lazy
      .compactMap { judged[PointQuantity(point: $0, quantity: quantity)] }.first
  }
}
