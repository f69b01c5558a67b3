import ActionPlan
import FoundationEssentials
import GRDB

/// Writes the rows of a list of facilities and remembers what each changed.
struct FacilityWriting {
  /// What one change was, for taking it back.
  enum Kind: String {
    case new, changed, alias, settled
  }

  let id: Int64
  let plan: Plan
  let isSimulated: Bool
  let actor: Actor
  let at: Int
  private var place = 0
  private var facilityOfLine: [Int: String] = [:]

  init(id: Int64, plan: Plan, isSimulated: Bool, actor: Actor, at: Int) {
    self.id = id
    self.plan = plan
    self.isSimulated = isSimulated
    self.actor = actor
    self.at = at
  }

  /// As a list writes it.
  static func text(_ position: Coordinate) -> String {
    "\(position.longitude) \(position.latitude)"
  }

  mutating func write(_ row: FacilityListRow, in db: Database) throws {
    let draft = row.draft
    switch row.meaning {
    case .new: try add(row, in: db)
    case .known(let facility):
      if let standIn = row.standIn {
        try NameDoubts.settle(standIn, as: .same(facility), plan: plan, by: actor, at: at, in: db)
        try note(.settled, standIn, in: db)
      }
      facilityOfLine[draft.line] = facility
      try change(facility, row, in: db)
    case .spelling(let line):
      guard let facility = facilityOfLine[line] else {
        throw FacilityImportError.doubtful(count: 1)
      }
      try call(facility, draft.name, in: db)
    case .doubtful: throw FacilityImportError.doubtful(count: 1)
    }
  }

  private mutating func add(_ row: FacilityListRow, in db: Database) throws {
    let draft = row.draft
    let own = try row.standIn ?? draft.id ?? Facilities.freeID(for: draft.name, in: db)
    let facility = Facility(
      id: own, name: Label(zh: draft.name, en: draft.nameEn ?? draft.name),
      creditCode: draft.creditCode, kind: draft.kind ?? .other, place: draft.place,
      position: draft.position, isSimulated: isSimulated)
    if row.standIn != nil {
      try NameDoubts.settle(own, as: .new(facility), plan: plan, by: actor, at: at, in: db)
      try note(.settled, own, in: db)
    } else {
      try Facilities.upsert(facility, plan: plan, by: actor, at: at, in: db)
      try note(.new, own, new: facility, in: db)
    }
    facilityOfLine[draft.line] = own
    for name in draft.otherNames { try call(own, name, in: db) }
  }

  private mutating func change(
    _ id: String, _ row: FacilityListRow, in db: Database
  ) throws {
    guard let old = try Facilities.find(id, in: db) else { throw FacilityError.unknown(id) }
    let changed = Set(row.differences.map(\.what))
    let draft = row.draft
    func now<Value>(
      _ what: FacilityListRow.Difference.What, _ new: Value?, _ old: Value?
    ) -> Value? {
      changed.contains(what) ? new : old
    }
    // An English name that only repeated the Chinese one follows it.
    let repeats = old.name.en == old.name.zh && !changed.contains(.nameEn)
    let name = now(.name, draft.name, old.name.zh) ?? old.name.zh
    let facility = Facility(
      id: id,
      name: Label(zh: name, en: repeats ? name : now(.nameEn, draft.nameEn, old.name.en) ?? name),
      creditCode: now(.creditCode, draft.creditCode, old.creditCode),
      kind: now(.kind, draft.kind, old.kind) ?? old.kind,
      place: now(.place, draft.place, old.place),
      position: now(.position, draft.position, old.position), isSimulated: old.isSimulated)
    if facility != old {
      try Facilities.upsert(facility, plan: plan, by: actor, at: at, in: db)
      try note(.changed, id, old: old, new: facility, in: db)
    }
    for difference in row.differences where difference.what == .alias {
      try call(id, difference.new, in: db)
    }
  }

  /// Notes another name, unless the facility has it already.
  private mutating func call(_ facility: String, _ name: String, in db: Database) throws {
    let there = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM facility_alias WHERE name = ? AND facility = ?)",
      arguments: [name, facility])
    let own = try Facilities.find(facility, in: db)?.name
    guard there != true, own?.zh != name, own?.en != name else { return }
    try db.execute(
      sql: "INSERT INTO facility_alias (name, facility, actor, at) VALUES (?, ?, ?, ?)",
      arguments: [name, facility, actor.auditName, at])
    try AuditLog.append(
      actor: actor, action: "facility.alias", object: "facility/\(facility)",
      detail: ["name": name], at: at, in: db)
    try note(.alias, facility, alias: name, in: db)
  }

  private mutating func note(
    _ kind: Kind, _ facility: String, alias: String? = nil, old: Facility? = nil,
    new: Facility? = nil, in db: Database
  ) throws {
    func text(_ facility: Facility?) throws -> String? {
      try facility.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO facility_import_change (import, place, facility, kind, alias, old, new)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [id, place, facility, kind.rawValue, alias, text(old), text(new)])
    place += 1
  }
}
