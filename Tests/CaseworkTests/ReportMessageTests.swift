import ActionPlan
import GRDB
import Ledger
import Testing

@testable import Casework

struct ReportMessageTests {
  private let district: District
  private let receipt: ReportReceipt

  init() async throws {
    district = try District()
    receipt = try await ReportTests().submit(district)
  }

  private func say(
    _ text: String, code: String? = nil, request: String = "fedcba9876543210"
  ) async throws {
    let code = code ?? receipt.code.description
    try await district.ledger.write { db in
      try PublicReports.say(
        text, code: code, requestID: request, at: District.start + 60, in: db)
    }
  }

  private func reply(_ text: String, by account: Account) async throws {
    let id = receipt.file.id
    try await district.ledger.write { db in
      _ = try PublicReports.reply(
        text, case: id, by: account, requestID: "reply-request-1", at: District.start + 90, in: db)
    }
  }

  private func messages() async throws -> [ReportMessage] {
    let code = receipt.code.description
    return try await district.ledger.read { db in
      try PublicReports.track(code, in: db)?.messages ?? []
    }
  }

  @Test func `reporter and desk write to each other by the code, each message once`() async throws {
    try await say("It is worse at night\u{202E}")
    try await say("It is worse at night\u{202E}")
    try await reply("We come tonight", by: .desk)
    try await reply("We come tonight", by: .desk)
    #expect(
      try await messages() == [
        ReportMessage(
          isReporters: true, text: "It is worse at night", at: District.start + 60),
        ReportMessage(isReporters: false, text: "We come tonight", at: District.start + 90),
      ])
    let (actors, told) = try await district.ledger.read { db in
      (
        try CaseBook.events(of: receipt.file.id, in: db).suffix(2).map(\.actor),
        try String.fetchAll(
          db, sql: "SELECT recipient FROM notification WHERE code = 'case-message'")
      )
    }
    #expect(actors == ["reporter", "account:\(Account.desk.id)"])
    #expect(told == ["duty"])
  }

  @Test func `what is empty, too long, under no code or too much is refused, and nothing is kept`()
    async throws
  {
    await #expect(throws: ReportRefusal.textMissing) { try await say(" \u{7} ") }
    let long = String(repeating: "x", count: ReportMessage.textLimit + 1)
    await #expect(
      throws: ReportRefusal.textTooLong(
        found: ReportMessage.textLimit + 1, limit: ReportMessage.textLimit)
    ) { try await say(long) }
    await #expect(throws: ReportRefusal.unknownCode) {
      try await say("x", code: "2222-2222-2222-2222")
    }
    await #expect(throws: ReportRefusal.badRequestID) { try await say("x", request: "1") }
    #expect(try await messages() == [])
    for number in 0..<ReportMessage.reporterLimit {
      try await say("\(number)", request: "request-number-\(number)")
    }
    await #expect(
      throws: ReportRefusal.tooManyMessages(limit: ReportMessage.reporterLimit)
    ) { try await say("one more", request: "request-number-99") }
    await #expect(throws: ReportRefusal.requestReused) {
      try await say("another", request: "request-number-1")
    }
  }

  @Test func `nobody who may not see the case writes to its reporter`() async throws {
    await #expect(throws: CaseRefusal.self) { try await reply("x", by: .town) }
    #expect(try await messages() == [])
  }

  @Test func `a report taken down for somebody names who did, and its code follows it`()
    async throws
  {
    let plan = district.plan
    let taken = try await district.ledger.write { db in
      try PublicReports.submit(
        ReportDraft(
          category: "smell", text: "told by telephone", contact: "Ms Li, 138",
          requestID: "phone-request-000001", channel: .phone), sentThisHour: 0, takenBy: .desk,
        plan: plan, at: District.start, in: db)
    }
    let detail = try await district.ledger.read { db in
      try CaseBook.detail(taken.file.id, for: .desk, plan: plan, at: District.start, in: db)
    }
    #expect(detail?.report?.channel == .phone)
    #expect(detail?.report?.takenBy == "account:\(Account.desk.id)")
    #expect(detail?.events.first?.actor == "account:\(Account.desk.id)")
    let code = taken.code.description
    #expect(
      try await district.ledger.read { db in try PublicReports.track(code, in: db) }?.stage
        == .received)
  }

  @Test func `whoever disagrees with the answer has the case taken up again, once and in time`()
    async throws
  {
    let site = Procedure.site
    let reopening = Procedure(
      id: site.id, label: site.label, clause: site.clause, lead: site.lead, intake: site.intake,
      causes: site.causes, steps: site.steps, late: site.late,
      rules: CaseRules(
        reopening: ReopeningRule(by: [.lead], to: "dispatched", withinSeconds: 1_000)))
    let district = try District(procedures: [.fire, reopening])
    let receipt = try await ReportTests().submit(district)
    let (code, plan) = (receipt.code.description, district.plan)
    func status() async throws -> ReportStatus? {
      try await district.ledger.read { db in try PublicReports.track(code, in: db) }
    }
    func disagree(_ why: String, at now: Int) async throws {
      try await district.ledger.write { db in
        try PublicReports.disagree(why, code: code, plan: plan, at: now, in: db)
      }
    }
    func close(at now: Int) async throws {
      let id = receipt.file.id
      let read = { try await district.ledger.read { db in try CaseBook.find(id, in: db) } }
      var file = try #require(try await read())
      if file.state == "opened" {
        file = try await district.take(
          "dispatched", file, by: .desk, StepEvidence(assignTo: "TOWN"), at: now)
      }
      var evidence = StepEvidence.complete
      evidence.cause = nil
      file = try await district.take("answered", file, by: .town, evidence, at: now)
      try await district.take(
        "closed", file, by: .desk, StepEvidence(cause: "other", publicAnswer: "Done."),
        at: now)
    }
    await #expect(throws: CaseRefusal.isOpen) { try await disagree("x", at: District.start) }
    try await close(at: District.start + 10)
    #expect(try await status()?.disagreeUntil == District.start + 1_010)
    await #expect(throws: CaseRefusal.self) { try await disagree(" ", at: District.start + 20) }
    await #expect(throws: CaseRefusal.tooLate("reopen")) {
      try await disagree("late", at: District.start + 1_011)
    }
    try await disagree("It still smells", at: District.start + 1_010)
    #expect(try await status()?.stage == .handling)
    try await close(at: District.start + 2_000)
    #expect(try await status()?.disagreeUntil == nil)
    await #expect(throws: CaseRefusal.disagreedBefore) {
      try await disagree("again", at: District.start + 2_010)
    }
  }
}
