public import ActionPlan
public import AirQuality
public import GRDB
import Ledger

/// The book seen by a plan: which place is the district's own, who is ranked with whom.
public struct DistrictAir: Sendable {
  public let plan: Plan
  /// Every place of the book, the district's own first.
  public let places: [AirBook.Place]
  /// The last import that counts; nil for all.
  public let asKnown: Int64?
  /// What everything read through this hangs on: pages keep answers while it stays.
  public let state: State
  private let stations: [MonitoringPoint]

  /// How far the book is, and who is an air station of which role.
  public struct State: Sendable, Hashable {
    let version: AirBook.Version
    let stations: [String]
  }

  public init(plan: Plan, asKnown: Int64? = nil, in db: Database) throws {
    self.plan = plan
    self.asKnown = asKnown
    let stations = try Points.list(kind: .airStation, in: db)
    self.stations = stations
    state = State(
      version: try AirBook.version(in: db),
      stations: stations.map { "\($0.id)/\($0.role?.rawValue ?? "")/\($0.label.zh)" })
    let places = try AirBook.places(in: db)
    let isOwn = { (place: AirBook.Place) in
      plan.airDistrict?.isName(of: place.name, city: place.city) ?? false
    }
    self.places = places.filter(isOwn) + places.filter { !isOwn($0) }
  }

  /// The place the district is judged by; nil where the plan names none or nothing of it was taken in.
  public var district: AirBook.Place? { places.first.flatMap { isDistrict($0) ? $0 : nil } }

  public func isDistrict(_ place: AirBook.Place) -> Bool {
    plan.airDistrict?.isName(of: place.name, city: place.city) ?? false
  }

  public func place(_ id: Int64) -> AirBook.Place? { places.first { $0.id == id } }

  /// By its title or its name alone.
  public func place(called name: String) -> AirBook.Place? {
    places.first { $0.title == name } ?? places.first { $0.name == name }
  }

  /// A place's daily record: each day's most official value; of the district, where no figure of its
  /// own was taken in, the mean of its assessed stations.
  public func record(of place: AirBook.Place, in db: Database) throws -> DailyRecord {
    let own = try AirBook.daily(of: place.id, asKnown: asKnown, in: db)
    guard isDistrict(place) else { return own }
    return own.completed(
      by: try meanOfStations(in: db) { try AirBook.daily(of: $0, asKnown: asKnown, in: db) })
  }

  /// The same from the values of one status alone.
  public func record(
    of place: AirBook.Place, status: AirStatus, in db: Database
  ) throws -> DailyRecord {
    let own = try AirBook.daily(of: place.id, status: status, asKnown: asKnown, in: db)
    guard isDistrict(place) else { return own }
    return own.completed(
      by: try meanOfStations(in: db) {
        try AirBook.daily(of: $0, status: status, asKnown: asKnown, in: db)
      })
  }

  private func meanOfStations(
    in db: Database, record: (Int64) throws -> DailyRecord
  ) throws -> DailyRecord {
    let records = try members(withRole: .assessed).compactMap(\.place).map { try record($0.id) }
    func mean(_ values: (DailyRecord) -> DailyValues?) -> DailyValues? {
      DailyValues(meanOver: records.compactMap(values), of: records.count)
    }
    return DailyRecord(
      published: PollutantValues { pollutant in mean { $0.values[pollutant] } },
      ozoneMaximum1h: mean(\.ozoneMaximum1h))
  }

  /// The places of a ranking, by the names they are listed under.
  public func members(
    of ranking: AirRanking
  ) -> [(name: String, place: AirBook.Place?)] {
    switch ranking.members {
    case .stations(.assessed): return members(withRole: .assessed)
    case .stations(.town): return members(withRole: .town)
    case .places(let names):
      let doubled = Self.doubled(names.map(\.name))
      return names.map { name in
        (
          doubled.contains(name.name) ? "\(name.city ?? "") \(name.name)" : name.name,
          places.first { name.isName(of: $0.name, city: $0.city) }
        )
      }
    }
  }

  /// Names that stand more than once: nobody could tell whose figure it is.
  private static func doubled(_ names: [String]) -> Set<String> {
    Set(Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys)
  }

  /// Stations of the role; their place is the one their instruments feed, or of that name.
  private func members(
    withRole role: MonitoringPoint.StationRole
  ) -> [(name: String, place: AirBook.Place?)] {
    let stations = stations.filter { $0.role == role }
    let doubled = Self.doubled(stations.map(\.label.zh))
    return stations.map { station in
      (
        doubled.contains(station.label.zh)
          ? "\(station.label.zh) \(station.id)" : station.label.zh,
        places.first { $0.point == station.id } ?? places.first { $0.name == station.label.zh }
      )
    }
  }

  /// A ranking's places with their figures of a period and of the year before it.
  ///
  /// - Parameter before: the period a year earlier.
  public func members(
    of ranking: AirRanking, in period: AssessmentPeriod, before: AssessmentPeriod, in db: Database
  ) throws -> [RankingTable.Member] {
    try members(of: records(of: ranking, in: db), in: period, before: before, in: db)
  }

  /// A ranking's place with its daily record, read once for several periods.
  public struct MemberRecord: Sendable {
    public let name: String
    public let place: AirBook.Place?
    let daily: DailyRecord?
  }

  public func records(of ranking: AirRanking, in db: Database) throws -> [MemberRecord] {
    try members(of: ranking).map { name, place in
      MemberRecord(
        name: name, place: place, daily: try place.map { try record(of: $0, in: db) })
    }
  }

  public func members(
    of records: [MemberRecord], in period: AssessmentPeriod, before: AssessmentPeriod,
    in db: Database
  ) throws -> [RankingTable.Member] {
    try records.map { record in
      guard let place = record.place, let daily = record.daily else {
        return RankingTable.Member(name: record.name, place: nil, figures: nil, before: nil)
      }
      return RankingTable.Member(
        name: record.name, place: place.id,
        figures: try AirBook.figures(
          of: place.id, in: period, daily: daily, asKnown: asKnown, in: db),
        before: try AirBook.figures(
          of: place.id, in: before, daily: daily, asKnown: asKnown, in: db))
    }
  }
}

/// What a ranking speaks of: a month, or the year to its end.
public enum RankingSpan: String, Sendable, Hashable, CaseIterable {
  case month
  case yearToDate = "year-to-date"

  /// The period, and the one a year before.
  ///
  /// - Precondition: `month` is a month.
  public func periods(
    of month: AssessmentPeriod
  ) -> (now: AssessmentPeriod, before: AssessmentPeriod) {
    switch self {
    case .month: (month, month.yearBefore)
    case .yearToDate: (month.yearToDate, month.yearBefore.yearToDate)
    }
  }
}
