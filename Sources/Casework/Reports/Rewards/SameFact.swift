import ActionPlan
import GRDB

/// Which other rewards may be for the fact that one is for: those of cases that were merged or linked
/// with its own, that are about the same subject, or that happened near by within days.
struct SameFact {
  /// Another reward, and why it is suspected.
  struct Likeness: Sendable, Hashable {
    let other: Int64
    let ground: RewardDoubt.Ground
    /// Between two of their cases, where they are near.
    let metres: Int?
  }

  private let rules: RewardRules
  private let own: Int64
  private let kind: String
  private var found: [Int64: Likeness] = [:]

  /// Of rewards that are proposed, approved or paid; the strongest ground of each, by id.
  static func likenesses(
    of reward: Reward, _ rules: RewardRules, in db: Database
  ) throws -> [Likeness] {
    var search = SameFact(rules: rules, own: reward.id, kind: reward.kind)
    try search.look(from: try cases(of: reward, in: db), in: db)
    return search.found.values.sorted { $0.other < $1.other }
  }

  private init(rules: RewardRules, own: Int64, kind: String) {
    self.rules = rules
    self.own = own
    self.kind = kind
  }

  /// The strongest ground first: what was found once stays with it.
  private mutating func look(from family: [Int64], in db: Database) throws {
    try add(family, .merged, in: db)
    try add(try Self.linked(with: family, in: db), .linked, in: db)
    let files = try family.compactMap { try CaseBook.find($0, in: db) }
    for file in files { try add(try alike(file, in: db), .subject, in: db) }
    for file in files {
      guard let position = file.position else { continue }
      try addNear(
        try NearbyCases.spots(
          within: rules.sameFact.metres, and: rules.sameFact.seconds, of: position,
          at: file.occurredAt, in: db), in: db)
    }
  }

  private mutating func add(
    _ cases: [Int64], _ ground: RewardDoubt.Ground, in db: Database
  ) throws {
    for reward in try Self.rewards(of: cases, in: db)
    where reward.id != own && found[reward.id] == nil {
      found[reward.id] = Likeness(other: reward.id, ground: ground, metres: nil)
    }
  }

  private mutating func addNear(
    _ spots: [(id: Int64, metres: Double)], in db: Database
  ) throws {
    let metres = Dictionary(spots.map { ($0.id, Int($0.metres.rounded())) }) { min($0, $1) }
    for reward in try Self.rewards(of: spots.map(\.id), in: db)
    where reward.id != own && rules.mayBeOneFact(kind, reward.kind) {
      let distance = metres[reward.origin] ?? 0
      if let known = found[reward.id], known.metres ?? -1 <= distance { continue }
      found[reward.id] = Likeness(other: reward.id, ground: .near, metres: distance)
    }
  }

  /// Cases about the same subject within the days: of the same rule, or of the same procedure about the
  /// same facility or row of a register.
  private func alike(_ file: CaseFile, in db: Database) throws -> [Int64] {
    let (from, until) = (
      file.occurredAt - rules.sameFact.seconds, file.occurredAt + rules.sameFact.seconds
    )
    var parts: [SQL] = []
    if let likeness = file.title.likeness { parts.append("likeness = \(likeness)") }
    if let facility = file.facility {
      parts.append("\(CaseFilter.concerns(facility)) AND procedure = \(file.procedure)")
    }
    if let register = file.subjectRegister, let row = file.subjectRow {
      parts.append(
        """
        subject_register = \(register) AND subject_row = \(row) AND procedure = \(file.procedure)
        """)
    }
    return try parts.flatMap { part in
      let query: SQL = """
        SELECT id FROM case_file WHERE \(part) AND occurred_at BETWEEN \(from) AND \(until)
        """
      let (sql, arguments) = try query.build(db)
      return try Int64.fetchAll(db, sql: sql, arguments: arguments)
    }
  }

  private static func linked(with cases: [Int64], in db: Database) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT other_id FROM case_link WHERE case_id IN (SELECT value FROM json_each(?))
          """), arguments: [try encoded(cases)])
  }
}

extension SameFact {
  /// All cases that were merged with one another, whichever of them is named, through any number of
  /// mergers. `origin` is the one named.
  private static let families = """
    WITH RECURSIVE
      up (origin, id) AS (
        SELECT value, value FROM json_each(:cases)
        UNION
        SELECT up.origin, f.merged_into FROM up JOIN case_file AS f ON f.id = up.id
          WHERE f.merged_into IS NOT NULL),
      family (origin, id) AS (
        SELECT origin, id FROM up
        UNION
        SELECT family.origin, f.id FROM family JOIN case_file AS f ON f.merged_into = family.id)
    """

  /// The case of the reward's fact, that of its report, and all that were merged with either.
  static func cases(of reward: Reward, in db: Database) throws -> [Int64] {
    let report = try CaseBook.find(source: .report(reward.report), in: db)?.id
    return try family(of: [reward.file.id, report].compactMap(\.self), in: db)
  }

  static func family(of cases: [Int64], in db: Database) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(sql: "\(families) SELECT DISTINCT id FROM family ORDER BY id"),
      arguments: ["cases": try encoded(cases)])
  }

  /// Rewards that are proposed, approved or paid, of cases or of what was merged with them.
  static func rewards(
    of cases: [Int64], in db: Database
  ) throws -> [(id: Int64, kind: String, origin: Int64)] {
    guard !cases.isEmpty else { return [] }
    return try Row.fetchAll(
      db.cachedStatement(
        sql: """
          \(families)
          SELECT r.id, r.kind, family.origin FROM family
            JOIN report_reward AS r ON r.fact_id = family.id
            WHERE r.state IN ('proposed', 'approved', 'paid')
          UNION
          SELECT r.id, r.kind, family.origin FROM family
            JOIN case_file AS f ON f.id = family.id AND f.source_kind = 'report'
            JOIN report_reward AS r ON r.report_id = f.source_id
            WHERE r.state IN ('proposed', 'approved', 'paid')
          UNION
          SELECT r.id, r.kind, family.origin FROM family
            JOIN case_source AS s ON s.case_id = family.id AND s.source_kind = 'report'
            JOIN report_reward AS r ON r.report_id = s.source_id
            WHERE r.state IN ('proposed', 'approved', 'paid')
          """), arguments: ["cases": try encoded(cases)]
    ).map { ($0["id"], $0["kind"], $0["origin"]) }
  }
}
