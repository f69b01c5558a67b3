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
  case none
}

/// The names of all facilities, ready to be compared; read once for many cells.
struct FacilityNames: Sendable {
  private var ids: Set<String> = []
  private var byCode: [String: String] = [:]
  private var byName: [String: Set<String>] = [:]
  private(set) var cores: [(core: String, id: String)] = []
  /// Facility → the one that a person said it is.
  private var kept: [String: String] = [:]

  init(in db: Database) throws {
    for row in try Row.fetchAll(db, sql: "SELECT id, name_zh, name_en, credit_code FROM facility") {
      let id: String = row["id"]
      ids.insert(id)
      if let code = row["credit_code"] as String? { byCode[code] = id }
      for name in Set([row["name_zh"] as String, row["name_en"]]) { take(name, of: id) }
    }
    for row in try Row.fetchAll(db, sql: "SELECT name, facility FROM facility_alias") {
      take(row["name"], of: row["facility"])
    }
    for row in try Row.fetchAll(
      db, sql: "SELECT one, other FROM facility_judgement WHERE is_same = 1")
    {
      kept[row["other"]] = row["one"]
    }
  }

  private mutating func take(_ name: String, of id: String) {
    byName[SearchText.normal(name), default: []].insert(id)
    cores.append((FacilityName.core(name), id))
  }

  /// The facility that a person said this one is; itself where nobody did.
  func kept(_ id: String) -> String {
    var (id, steps) = (id, 0)
    while let next = kept[id], steps < 10 { (id, steps) = (next, steps + 1) }
    return id
  }

  /// By id, credit code, then name.
  func match(_ text: String, creditCode: String? = nil) -> FacilityMatch {
    if let code = creditCode.map(CreditCode.canonical), let id = byCode[code] {
      return .exact(kept(id))
    }
    if ids.contains(text) { return .exact(kept(text)) }
    if let id = byCode[CreditCode.canonical(text)] { return .exact(kept(id)) }
    let named = Set((byName[SearchText.normal(text)] ?? []).map(kept))
    if named.count == 1, let id = named.first { return .exact(id) }
    let core = FacilityName.core(text)
    let close = named.union(
      cores.lazy.filter { FacilityName.isDoubtful(core, $0.core) }.map { kept($0.id) })
    return close.isEmpty ? .none : .doubtful(close.sorted())
  }
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

  /// Every row of the plan's registers that names the facility, or one that a person said is the same.
  public static func rows(
    of facility: String, plan: Plan, in db: Database
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
          ORDER BY row_id DESC
          """, arguments: bound
      ).map { (register, RegisterStore.row($0, of: register)) }
    }
  }
}

/// Facility cells of an import.
struct FacilityCells: Sendable {
  /// Why a cell means no one facility.
  struct Doubt: Error {
    let remedy: String
  }

  private let names: FacilityNames

  init(in db: Database) throws { names = try FacilityNames(in: db) }

  func facility(called cell: String) -> Result<String, Doubt> {
    switch names.match(cell) {
    case .exact(let id): .success(id)
    case .doubtful(let ids):
      .failure(
        Doubt(
          remedy: "it may be facility \(ids.prefix(5).joined(separator: " or ")); write the id or "
            + "credit code, or give the facility this name as an alias"))
    case .none:
      .failure(Doubt(remedy: "add the facility first or correct its id, name or credit code"))
    }
  }
}
