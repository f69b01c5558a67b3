import ActionPlan
import Foundation
import GRDB
import Ledger
import Testing

@testable import Casework

/// A document is a draft until it is signed, and lacks nothing then.
@Suite struct DocumentSigningTests {
  private let district: District

  init() throws { district = try District(documents: [.order, .letter]) }

  private func gaps(_ document: CaseDocument, by account: Account = .leader) async -> [DocumentGap]
  {
    let refusal = await #expect(throws: DocumentRefusal.self) {
      try await district.issue(document, by: account)
    }
    if case .missing(let gaps)? = refusal { return gaps }
    return []
  }

  @Test func `a draft without its fields is refused, and names each of them at once`() async throws
  {
    let file = try await district.open()
    let draft = try await district.draft("order", file)
    #expect(
      await gaps(draft) == [
        .field("party", why: .always), .field("demand", why: .always),
        .field("first", why: .always), .field("second", why: .always), .review("legal"),
      ])
    #expect(try await district.detail(draft.id, for: .leader)?.document.state == .draft)
  }

  @Test func `an officer has a certificate, and two officers are two persons`() async throws {
    let file = try await district.open()
    var draft = try await district.draft("order", file)
    var values = District.whole
    values["first.certificate"] = DocumentValue("")
    values["second.name"] = DocumentValue("张三")
    draft = try await district.edit(draft, values)
    #expect(await gaps(draft).prefix(1) == [.halfOfficer("first")])
    values["first.certificate"] = DocumentValue("001")
    draft = try await district.edit(draft, values)
    #expect(await gaps(draft).prefix(1) == [.sameOfficer("second", as: "first")])
  }

  @Test func `a refused receipt needs its witness`() async throws {
    let file = try await district.open()
    let draft = try await district.draft("order", file)
    var values = District.whole
    values["receipt"] = DocumentValue("refused")
    #expect(
      await gaps(try await district.edit(draft, values)).prefix(1)
        == [.field("witness", why: .choice(field: "receipt", value: "refused"))])
  }

  @Test func `where the case rests on readings, the monitor's certificate is needed`() async throws
  {
    let plan = district.plan
    let file = try await district.ledger.write { db in
      try CaseBook.open(
        CaseOpening(
          procedure: "fire", severity: .serious, source: .finding(9),
          title: CaseTitle(.rule, ["rule": "r"]), occurredAt: District.start, place: "town",
          grounds: [
            CaseGround(
              condition: 0, point: "p", quantity: "pm10", statistic: "rtd", windowSeconds: 0,
              comparison: "above", limit: "150", upperLimit: nil, value: "900",
              since: District.start, at: District.start)
          ]),
        plan: plan, actor: .system("detection"), at: District.start, in: db)
    }
    let draft = try await district.edit(try await district.draft("order", file), District.whole)
    #expect(await gaps(draft).prefix(1) == [.field("certificate", why: .telemetry)])
    let text = try await district.detail(draft.id, for: .bureau)?.filled.values["facts"]
    #expect(text?.zh.contains("为900（高于150，2026年1月1日8时0分）") == true)
  }

  @Test func `a review holds for the wording it was passed for`() async throws {
    let file = try await district.open()
    var draft = try await district.edit(try await district.draft("order", file), District.whole)
    await #expect(throws: DocumentRefusal.ownDraft) {
      try await district.review(draft, by: .bureau)
    }
    try await district.review(draft, by: .colleague)
    #expect(try await district.detail(draft.id, for: .leader)?.gaps == [])
    var values = District.whole
    values["demand"] = DocumentValue("三日内恢复运行。")
    draft = try await district.edit(draft, values)
    #expect(await gaps(draft) == [.review("legal")])
    try await district.review(draft, by: .colleague)
    let issued = try await district.issue(draft)
    #expect(issued.state == .issued && issued.issue?.number == "虞环责改〔2026〕1号")
    #expect(issued.issue?.text.zh.contains("三日内恢复运行。") == true)
    #expect(issued.issue?.text.en.contains("A7, 1 January 2026") == true)
  }

  @Test func `only those who may sign it do`() async throws {
    let file = try await district.open()
    let draft = try await district.draft("letter", file, by: .desk)
    await #expect(throws: DocumentRefusal.notYourSignature(signers: [.leader, .duty])) {
      try await district.issue(draft, by: .bureau)
    }
    await #expect(throws: DocumentRefusal.unknownDocument(draft.id)) {
      try await district.issue(draft, by: .otherTown)
    }
  }

  @Test func `a firm sees what was issued, and no draft`() async throws {
    let file = try await district.open(facility: "f-1")
    let draft = try await district.edit(try await district.draft("order", file), District.whole)
    #expect(try await district.detail(draft.id, for: .firm) == nil)
    try await district.review(draft, by: .colleague)
    try await district.issue(draft)
    #expect(try await district.detail(draft.id, for: .firm)?.document.state == .issued)
    let told = try await district.ledger.read { db in
      try Notifications.about("case/\(file.id)", in: db).last
    }
    #expect(told?.code == "document-issued" && told?.recipient == .facility("f-1"))
  }

  @Test func `what was issued never changes, also not by SQL`() async throws {
    let file = try await district.open()
    let draft = try await district.edit(try await district.draft("order", file), District.whole)
    try await district.review(draft, by: .colleague)
    let issued = try await district.issue(draft)
    await #expect(throws: DocumentRefusal.noDraft(state: .issued)) {
      try await district.edit(issued, District.whole)
    }
    for change in ["text_zh = 'x'", "number = 'x'", "\"values\" = '{}'", "count = 9"] {
      await #expect(throws: DatabaseError.self) {
        try await district.ledger.write { db in
          try db.execute(sql: "UPDATE case_document SET \(change)")
        }
      }
    }
    await #expect(throws: DatabaseError.self) {
      try await district.ledger.write { db in try db.execute(sql: "DELETE FROM case_document") }
    }
  }

  @Test func `values that nobody wrote follow the case, and certificates are remembered`()
    async throws
  {
    let file = try await district.open()
    let first = try await district.draft("order", file)
    var values = try #require(try await district.detail(first.id, for: .bureau)).filled.values
    let own = values["facts"]
    values.merge(District.whole) { $1 }
    let kept = try await district.edit(first, values).values
    #expect(own?.zh.contains("SHANGYU-2026-000001") == true)
    #expect(kept["facts"] == nil && kept["demand"] != nil)
  }

  @Test func `the case's English goes once the Chinese is written otherwise`() async throws {
    let draft = try await district.draft("order", try await district.open())
    let own = try #require(
      try await district.detail(draft.id, for: .bureau)?.filled.values["facts"])
    #expect(own.en != nil)
    let kept = try await district.edit(
      draft, ["facts": DocumentValue("另有事实。", en: own.en)]
    ).values["facts"]
    #expect(kept == DocumentValue("另有事实。"))
  }

  @Test(arguments: [
    ("by", "2026-02-30", DocumentRefusal.badDate(field: "by")),
    ("receipt", "lost", .unknownChoice(field: "receipt")),
    ("first", "张三", .unknownField("first")),
    ("second.age", "5", .unknownField("second.age")),
    ("party", String(repeating: "x", count: 401), .tooLong(field: "party", found: 401, limit: 400)),
  ])
  func `a value that cannot be is refused`(
    field: String, value: String, refusal: DocumentRefusal
  ) async throws {
    let draft = try await district.draft("order", try await district.open())
    await #expect(throws: refusal) {
      try await district.edit(draft, [field: DocumentValue(value)])
    }
  }
}
