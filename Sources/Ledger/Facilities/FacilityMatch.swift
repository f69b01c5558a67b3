public import ActionPlan
public import GRDB

extension LedgerSchema {
  static let facilityNames = LedgerMigration(id: "ledger.facilities.2") { db in
    try db.execute(
      sql: """
        CREATE TABLE facility_alias (
          name TEXT NOT NULL CHECK (name <> ''),
          facility TEXT NOT NULL REFERENCES facility (id),
          actor TEXT NOT NULL,
          at INTEGER NOT NULL,
          PRIMARY KEY (name, facility)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX facility_alias_facility ON facility_alias (facility);
        CREATE TABLE facility_judgement (
          one TEXT NOT NULL REFERENCES facility (id),
          other TEXT NOT NULL REFERENCES facility (id),
          is_same INTEGER NOT NULL CHECK (is_same IN (0, 1)),
          actor TEXT NOT NULL,
          at INTEGER NOT NULL,
          PRIMARY KEY (one, other),
          CHECK (one <> other)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX facility_judgement_other ON facility_judgement (other);
        """)
  }
}

/// Which facility a name or credit code means.
public enum FacilityMatch: Sendable, Hashable {
  case exact(String)
  /// Ids that a person must choose from.
  case doubtful([String])
  /// A person said that whoever writes this means no facility.
  case noFacility
  case none
}

/// A facility that a name may mean, and why.
public struct FacilityCandidate: Sendable, Hashable {
  public enum Why: String, Sendable, Codable, CaseIterable {
    /// The credit code beside the name is its.
    case code
    /// It is called exactly so, as others are.
    case name
    /// Others call it so.
    case alias
    /// Its name has the same core.
    case similar
    /// Its name differs in a character or two.
    case misspelt
  }
  public let facility: String
  public let why: Why

  public init(facility: String, why: Why) {
    self.facility = facility
    self.why = why
  }
}

/// The names of all facilities, ready to be compared; read once for many cells.
struct FacilityNames: Sendable {
  private var ids: Set<String> = []
  private var byCode: [String: String] = [:]
  private var byName: [String: Set<String>] = [:]
  private var namesOf: [String: Set<String>] = [:]
  private var byAlias: [String: Set<String>] = [:]
  private(set) var cores: [(core: String, id: String)] = []
  /// Facility → the one that a person said it is.
  private var kept: [String: String] = [:]
  /// Names and stand-ins of what is no facility.
  private var nobody: Set<String> = []
  /// Stand-ins of names that nobody has settled: found by exactly their name, never near to another.
  private var waiting: Set<String> = []
  /// Only where many names will be asked for.
  private var index: FacilityCores<String>?

  init(in db: Database) throws {
    let dismissed = Set(
      try String.fetchAll(db, sql: "SELECT facility FROM facility_doubt WHERE outcome = 'none'"))
    for row in try Row.fetchAll(db, sql: "SELECT id, name_zh, name_en, credit_code FROM facility") {
      let id: String = row["id"]
      guard !dismissed.contains(id) else {
        nobody.formUnion([id, SearchText.normal(row["name_zh"])])
        continue
      }
      ids.insert(id)
      if let code = row["credit_code"] as String? { byCode[code] = id }
      for name in Set([row["name_zh"] as String, row["name_en"]]) { take(name, of: id) }
    }
    for row in try Row.fetchAll(db, sql: "SELECT name, facility FROM facility_alias") {
      byAlias[SearchText.normal(row["name"]), default: []].insert(row["facility"])
      take(row["name"], of: row["facility"])
    }
    waiting = Set(
      try String.fetchAll(
        db,
        sql: """
          SELECT facility FROM facility_doubt WHERE outcome IS NULL
            AND facility NOT IN (SELECT other FROM facility_merged)
          """))
    for row in try Row.fetchAll(db, sql: "SELECT other, kept FROM facility_merged") {
      kept[row["other"]] = row["kept"]
    }
  }

  private mutating func take(_ name: String, of id: String) {
    let normal = SearchText.normal(name)
    byName[normal, default: []].insert(id)
    namesOf[id, default: []].insert(normal)
    cores.append((FacilityName.core(name), id))
  }

  /// Ready for many names.
  func indexed() -> FacilityNames {
    var (names, index) = (self, FacilityCores<String>())
    for (core, id) in cores { index.add(core, id) }
    names.index = index
    return names
  }

  /// The facility that a person said this one is; itself where nobody did.
  func kept(_ id: String) -> String { kept[id] ?? id }

  /// The facility that has a credit code.
  func coded(_ code: String) -> String? { byCode[CreditCode.canonical(code)].map(kept) }

  /// Whether it only stands in for a name that nobody has settled.
  func waits(_ id: String) -> Bool { waiting.contains(id) }

  /// Whether it only stands in for what was said to be no facility.
  func isNobody(_ id: String) -> Bool { nobody.contains(id) }

  /// Whether the facility has the name, or is found by it.
  func isCalled(_ id: String, _ name: String) -> Bool {
    byName[SearchText.normal(name)]?.contains { kept($0) == id } == true
  }

  /// By id, credit code, then name.
  func match(_ text: String, creditCode: String? = nil) -> FacilityMatch {
    if let code = creditCode.map(CreditCode.canonical), let id = byCode[code] {
      return .exact(kept(id))
    }
    if ids.contains(text) { return .exact(kept(text)) }
    if let id = byCode[CreditCode.canonical(text)] { return .exact(kept(id)) }
    let alike = Set((byName[SearchText.normal(text)] ?? []).map(kept))
    let known = alike.subtracting(waiting)
    let named = known.isEmpty ? alike : known
    if named.count == 1, let id = named.first { return .exact(id) }
    if named.isEmpty, nobody.contains(SearchText.normal(text)) { return .noFacility }
    let close = candidates(text)
    return close.isEmpty ? .none : .doubtful(close.map(\.facility))
  }

  /// What a text may mean, by id, each with its strongest ground.
  ///
  /// - Parameters:
  ///   - creditCode: what stands beside the text.
  ///   - own: the stand-in of the text itself, which is none.
  func candidates(
    _ text: String, creditCode: String? = nil, but own: String? = nil
  ) -> [FacilityCandidate] {
    let (name, core) = (SearchText.normal(text), FacilityName.core(text))
    var found: [String: FacilityCandidate.Why] = [:]
    func add(_ ids: some Sequence<String>, _ why: FacilityCandidate.Why) {
      for id in ids.lazy.map(kept)
      where id != own && found[id] == nil && !waiting.contains(id) { found[id] = why }
    }
    if let code = creditCode.map(CreditCode.canonical) {
      add(byCode[code].map { [$0] } ?? [], .code)
    }
    add(byAlias[name] ?? [], .alias)
    add(byName[name] ?? [], .name)
    if let index {
      add(index.like(core), .similar)
    } else {
      add(cores.lazy.filter { FacilityName.isDoubtful(core, $0.core) }.map(\.id), .similar)
    }
    return found.map { FacilityCandidate(facility: $0.key, why: $0.value) }
      .sorted { $0.facility < $1.facility }
  }

  /// Whether the two share a name or an alias.
  func areCalledAlike(_ one: String, _ other: String) -> Bool {
    !(namesOf[one] ?? []).isDisjoint(with: namesOf[other] ?? [])
  }

  /// What a cell of a table means, with the credit code of its row.
  func reading(_ cell: String, creditCode: String?) -> FacilityCell {
    let code = creditCode.map(CreditCode.canonical)
    let coded = code.flatMap { byCode[$0] }.map(kept)
    guard cell.count <= StagedName.longest else { return .unknown }
    var standIn = StagedName.standIn(of: cell)
    switch match(cell) {
    case .noFacility: return .noFacility
    case .exact(let named):
      // A name of one firm beside the code of another one.
      guard let coded, let code, coded != named else { return .facility(named) }
      standIn = StagedName.standIn(of: "\(cell)\n\(code)")
    case .doubtful:
      if let coded { return .facility(coded) }
    case .none:
      return coded.map { .facility($0) } ?? .unknown
    }
    if nobody.contains(standIn) { return .noFacility }
    if ids.contains(standIn) { return .facility(kept(standIn)) }
    return .waits(StagedName(facility: standIn, name: cell, creditCode: code, line: 0))
  }
}

/// What a cell of a table means.
enum FacilityCell: Sendable {
  case facility(String)
  /// One of several, or one of a name that is only similar: a person will settle it.
  case waits(StagedName)
  case noFacility
  case unknown
}

extension Facilities {
  /// Finds the facility that another list calls so: exactly by credit code, id, name or alias; in
  /// doubt by what is left of names without legal form, brackets and a district's name in front.
  ///
  /// - Parameter place: of several in doubt, those at this place come first.
  public static func match(
    name: String, creditCode: String? = nil, place: String? = nil, in db: Database
  ) throws -> FacilityMatch {
    let found = try FacilityNames(in: db).match(name, creditCode: creditCode)
    guard case .doubtful(let ids) = found, let place else { return found }
    let here = try ids.filter { try find($0, in: db)?.place == place }
    return .doubtful(here + ids.filter { !here.contains($0) })
  }

  /// Facilities that are called so or nearly so, or have the credit code; none for a new name.
  public static func alike(
    _ name: String, creditCode: String?, in db: Database
  ) throws -> [String] {
    switch try match(name: name, creditCode: creditCode, in: db) {
    case .exact(let id): [id]
    case .doubtful(let ids): ids
    case .noFacility, .none: []
    }
  }

  /// How many rows of the plan's registers name the facility.
  public static func rowCount(of facility: String, plan: Plan, in db: Database) throws -> Int {
    try plan.registers.reduce(0) { count, register in
      let columns = register.fields.filter { $0.kind == .facility }.map(RegisterStore.column)
      guard !columns.isEmpty else { return count }
      let condition = columns.map { "\($0) = ?" }.joined(separator: " OR ")
      let own = try Int.fetchOne(
        db,
        sql: "SELECT count(*) FROM \(RegisterStore.tableName(register)) WHERE \(condition)",
        arguments: StatementArguments(columns.map { _ in facility }))
      return count + (own ?? 0)
    }
  }

  /// Every row of the plan's registers that names the facility, or one that a person said is the same.
  ///
  /// - Parameter limit: of each register, the newest.
  public static func rows(
    of facility: String, plan: Plan, limit: Int = .max, in db: Database
  ) throws -> [(register: Register, row: RegisterRow)] {
    let same = [facility] + (try FacilityDoubts.same(as: facility, in: db))
    let marks = Array(repeating: "?", count: same.count).joined(separator: ", ")
    return try plan.registers.flatMap { register in
      let columns = register.fields.filter { $0.kind == .facility }.map(RegisterStore.column)
      guard !columns.isEmpty else { return [(register: Register, row: RegisterRow)]() }
      let condition = columns.map { "\($0) IN (\(marks))" }.joined(separator: " OR ")
      let bound = StatementArguments(columns.flatMap { _ in same })
      return try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM \(RegisterStore.tableName(register)) WHERE \(condition)
          ORDER BY row_id DESC LIMIT ?
          """, arguments: bound + [limit]
      ).map { (register, RegisterStore.row($0, of: register)) }
    }
  }
}
