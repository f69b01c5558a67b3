import ActionPlan
import AirQuality
import Casework
import Detection
import GRDB
import Hummingbird
import Ledger

/// A request for one register by somebody who may see it.
struct RegisterVisit: Sendable {
  let register: Register
  let plan: Plan
  let account: Account
  let mayEdit: Bool
  /// Whose rows alone the request is about: of a ledger on a firm's own page. nil for all rows.
  let owner: RowOwner?

  /// - Throws: `PageError`: not allowed, or no such register.
  init(_ subjects: ConsoleSubjects, _ context: SignedInContext) throws {
    plan = subjects.plan
    account = context.account
    let register = plan.register(try context.parameters.require("id"))
    if let firm = context.parameters.get("firm") {
      guard Policy.may(account, .viewFacility, .facility(firm)) else { throw PageError.forbidden }
      guard let register, let owner = RowOwner(firm, of: register) else { throw PageError.notFound }
      self.register = register
      self.owner = owner
      mayEdit = Policy.may(account, .keepLedger, .facility(firm))
      return
    }
    guard Policy.may(account, .viewRegister) else { throw PageError.forbidden }
    guard let register else { throw PageError.notFound }
    self.register = register
    owner = nil
    mayEdit = Policy.may(account, .editRegister, .register(register, of: plan))
  }

  /// Where its list is: `/registers/ID`, or `/firm/FIRM/ledgers/ID`.
  var address: String {
    owner.map { FirmAddress.ledger(register.id, of: $0.facility) }
      ?? RegisterAddress.list(register.id)
  }

  /// What a form asks for: on a firm's own page neither whose the row is nor, by name, its points.
  var fields: [Field] {
    guard let owner else { return register.fields }
    return register.fields.filter { $0.id != owner.field && $0.kind != .point }
  }

  /// A firm's contact sees units, not the names of their people.
  var hidesStaff: Bool { account.roles == [.enterprise] }

  /// What a page asks for, of a ledger the own rows alone.
  func narrowed(_ query: RegisterListQuery) -> RegisterListQuery {
    var query = query
    if let owner { query.equals[owner.field] = owner.facility }
    return query
  }

  func address(ofRow row: Int64) -> String { "\(address)/rows/\(row)" }

  /// What stands above the register in the crumbs.
  func home(_ texts: Texts) -> (href: String, text: String) {
    owner.map { (FirmAddress.page($0.facility), texts("firm.title")) }
      ?? ("/registers", texts("registers.title"))
  }

  /// - Throws: `PageError.notFound` for a row of somebody else, as for none.
  func requireOwn(_ row: Int64, in db: Database) throws {
    guard try owner?.owns(row, of: register, in: db) ?? true else { throw PageError.notFound }
  }

  /// For what changes rows.
  func requireEdit() throws {
    guard mayEdit else { throw PageError.forbidden }
  }

  /// The row that the address names.
  func rowID(_ context: SignedInContext) throws -> Int64 {
    guard let row = context.parameters.get("row").flatMap({ Int64($0) }) else {
      throw PageError.notFound
    }
    return row
  }
}

/// A row's present state and everything that happened to it.
struct RowReading: Sendable {
  let id: Int64
  /// nil where it was removed.
  let row: RegisterRow?
  /// Oldest first.
  let changes: [RowChange]
  let names: RegisterNames
  /// By id, for those who wrote.
  let people: [Int64: Account]
  /// Cases that the account may see and that rest on the row, the newest first.
  let cases: [CaseFile]
  /// That came with it when it was written on site, with what the phone said of each.
  let photos: [(attachment: Attachment, taking: TakenPhoto?)]

  /// The row, or what it held when it was removed.
  var values: [String: FieldValue] { row?.values ?? changes.last?.old ?? [:] }

  /// - Returns: nil where there never was such a row.
  static func read(
    _ id: Int64, _ visit: RegisterVisit, language: Language, in db: Database
  ) throws -> RowReading? {
    guard try visit.owner?.owns(id, of: visit.register, in: db) ?? true else { return nil }
    let row = try RegisterStore.row(visit.register, id, in: db)
    var changes = try RowHistory.changes(of: id, in: visit.register, db)
    if let owner = visit.owner { changes = owner.own(changes) }
    guard row != nil || !changes.isEmpty else { return nil }
    let shown = changes.flatMap { [$0.old, $0.new] } + (row.map { [$0.values] } ?? [])
    let people = try Accounts.behind(changes.map(\.actor), in: db)
    return RowReading(
      id: id, row: row, changes: changes,
      names: try RegisterNames(
        for: shown, of: visit.register, plan: visit.plan, language: language, in: db),
      people: people, cases: try cases(restingOn: id, visit, in: db),
      photos: try RowPhotos.list(of: id, in: visit.register.id, db)
        .compactMap { id in
          try Attachments.find(id, in: db).map { ($0, try FieldPhotos.taking(of: id, in: db)) }
        })
  }

  /// What rules saw in the row itself, and at the points it names.
  private static func cases(
    restingOn id: Int64, _ visit: RegisterVisit, in db: Database
  ) throws -> [CaseFile] {
    let resting = try RowFindings.cases(restingOn: id, of: visit.register.id, in: db)
      .prefix(CaseGroundRow.limit)
      .compactMap { try CaseBook.find($0, for: visit.account, in: db) }
    let watched = try CaseBook.list(
      CaseFilter(subject: (visit.register.id, id)), scope: Policy.caseFilter(visit.account),
      limit: CaseGroundRow.limit, now: 0, in: db
    ).cases
    let known = Set(resting.map(\.id))
    return (resting + watched.filter { !known.contains($0.id) }).sorted { $0.id > $1.id }
  }

  /// The row's values when it had a version; nil where its history does not reach back.
  func values(atVersion version: Int) -> [String: FieldValue]? {
    guard let row, version <= row.version else { return nil }
    var values = row.values
    for change in changes.reversed() where change.kind == .update && change.version > version {
      for field in Set(change.old.keys).union(change.new.keys) {
        values[field] = change.old[field] ?? .null
      }
    }
    return values
  }

  /// The newest change of a field after a version.
  func change(of field: String, after version: Int) -> RowChange? {
    changes.last { $0.version > version && ($0.old[field] != nil || $0.new[field] != nil) }
  }
}
