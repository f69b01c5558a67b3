import ActionPlan
import Foundation
import GRDB
import Ledger
import Testing

@testable import Checks

struct GateTests {
  private func district() async throws -> FreshDistrict {
    let district = try await FreshDistrict()
    try await district.add("diggers", ["number": .text("3A-001"), "grade": .text("green")])
    try await district.add("diggers", ["number": .text("3A-002"), "grade": .text("yellow")])
    try await district.add("trucks", ["plate": .text("浙D12345"), "stage": .text("vi")])
    try await district.add("trucks", ["plate": .text("浙D54321"), "stage": .text("iii")])
    return district
  }

  @Test(arguments: [
    ("3A-001", "admitted", "in-order"), ("3A-002", "refused", "refused-by-plan"),
    ("浙D12345", "admitted", "in-order"), ("浙D54321", "refused", "refused-by-plan"),
    ("浙 d·12345", "admitted", "in-order"), ("３ａ-００１", "admitted", "in-order"),
    ("浙D-12345", "admitted", "in-order"), ("浙A00000", "refused", "unknown"),
    ("3A001", "refused", "unknown"),
  ])
  func `a plate or code is found however it is written, and judged by its register`(
    text: String, answer: String, code: String
  ) async throws {
    let district = try await district()
    let found = try await district.ask("gate", ["subject": text])
    #expect(found.code == answer)
    #expect(found.reasons.map(\.code) == [code])
  }

  @Test func `the plan may admit what no register has`() async throws {
    let district = try await district()
    #expect(try await district.ask("open-gate", ["subject": "浙A00000"]).code == "admitted")
    #expect(try await district.ask("open-gate", ["subject": "浙D54321"]).code == "refused")
  }

  @Test func `one refused row keeps a vehicle outside, with every ground`() async throws {
    let district = try await district()
    try await district.add("diggers", ["number": .text("浙D12345"), "grade": .text("yellow")])
    let answer = try await district.ask("gate", ["subject": "浙D12345"])
    #expect(answer.code == "refused")
    #expect(answer.reasons.map { $0.why?.en } == ["yellow"])
  }

  @Test(arguments: [
    "", " ", "x", String(repeating: "9", count: 41), String(repeating: "浙", count: 201),
  ])
  func `what is no plate and no code is told`(text: String) async throws {
    let district = try await district()
    await #expect(throws: CheckInputError.self) {
      try await district.ask("gate", ["subject": text])
    }
  }

  @Test(arguments: ["'; DROP TABLE account; --", "%_%", "\u{0}\u{1F}浙", "𠮷𠮷'\"", "a\nb", "()*?[]"])
  func `hostile text finds nothing and harms nothing`(text: String) async throws {
    let district = try await district()
    #expect(try await district.ask("gate", ["subject": text]).code == "refused")
    #expect(try await district.ask("gate", ["subject": "3A-001"]).code == "admitted")
  }

  @Test func `a key that the check does not take is told with those it takes`() async throws {
    let district = try await district()
    await #expect(throws: CheckInputError.unknownKey("plate", known: ["subject", "site"])) {
      try await district.ask("gate", ["plate": "浙D12345"])
    }
  }

  @Test func `an entry is written down with its answer, ground and site`() async throws {
    let district = try await district()
    let site = try await district.add("sites", ["name": .text("bridge")])
    let plan = district.plan
    let (answer, entry) = try await district.ledger.write { db in
      try GateLog.pass(
        check: plan.check("gate")!, input: ["subject": "浙 d 54321", "site": String(site)],
        plan: plan, by: .account(7), now: FreshDistrict.now, in: db)
    }
    #expect(answer.code == "refused")
    #expect(entry?["what"] == .text("浙D54321"))
    #expect(entry?["when"] == .instant(FreshDistrict.now))
    #expect(entry?["outcome"] == .text("refused"))
    #expect(entry?["ground"] == .text("too old"))
    #expect(entry?["where-at"] == .integer(site))
  }

  @Test func `entries are listed newest first, for a firm only its own`() async throws {
    let district = try await district()
    let plan = district.plan
    let check = plan.check("gate")!
    guard case .gate(let gate) = check.kind, let log = gate.log else { return }
    let listed = try await district.ledger.write { db in
      for (account, subject) in [(1, "浙D12345"), (2, "浙D54321"), (1, "3A-001")] {
        _ = try GateLog.pass(
          check: check, input: ["subject": subject], plan: plan, by: .account(Int64(account)),
          now: FreshDistrict.now, in: db)
      }
      return try [nil, Actor.account(1)].map { actor in
        try GateLog.entries(of: log, by: actor, limit: 10, plan: plan, in: db)
          .map { $0["what"].text }
      }
    }
    #expect(listed == [["3A-001", "浙D54321", "浙D12345"], ["3A-001", "浙D12345"]])
  }
}
