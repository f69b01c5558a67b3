import ActionPlan
import GRDB
import Testing

@testable import Casework
@testable import Ledger

/// Rewards as rows of a register of the plan.
struct RewardRowTests {
  private let start = District.start

  private func house() async throws -> (ReportHouse, Reward) {
    let house = try await ReportHouse(registers: [.rewards], rows: .sample)
    let receipt = try await house.report(1)
    try await house.close(receipt.file, at: start + 60)
    try await house.sweep(at: start + 70)
    return (house, try #require(try await house.rewards().first))
  }

  private func rows(_ house: ReportHouse) async throws -> [[String: FieldValue]] {
    try await house.district.ledger.read { db in
      try RegisterStore.rows(.rewards, in: db).map(\.values)
    }
  }

  @Test
  func `an approved reward is a row with its due day, and a paid one with the day it was paid`()
    async throws
  {
    let (house, reward) = try await house()
    #expect(try await rows(house).isEmpty)
    try await house.approve(reward, at: start + 80)
    var row = try #require(try await rows(house).first)
    #expect(row["report"] == .text("\(reward.report)") && row["verified"] == .flag(true))
    #expect(row["amount"] == .integer(300) && row["decided-on"] == .text("2026-01-01"))
    #expect(row["due"] == .text("2026-01-31") && row["paid-on"] ?? .null == .null)
    let approved = try #require(try await house.rewards().first)
    try await house.pay(approved, at: start + 86_400)
    let paid = try await rows(house)
    row = try #require(paid.first)
    #expect(paid.count == 1 && row["paid-on"] == .text("2026-01-02"))
    #expect(row["receipt"] == .text("T-1"))
  }

  @Test func `who reported stands neither in the row nor in its history`() async throws {
    let (house, reward) = try await house()
    try await house.approve(reward, at: start + 80)
    try await house.pay(try #require(try await house.rewards().first), at: start + 90)
    let all = try await house.district.ledger.read { db in
      try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
        .filter { $0.hasPrefix("reg") && !$0.contains("search") }
        .map { try Row.fetchAll(db, sql: "SELECT * FROM \"\($0)\"").description }.joined()
    }
    #expect(all.contains("T-1") && !all.contains("0000 0000") && !all.contains("Li "))
  }

  @Test func `a reward that is refused after its approval leaves no row`() async throws {
    let (house, reward) = try await house()
    try await house.approve(reward, at: start + 80)
    try await house.refuse(try #require(try await house.rewards().first), at: start + 90)
    #expect(try await rows(house).isEmpty)
  }

  @Test func `a row that the register does not take is told, and nothing is approved`() async throws
  {
    let (house, reward) = try await house()
    let plan = house.district.plan
    try await house.district.ledger.write { db in
      _ = try RegisterStore.insert(
        .rewards,
        [
          "report": .text("\(reward.report)"), "verified": .flag(true),
          "decided-on": .text("2026-01-01"),
        ], plan: plan, by: .account(1), at: District.start, in: db)
    }
    let refusal = await #expect(throws: RewardRefusal.self) {
      try await house.approve(reward, at: start + 80)
    }
    guard case .rowRefused("rewards", field: "report", found: _)? = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(try await house.rewards().map(\.state) == [.proposed])
  }
}

extension Register {
  static let rewards = Register(
    id: "rewards", label: .any, clause: nil, role: nil,
    fields: ([
      ("report", .text, true), ("verified", .flag, true), ("decided-on", .date, true),
      ("amount", .integer, false), ("due", .date, false), ("paid-on", .date, false),
      ("receipt", .text, false),
    ] as [(String, Field.Kind, Bool)]).map { id, kind, isRequired in
      Field(
        id: id, label: .any, kind: kind, isRequired: isRequired, unit: nil, atLeast: nil,
        atMost: nil)
    }, key: ["report"])
}

extension RewardRules.Rows {
  static let sample = RewardRules.Rows(
    register: "rewards",
    fields: [
      "report": .report, "verified": .verified, "decided-on": .decided, "amount": .amount,
      "due": .due, "paid-on": .paid, "receipt": .receipt,
    ], payWithinSeconds: 30 * 86_400)
}
