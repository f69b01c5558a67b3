import ActionPlan
import GRDB
import Ledger
import Testing

@testable import Casework

struct ReportTests {
  func submit(
    _ district: District, _ text: String = "It smells of glue", category: String = "smell",
    contact: String? = nil, photo: StagedAttachment? = nil, position: Coordinate? = nil,
    request: String = "0123456789abcdef", sentThisHour: Int = 0, at now: Int = District.start
  ) async throws -> ReportReceipt {
    let plan = district.plan
    let draft = ReportDraft(
      category: category, text: text, contact: contact, photo: photo, position: position,
      requestID: request)
    return try await district.ledger.write { db in
      try PublicReports.submit(draft, sentThisHour: sentThisHour, plan: plan, at: now, in: db)
    }
  }

  func track(_ district: District, _ code: String) async throws -> ReportStatus? {
    try await district.ledger.read { db in try PublicReports.track(code, in: db) }
  }

  @Test func `a report becomes a case of the procedure that takes its category in`() async throws {
    let district = try District()
    let receipt = try await submit(
      district, photo: .sample, position: Coordinate(longitude: 120.91, latitude: 30))
    #expect(receipt.file.procedure == "site")
    #expect(receipt.file.source == .report(receipt.report))
    #expect(receipt.file.place == "town")
    #expect(!receipt.file.isPlaceCertain)
    let plan = district.plan
    let detail = try await district.ledger.read { db in
      try CaseBook.detail(receipt.file.id, for: .desk, plan: plan, at: District.start, in: db)
    }
    #expect(detail?.report?.text == "It smells of glue")
    #expect(detail?.events.first?.attachments == detail?.report?.photo.map { [$0] })
    #expect(detail?.events.first?.actor == "reporter")
  }

  @Test func `the code follows the case to its answer and names nobody`() async throws {
    let district = try District()
    let receipt = try await submit(district)
    let code = receipt.code.description
    #expect(code.wholeMatch(of: #/[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}/#) != nil)
    #expect(try await track(district, code)?.stage == .received)
    var file = try await district.take(
      "dispatched", receipt.file, by: .desk, StepEvidence(assignTo: "TOWN"), at: District.start + 60
    )
    let handling = try await track(district, code.lowercased().replacing("-", with: " "))
    #expect(handling?.stage == .handling)
    #expect(handling?.movedAt == District.start + 60)
    var evidence = StepEvidence.complete
    evidence.note = "internal: officer Wang"
    evidence.cause = nil
    file = try await district.take("answered", file, by: .town, evidence)
    // Whoever ends it says why it happened, here too.
    let answered = file
    await #expect(throws: CaseRefusal.missingEvidence(step: "closed", [.cause])) {
      try await district.take("closed", answered, by: .desk)
    }
    file = try await district.take(
      "closed", file, by: .desk,
      StepEvidence(cause: "other", publicAnswer: "The firm closed its lid."),
      at: District.start + 90)
    let closed = try #require(try await track(district, code))
    #expect(
      closed
        == ReportStatus(
          stage: .closed, receivedAt: District.start, movedAt: District.start + 90,
          closedAt: District.start + 90, answer: "The firm closed its lid.",
          answeredAt: District.start + 90, messages: [], disagreeUntil: nil, promises: [],
          reward: nil))
  }

  @Test func `the ledger keeps no code, and no code can be had from it`() async throws {
    let district = try District()
    let code = try await submit(district).code
    let kept = try await district.ledger.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM public_report").description
        + Row.fetchAll(db, sql: "SELECT detail FROM audit_entry").description
    }
    #expect(!kept.contains(code.characters))
    #expect(!kept.contains("0123456789abcdef"))
  }

  @Test(arguments: ["", "short", "0000-0000-0000-0000", "2222-2222-2222-2222", "' OR 1=1 --"])
  func `a code that stands for nothing finds nothing`(code: String) async throws {
    let district = try District()
    _ = try await submit(district)
    #expect(try await track(district, code) == nil)
  }

  @Test func `the same form twice is one report with the same code`() async throws {
    let district = try District()
    let first = try await submit(district)
    let again = try await submit(district, sentThisHour: 99, at: District.start + 5)
    #expect(again.isRepeat)
    #expect(again.code == first.code)
    #expect(again.file == first.file)
    await #expect(throws: ReportRefusal.requestReused) { try await submit(district, "other") }
    let second = try await submit(district, request: "fedcba9876543210")
    #expect(second.code != first.code)
  }

  @Test func `nobody who works or checks a case reads who reported`() async throws {
    let district = try District()
    let receipt = try await submit(district, contact: "Li, 138 0000 0000")
    _ = try await district.take(
      "dispatched", receipt.file, by: .desk, StepEvidence(assignTo: "TOWN"))
    let plan = district.plan
    for account in [Account.desk, .town, .auditor] {
      let detail = try await district.ledger.read { db in
        try CaseBook.detail(receipt.file.id, for: account, plan: plan, at: District.start, in: db)
      }
      #expect(detail != nil)
      #expect(!"\(detail as Any)".contains("138 0000"))
    }
    let chain = try await district.ledger.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM audit_entry").description
        + Row.fetchAll(db, sql: "SELECT * FROM case_event").description
        + Row.fetchAll(db, sql: "SELECT * FROM notification").description
    }
    #expect(!chain.contains("138 0000"))
  }

  @Test func `control characters are dropped and everything else is kept as written`() async throws
  {
    let district = try District()
    let receipt = try await submit(
      district, " <script>alert(1)</script>\u{0}\u{7}\r\n第二行\u{202E}👨‍👩‍👧 ")
    let plan = district.plan
    let detail = try await district.ledger.read { db in
      try CaseBook.detail(receipt.file.id, for: .desk, plan: plan, at: District.start, in: db)
    }
    #expect(detail?.report?.text == "<script>alert(1)</script>\n第二行👨‍👩‍👧")
  }

  @Test(
    arguments: [
      ("", "smell", nil, "0123456789abcdef", 0, ReportRefusal.textMissing),
      (" \u{0} ", "smell", nil, "0123456789abcdef", 0, .textMissing),
      (
        String(repeating: "a", count: 2_001), "smell", nil, "0123456789abcdef", 0,
        .textTooLong(found: 2_001, limit: 2_000)
      ),
      ("a", "noise", nil, "0123456789abcdef", 0, .unknownCategory("noise")),
      (
        "a", "smell", String(repeating: "a", count: 201), "0123456789abcdef", 0,
        .contactTooLong(found: 201, limit: 200)
      ),
      ("a", "smell", nil, "short", 0, .badRequestID),
      ("a", "smell", nil, "0123456789abcde<", 0, .badRequestID),
      ("a", "smell", nil, "0123456789abcdef", 10, .tooMany(limit: 10)),
    ] as [(String, String, String?, String, Int, ReportRefusal)])
  func `a report that cannot be taken says why and leaves nothing`(
    text: String, category: String, contact: String?, request: String, sent: Int,
    refusal: ReportRefusal
  ) async throws {
    let district = try District()
    await #expect(throws: refusal) {
      try await submit(
        district, text, category: category, contact: contact, request: request,
        sentThisHour: sent)
    }
    let count = try await district.ledger.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM case_file") ?? -1
    }
    #expect(count == 0)
  }

  @Test func `a position off the Earth is refused`() async throws {
    let district = try District()
    await #expect(throws: ReportRefusal.positionNotOnEarth) {
      try await submit(district, position: Coordinate(longitude: .infinity, latitude: 0))
    }
  }

  @Test func `only a report has somebody to answer`() async throws {
    let district = try District()
    let file = try await district.open()
    let evidence = StepEvidence(
      note: "done", cause: "weather", photos: [.sample], publicAnswer: "hello")
    await #expect(throws: CaseRefusal.nobodyToAnswer) {
      try await district.take("handled", file, by: .town, evidence)
    }
  }
}
