import ActionPlan
import Foundation
import GRDB
import Ledger
import Testing

@testable import Casework

/// What a firm says it has received, and receipts of service.
struct FirmTests {
  static let receipt = DocumentForm(
    id: "receipt", label: Label(zh: "送达回证", en: "Receipt of service"), clause: nil,
    office: "BUREAU", numbering: "证{year}-{number}", sign: [.lead, .duty], of: .service,
    fields: [
      DocumentField(
        id: "document", label: .any, kind: .text, from: .servedDocument, need: .always),
      DocumentField(id: "number-of", label: .any, kind: .text, from: .servedNumber),
      DocumentField(
        id: "way", label: .any, kind: .choice, from: .serviceWay, need: .always,
        choices: [.init(id: "direct", label: .any), .init(id: "left", label: .any)]),
      DocumentField(id: "day", label: .any, kind: .date, from: .servedOn),
      DocumentField(id: "at", label: .any, kind: .text, from: .serviceTime),
      DocumentField(id: "place", label: .any, kind: .text, from: .servicePlace),
      DocumentField(id: "who", label: .any, kind: .text, from: .receiver),
      DocumentField(
        id: "why", label: .any, kind: .text, from: .refusal, need: .field("way", among: ["left"])),
      DocumentField(id: "witness", label: .any, kind: .text, from: .witness),
    ],
    text: Label(
      zh:
        "{{document}}{{number-of}}，{{day}}{{at}}，{{who}}{{#way.left}}拒收：{{why}}，见证{{witness}}{{/way.left}}",
      en: "{{document}} {{number-of}}, {{who}}"))

  static let now = District.start
  private let district: District

  init() throws { district = try District(documents: [.order, .letter, Self.receipt]) }

  private func issued() async throws -> (CaseFile, CaseDocument) {
    let file = try await district.open(facility: "f-1")
    let draft = try await district.edit(
      try await district.draft("order", file), District.whole)
    try await district.review(draft, by: .colleague)
    return (file, try await district.issue(draft))
  }

  private func serve(
    _ document: CaseDocument, _ note: ServiceNote, photo: StagedAttachment? = nil
  ) async throws -> CaseDocument {
    let plan = district.plan
    return try await district.ledger.write { db in
      try DocumentBook.serve(
        document.id, as: note, receipt: photo, by: .bureau, requestID: UUID().uuidString,
        versionSeen: document.version, plan: plan, at: Self.now + 60, in: db)
    }
  }

  private func acknowledge(_ document: CaseDocument, by account: Account) async throws
    -> CaseDocument
  {
    let plan = district.plan
    return try await district.ledger.write { db in
      try DocumentBook.acknowledge(
        document.id, by: account, requestID: UUID().uuidString, plan: plan, at: Self.now + 90,
        in: db)
    }
  }

  @Test func `a firm acknowledges what is new in its case, and what it did itself is no news`()
    async throws
  {
    let file = try await district.open("site", facility: "f-1")
    func state() async throws -> CaseAcknowledgement {
      try await district.ledger.read { db in try CaseBook.acknowledgement(of: file.id, in: db) }
    }
    func acknowledge(by account: Account) async throws {
      _ = try await district.ledger.write { db in
        try CaseBook.acknowledge(
          case: file.id, by: account, requestID: UUID().uuidString, at: Self.now + 5, in: db)
      }
    }
    #expect(try await state().isDue)
    await #expect(throws: CaseRefusal.self) { try await acknowledge(by: .desk) }
    try await acknowledge(by: .firm)
    try await acknowledge(by: .firm)
    #expect(try await state() == CaseAcknowledgement(news: 1, through: 1, at: Self.now + 5))
    #expect(try await district.events(file).map(\.kind) == [.opened, .acknowledged])
    await #expect(throws: CaseRefusal.unknownCase(file.id)) {
      try await acknowledge(by: .sample(9, .enterprise, facility: "f-2"))
    }
  }

  @Test func `an office's work on a document is no news to the firm before it is signed`()
    async throws
  {
    let file = try await district.open(facility: "f-1")
    func news() async throws -> Int {
      try await district.ledger.read { db in
        try CaseBook.acknowledgement(of: file.id, in: db).news
      }
    }
    let before = try await news()
    let draft = try await district.edit(
      try await district.draft("order", file), District.whole)
    try await district.review(draft, by: .colleague)
    #expect(try await news() == before)
    _ = try await district.issue(draft)
    let events = try await district.events(file)
    #expect(try await news() == events.last?.sequence)
    let shown = events.filter { !$0.isHiddenFromFacility }
    #expect(shown.compactMap(CaseDocumentNote.init).map(\.change) == ["issue"])
    let stored = try await district.ledger.read { db in
      try Int.fetchAll(
        db,
        sql: """
          SELECT sequence FROM case_event
          WHERE case_id = ? AND \(CaseEvent.shownToFacility) ORDER BY sequence
          """, arguments: [file.id])
    }
    #expect(stored == shown.map(\.sequence))
  }

  @Test func `acknowledging an order serves it by electronic means, once`() async throws {
    let (file, order) = try await issued()
    await #expect(throws: DocumentRefusal.notForYou) { try await acknowledge(order, by: .desk) }
    let served = try await acknowledge(order, by: .firm)
    #expect(served.state == .served && served.service?.way == .electronic)
    #expect(served.service?.receiver == Account.firm.displayName)
    #expect(served.service?.on == "2026-01-01" && served.service?.time == "08:01")
    #expect(try await acknowledge(served, by: .firm) == served)
    let notes = try await district.events(file).compactMap(CaseDocumentNote.init)
    #expect(notes.last?.change == "acknowledge")
  }

  @Test func `a draft, a letter to others and another firm's order are not acknowledged`()
    async throws
  {
    let file = try await district.open(facility: "f-1")
    let draft = try await district.draft("order", file)
    await #expect(throws: DocumentRefusal.unknownDocument(draft.id)) {
      try await acknowledge(draft, by: .firm)
    }
    await #expect(throws: DocumentRefusal.unknownDocument(draft.id)) {
      try await acknowledge(draft, by: .sample(9, .enterprise, facility: "f-2"))
    }
  }

  @Test(arguments: [
    (ServiceNote(way: .left, on: "2026-01-01", receiver: "门卫"), DocumentRefusal.refusalMissing),
    (
      ServiceNote(way: .left, on: "2026-01-01", receiver: "门卫", refusal: "负责人不在"),
      .witnessMissing
    ), (ServiceNote(way: .direct, on: "2026-01-01", receiver: " "), .receiverMissing),
    (ServiceNote(way: .direct, on: "2026-01-01", receiver: "王五", time: "25:00"), .serviceTime),
    (
      ServiceNote(
        way: .direct, on: "2026-01-01", receiver: "王五",
        place: String(repeating: "长", count: 401)),
      .tooLong(field: "place", found: 401, limit: 400)
    ),
  ])
  func `a service that proves nothing is not noted`(
    note: ServiceNote, refusal: DocumentRefusal
  ) async throws {
    let (_, order) = try await issued()
    await #expect(throws: refusal) { try await serve(order, note) }
  }

  @Test func `what is left behind needs no witness where a photo shows it`() async throws {
    let (_, order) = try await issued()
    let note = ServiceNote(way: .left, on: "2026-01-01", receiver: "门卫", refusal: "负责人不在")
    #expect(try await serve(order, note, photo: .sample).receipt != nil)
  }

  @Test func `a receipt says how the document was served, and is of a served one alone`()
    async throws
  {
    let (file, order) = try await issued()
    let plan = district.plan
    @Sendable func draft(about id: Int64?) async throws -> CaseDocument {
      try await district.ledger.write { db in
        try DocumentBook.draft(
          "receipt", case: file.id, about: id, by: .bureau, requestID: UUID().uuidString,
          plan: plan, at: Self.now + 70, in: db)
      }
    }
    for id in [nil, order.id, 99] {
      await #expect(throws: DocumentRefusal.nothingServed) { try await draft(about: id) }
    }
    let served = try await serve(
      order,
      ServiceNote(
        way: .left, on: "2026-01-01", receiver: "门卫", time: "9:05", refusal: "负责人不在",
        witness: "居委会李某"))
    let receipt = try await draft(about: served.id)
    let detail = try #require(try await district.detail(receipt.id, for: .bureau))
    #expect(detail.gaps == [])
    #expect(
      try detail.filled.markdown(.zh, issue: nil)
        == "责令改正决定书虞环责改〔2026〕1号，2026年1月1日09\\:05，门卫拒收：负责人不在，见证居委会李某")
    let known = try await district.ledger.read { db in
      (
        try DocumentBook.subject(of: receipt.id, in: db)?.id,
        try DocumentBook.receipts(of: served.id, in: db).map(\.id),
        DocumentBook.forms(for: .bureau, case: file, plan: plan).map(\.id)
      )
    }
    #expect(known.0 == served.id && known.1 == [receipt.id])
    #expect(known.2 == ["order", "letter"])
  }
}
