import ActionPlan
import DataQuality
import Hummingbird
import Ledger
import Telemetry

/// Marks that an account may see, with what they are about.
struct QualityReading: Sendable {
  /// Points whose devices the account may see, by id.
  let points: [String: MonitoringPoint]
  /// Devices by number.
  let devices: [String: DeviceRecord]
  /// Number of the device that feeds a series now.
  let feeding: [SeriesKey: String]
  let facilities: [String: Facility]

  static func read(_ subjects: ConsoleSubjects, account: Account) async throws -> QualityReading {
    let now = subjects.now()
    let (points, devices, bindings, facilities) = try await subjects.ledger.read { db in
      (
        try Points.list(in: db), try Devices.list(in: db), try Bindings.list(in: db),
        try Facilities.list(in: db)
      )
    }
    var feeding: [SeriesKey: String] = [:]
    for binding in bindings where binding.from <= now && binding.until ?? .max > now {
      guard let statistic = Statistic(rawValue: binding.statistic) else { continue }
      feeding[
        SeriesKey(
          point: binding.point, quantity: binding.quantity, statistic: statistic,
          windowSeconds: binding.windowSeconds)] = binding.mn
    }
    return QualityReading(
      points: Dictionary(
        points.filter { Policy.may(account, .viewDevice, .facility($0.facility)) }
          .map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
      devices: Dictionary(
        devices.filter { Policy.may(account, .viewDevice, .facility($0.facility)) }
          .map { ($0.mn, $0) }, uniquingKeysWith: { first, _ in first }),
      feeding: feeding,
      facilities: Dictionary(
        facilities.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Points that a device feeds.
  func points(of mn: String) -> Set<String> {
    Set(feeding.filter { $0.value == mn }.map(\.key.point))
  }

  /// The account sees every point there is: its list need not be narrowed.
  func narrowed(to mn: String?, all: Bool) -> Set<String>? {
    guard let mn else { return all ? nil : Set(points.keys) }
    return points(of: mn).intersection(points.keys)
  }
}

/// What the list is narrowed to.
struct QualityQuery: Sendable {
  enum State: String, Sendable, CaseIterable {
    case open, settled, all
  }

  var state: State
  var check: QualityCheck?
  var mn: String?
  var page: Int

  /// Marks on a page.
  static let pageSize = 50
  private static let mostPages = 10_000

  init(_ parameters: Parameters) {
    state = parameters.get("state").flatMap(State.init(rawValue:)) ?? .open
    check = parameters.get("check").flatMap(QualityCheck.init(rawValue:))
    mn = parameters.get("device").flatMap { $0.isEmpty ? nil : $0 }
    page = parameters.get("page").flatMap { Int($0) }.map { min(max($0, 1), Self.mostPages) } ?? 1
  }

  func filter(_ points: Set<String>?) -> QualityMarkFilter {
    QualityMarkFilter(
      isOpen: state == .all ? nil : state == .open, check: check?.rawValue, points: points)
  }

  func href(page: Int) -> String {
    var parts = ["state=\(state.rawValue)"]
    if let check { parts.append("check=\(check.rawValue)") }
    if let mn { parts.append("device=\(LocalPath.encode(mn))") }
    if page > 1 { parts.append("page=\(page)") }
    return "/quality?" + parts.joined(separator: "&")
  }
}
