import ActionPlan
import Casework
import Hummingbird
import Ledger
import Logging

/// Everything a case's page shows, read in one go for one account.
struct CaseReading: Sendable {
  let detail: CaseDetail
  let facility: Facility?
  /// By id, for the points of the grounds.
  let points: [String: MonitoringPoint]
  /// By id, for those who acted.
  let people: [Int64: Account]
  /// Rows of a register that it rests on, and how many there are; empty for most.
  let rows: [CaseGroundRow]
  let rowCount: Int
  /// Its official documents that the account may see, and the forms it may draft.
  let documents: [DocumentLine]
  let forms: [DocumentForm]
  /// Cases that happened near, which may be the same.
  let near: [NearbyCase]
  /// Who was told; empty for a firm's contact, whom others' addresses do not concern.
  let told: CaseTold
  let freezes: [FreezeNote]
  let doubts: PhotoDoubts
  /// By id: cases of photos that are alike, as far as the account may see them.
  let doubtCases: [Int64: CaseFile]
  /// For a contact of the case's firm; nil for others.
  let acknowledgement: CaseAcknowledgement?

  /// - Throws: `PageError.notYours` for a case that is not there, and for one that the account may
  ///   not see; the second is logged.
  static func read(
    _ subjects: ConsoleSubjects, _ context: SignedInContext
  ) async throws -> CaseReading {
    let id = try context.parameters.require("id", as: Int64.self)
    let (account, plan, now) = (context.account, subjects.plan, subjects.now())
    let reading = try await subjects.ledger.read { db -> CaseReading? in
      guard let detail = try CaseBook.detail(id, for: account, plan: plan, at: now, in: db) else {
        return nil
      }
      var points: [String: MonitoringPoint] = [:]
      for point in Set(detail.grounds.compactMap(\.point)) {
        points[point] = try Points.find(point, in: db)
      }
      var people = try Accounts.behind(detail.events.map(\.actor), in: db)
      let told = account.roles == [.enterprise] ? .none : try CaseTold.read(id, in: db)
      for id in told.pushes.compactMap(\.account) where people[id] == nil {
        people[id] = try Accounts.find(id, in: db)
      }
      let doubts = try PhotoDoubts.of(id, in: db)
      let doubtCases = try Set(doubts.alike.compactMap(\.otherCase)).reduce(into: [:]) {
        cases, id in cases[id] = try CaseBook.find(id, for: account, in: db)
      }
      let beneath = try CaseGroundRow.read(
        beneath: detail.file, subjects, language: context.visit.language, in: db)
      return CaseReading(
        detail: detail,
        facility: try detail.file.facility.flatMap { try Facilities.find($0, in: db) },
        points: points, people: people, rows: beneath.rows, rowCount: beneath.count,
        documents: try DocumentBook.documents(ofCase: id, for: account, in: db),
        forms: DocumentBook.forms(for: account, case: detail.file, plan: plan),
        near: try detail.file.position.map {
          try NearbyCases.find(
            near: $0, at: detail.file.occurredAt, but: detail.file.id, for: account, in: db)
        } ?? [], told: told,
        freezes: try FrozenTelemetry.notes(of: id, in: db), doubts: doubts,
        doubtCases: doubtCases,
        acknowledgement: Policy.may(account, .acknowledge, .facility(detail.file.facility))
          ? try CaseBook.acknowledgement(of: id, in: db) : nil)
    }
    guard let reading else { throw try await refusal(id, subjects, context) }
    return reading
  }

  /// What somebody who acted in the case is called; nil for whoever did not, or is no person.
  func name(_ auditName: String?) -> String? {
    guard case .account(let id)? = auditName.flatMap({ Actor(auditName: $0) }) else { return nil }
    return people[id]?.displayName
  }

  /// The case alone, under the same rule.
  static func file(
    _ subjects: ConsoleSubjects, _ context: SignedInContext
  ) async throws -> CaseFile {
    let id = try context.parameters.require("id", as: Int64.self)
    let account = context.account
    let file = try await subjects.ledger.read { db in
      try CaseBook.find(id, for: account, in: db)
    }
    guard let file else { throw try await refusal(id, subjects, context) }
    return file
  }

  private static func refusal(
    _ id: Int64, _ subjects: ConsoleSubjects, _ context: SignedInContext
  ) async throws -> PageError {
    let exists = try await subjects.ledger.read { db in try CaseBook.find(id, in: db) != nil }
    if exists {
      context.logger.warning(
        "case refused to an account that it does not concern",
        metadata: ["case": "\(id)", "account": "\(context.account.id)"])
    }
    return .notYours
  }
}
