import ActionPlan
import AirQuality
import Casework
import GRDB
import Ledger

/// Everything that is known of one facility, as far as the account may see it. 一企一档
struct FacilityReading: Sendable {
  /// The rows of one register that name the facility.
  struct Part: Sendable {
    let register: Register
    let rows: [RegisterRow]
    /// Rows in all; nil for very many.
    let total: Int?
    let names: RegisterNames
    /// The list of just these rows; nil where they name the facility only through another row.
    let field: String?
  }

  /// Rows of one register shown at once, cases shown at once.
  static let rowLimit = 10
  static let caseLimit = 20

  let facility: Facility
  let points: [MonitoringPoint]
  let devices: [DeviceRecord]
  let cases: [CaseFile]
  let hasMoreCases: Bool
  let parts: [Part]
  let aliases: [FacilityAlias]
  /// By id, for those who gave the aliases.
  let people: [Int64: Account]
  /// The name that the facility only stands in for; nil for a facility of its own.
  let doubt: NameDoubt?
  let standings: FacilityStandings

  /// - Returns: nil where there is no such facility.
  static func read(
    _ id: String, for account: Account, plan: Plan, now: Int, language: Language, in db: Database
  ) throws -> FacilityReading? {
    guard let facility = try Facilities.find(id, in: db) else { return nil }
    let cases = try CaseBook.list(
      CaseFilter(facility: id), scope: Policy.caseFilter(account), limit: caseLimit, now: now,
      in: db)
    let parts = try parts(of: id, plan: plan, now: now, language: language, in: db)
    let aliases = try FacilityAliases.list(of: id, in: db)
    let people = try Accounts.behind(aliases.map(\.actor), in: db)
    let doubt = try NameDoubts.find(id, in: db)
    return FacilityReading(
      facility: facility, points: try Points.list(facility: id, in: db),
      devices: try Devices.list(facility: id, in: db), cases: cases.cases,
      hasMoreCases: cases.next != nil, parts: parts, aliases: aliases, people: people,
      doubt: doubt?.settled == nil ? doubt : nil,
      standings: try FacilityStandings.read(
        id, registers: parts.map(\.register), seesTasks: Policy.may(account, .viewTask),
        plan: plan,
        today: CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds), in: db))
  }

  /// Registers whose rows name the facility, then those whose rows name such a row.
  private static func parts(
    of facility: String, plan: Plan, now: Int, language: Language, in db: Database
  ) throws -> [Part] {
    var parts: [Part] = []
    func add(_ register: Register, _ field: Field, _ value: String, isDirect: Bool) throws {
      let page = try RegisterListing.page(
        RegisterListQuery(field: field.id, is: value), of: register, plan: plan, now: now,
        limit: rowLimit, in: db)
      guard !page.rows.isEmpty else { return }
      parts.append(
        Part(
          register: register, rows: page.rows, total: page.total,
          names: try RegisterNames(
            for: page.rows.map(\.values), of: register, plan: plan, language: language, in: db),
          field: isDirect ? field.id : nil))
    }
    for register in plan.registers {
      for field in register.fields where field.kind == .facility {
        try add(register, field, facility, isDirect: true)
      }
    }
    for named in parts {
      for register in plan.registers {
        for field in register.fields where field.kind == .row(of: named.register.id) {
          for row in named.rows { try add(register, field, "\(row.id)", isDirect: false) }
        }
      }
    }
    return parts
  }
}
