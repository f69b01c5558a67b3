import ActionPlan
import GRDB
import Ledger

/// What people have to settle of facilities, or have settled.
struct FacilityDoubtReading: Sendable {
  /// Names and pairs at once.
  static let limit = 40
  /// Rows that are shown of one name.
  static let rowLimit = 5

  struct Name: Sendable {
    let doubt: NameDoubt
    let kind: Facility.Kind
    let candidates: [FacilityCandidate]
    let rows: [(register: Register, row: RegisterRow)]
  }

  struct Pair: Sendable {
    let doubt: FacilityDoubt
    /// Rows of registers, devices of each.
    let counts: [String: (rows: Int, devices: Int)]
  }

  var names: [Name] = []
  var pairs: [Pair] = []
  var judgements: [FacilityJudgement] = []
  var waiting = 0
  var facilities: [String: Facility] = [:]
  /// By id, for those who wrote and settled.
  var people: [Int64: Account] = [:]

  /// How many names and pairs wait.
  static func count(in db: Database) throws -> Int {
    try NameDoubts.count(in: db) + FacilityDoubts.open(limit: 1_000, in: db).count
  }

  static func read(
    isSettled: Bool, plan: Plan, in db: Database
  ) throws -> FacilityDoubtReading {
    var reading = FacilityDoubtReading()
    reading.waiting = try count(in: db)
    reading.names = try NameDoubts.list(settled: isSettled, limit: limit, in: db).map { doubt in
      Name(
        doubt: doubt, kind: try Facilities.find(doubt.facility, in: db)?.kind ?? .other,
        candidates: isSettled ? [] : try NameDoubts.candidates(of: doubt, in: db),
        rows: Array(
          try Facilities.rows(of: doubt.facility, plan: plan, limit: rowLimit, in: db)
            .prefix(rowLimit)))
    }
    if isSettled {
      reading.judgements = try FacilityDoubts.settled(limit: limit, in: db)
    } else {
      reading.pairs = try FacilityDoubts.open(limit: limit, in: db).map { doubt in
        var counts: [String: (rows: Int, devices: Int)] = [:]
        for id in [doubt.one, doubt.other] { counts[id] = try Self.counts(of: id, plan, in: db) }
        return Pair(doubt: doubt, counts: counts)
      }
    }
    try reading.learn(in: db)
    return reading
  }

  static func counts(
    of facility: String, _ plan: Plan, in db: Database
  ) throws -> (rows: Int, devices: Int) {
    (
      try Facilities.rowCount(of: facility, plan: plan, in: db),
      try Devices.list(facility: facility, in: db).count
    )
  }

  private mutating func learn(in db: Database) throws {
    var ids = names.flatMap { $0.candidates.map(\.facility) }
    ids += pairs.flatMap { [$0.doubt.one, $0.doubt.other] }
    ids += judgements.flatMap { [$0.one, $0.other] }
    for name in names {
      if case .same(let id)? = name.doubt.settled?.outcome { ids.append(id) }
    }
    for id in Set(ids) { facilities[id] = try Facilities.find(id, in: db) }
    let actors =
      names.flatMap { [$0.doubt.actor, $0.doubt.settled?.actor ?? ""] } + judgements.map(\.actor)
    people = try Accounts.behind(actors, in: db)
  }
}
