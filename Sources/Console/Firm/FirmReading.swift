import ActionPlan
import Casework
import Detection
import GRDB
import Ledger

/// Everything a firm's page shows, read in one go for one account.
struct FirmReading: Sendable {
  /// An open case of the firm.
  struct Ask: Sendable {
    let file: CaseFile
    let acknowledgement: CaseAcknowledgement
    /// Steps that wait for the firm.
    let steps: [Step]
  }

  /// A register that the firm keeps, with the number of its rows; nil for very many.
  struct Kept: Sendable {
    let register: Register
    let count: Int?
  }

  static let caseLimit = 50
  static let noticeLimit = 20
  static let findingLimit = 20
  static let documentLimit = 20
  /// How far back notices, findings and stops are shown.
  static let shownSeconds = 30 * 86_400

  let facility: Facility
  let asks: [Ask]
  let documents: [DocumentLine]
  let notices: [FirmNotice]
  let stops: [Stop]
  let findings: [Finding]
  let ledgers: [Kept]
  let points: [MonitoringPoint]
  let devices: [DeviceRecord]
  let limits: [WatchedLimit]
  /// By id, for those who declared and withdrew.
  let people: [Int64: Account]

  /// - Returns: nil where there is no such facility.
  static func read(
    _ firm: String, for account: Account, plan: Plan, now: Int, in db: Database
  ) throws -> FirmReading? {
    guard let facility = try Facilities.find(firm, in: db) else { return nil }
    let since = now - shownSeconds
    let cases = try CaseBook.list(
      CaseFilter(isOpen: true, facility: firm, order: .dueFirst),
      scope: Policy.caseFilter(account), limit: caseLimit, now: now, in: db
    ).cases
    let documents = try DocumentBook.list(
      .issued, of: firm, for: account, limit: documentLimit, in: db
    ).filter { $0.form.to == .facility }
    let notices = try FirmNotices.list(
      facility: firm, since: since, limit: noticeLimit, in: db)
    let stops = try StopBook.list(facility: firm, since: since, plan: plan, in: db)
    let actors = stops.flatMap { [$0.declaredBy, $0.withdrawnBy] }
    let people = try Accounts.behind(actors, in: db)
    return FirmReading(
      facility: facility, asks: try cases.map { try ask($0, plan: plan, in: db) },
      documents: documents, notices: notices, stops: stops,
      findings: try Findings.list(
        facility: firm, since: since, limit: findingLimit, in: db),
      ledgers: try plan.registers.filter { $0.keptBy == .facility }.map { register in
        let own = RegisterListQuery(field: register.ownerField?.id ?? "", is: firm)
        return Kept(
          register: register,
          count: try RegisterListing.page(
            own, of: register, plan: plan, now: now, limit: 1, in: db
          ).total)
      },
      points: try Points.list(facility: firm, in: db),
      devices: try Devices.list(facility: firm, in: db),
      limits: try WatchedLimit.list(facility: firm, plan: plan, now: now, in: db),
      people: people)
  }

  /// What the firm is to do, whoever looks: its own contact, or the bureau.
  private static func ask(_ file: CaseFile, plan: Plan, in db: Database) throws -> Ask {
    let contact = Account(
      id: 0, name: "", displayName: "", unit: nil, roles: [.enterprise], facility: file.facility)
    let steps = try CaseBook.openSteps(of: file, for: contact, plan: plan, in: db)
    return Ask(
      file: file, acknowledgement: try CaseBook.acknowledgement(of: file.id, in: db),
      steps: steps.filter { !$0.isSkip }.map(\.step))
  }
}
