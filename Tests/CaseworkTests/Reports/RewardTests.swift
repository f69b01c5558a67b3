import ActionPlan
import GRDB
import Testing

@testable import Casework
@testable import Ledger

struct RewardTests {
  private let start = District.start

  @Test(arguments: [
    ("real", "138 0000 0000", 1), ("nothing", "138 0000 0000", 0), ("real", nil, 0),
  ])
  func `a reward is proposed for what was reported by name and proved true`(
    cause: String, phone: String?, count: Int
  ) async throws {
    let house = try await ReportHouse()
    let receipt = try await house.report(1, phone: phone)
    try await house.sweep(at: start + 10)
    #expect(try await house.rewards() == [])
    try await house.close(receipt.file, cause: cause, at: start + 60)
    try await house.sweep(at: start + 70)
    try await house.sweep(at: start + 80)
    let rewards = try await house.rewards()
    #expect(rewards.count == count)
    #expect(rewards.allSatisfy { $0.yuan == 300 && $0.file.id == receipt.file.id })
  }

  @Test func `of one fact the first reporter is rewarded, and the others are told why not`()
    async throws
  {
    let house = try await ReportHouse()
    let nameless = try await house.report(1, phone: nil)
    let first = try await house.report(2, at: start + 10)
    let second = try await house.report(3, phone: "139 0000 0000", at: start + 20)
    let plan = house.district.plan
    for other in [nameless, second] {
      try await house.district.ledger.write { db in
        _ = try CaseBook.tie(
          .merge, case: other.file.id, to: first.file.number, by: .desk, note: "同一件",
          requestID: "merge-request-\(other.report)", versionSeen: other.file.version, plan: plan,
          at: District.start + 30, in: db)
      }
    }
    let file = try #require(try await house.district.file(first.file.id))
    try await house.close(file, at: start + 60)
    try await house.sweep(at: start + 70)
    #expect(try await house.rewards().map(\.report) == [first.report])
    let excluded = try await house.rewards([.excluded])
    #expect(excluded.map(\.report) == [second.report] && excluded[0].reason == "not-first")
  }

  @Test(arguments: ["138 0000 0000", "+86 138-0000-0000", "李 13800000000"])
  func `one person is not rewarded twice for the like, however the number is written`(
    phone: String
  ) async throws {
    let house = try await ReportHouse()
    for (number, contact) in [(1, "13800000000"), (2, phone)] {
      let receipt = try await house.report(number, phone: contact, at: start + number)
      try await house.close(receipt.file, at: start + 60 * number)
      try await house.sweep(at: start + 60 * number + 1)
    }
    #expect(try await house.rewards().count == 1)
    #expect(try await house.rewards([.excluded]).map(\.reason) == ["person-again"])
  }

  @Test func `the budget is never exceeded, and what is refused gives its money back`() async throws
  {
    let house = try await ReportHouse(budget: 700)
    for number in 1...3 {
      let receipt = try await house.report(number, phone: "1390000000\(number)", at: start + number)
      try await house.close(receipt.file, at: start + 60)
    }
    try await house.sweep(at: start + 70)
    let rewards = try await house.rewards().sorted { $0.id < $1.id }
    try await house.approve(rewards[0], at: start + 80)
    try await house.approve(rewards[1], at: start + 81)
    await #expect(throws: RewardRefusal.overBudget(left: 100)) {
      try await house.approve(rewards[2], at: start + 82)
    }
    let approved = try #require(try await house.rewards().first { $0.id == rewards[0].id })
    try await house.refuse(approved, at: start + 90)
    try await house.approve(rewards[2], at: start + 82)
    let plan = house.district.plan
    let budget = try await house.district.ledger.read { db in
      try RewardBook.budget(plan, at: District.start, in: db)
    }
    #expect(budget?.approved == 600 && budget?.left == 100)
  }

  @Test func `two people approve and pay, each once, and of two at a time one wins`() async throws {
    let house = try await ReportHouse()
    let receipt = try await house.report(1)
    try await house.close(receipt.file, at: start + 60)
    try await house.sweep(at: start + 70)
    let reward = try #require(try await house.rewards().first)
    let both = Account.sample(9, .leader, .payer)
    await #expect(throws: RewardRefusal.notYours) {
      try await house.approve(reward, by: .desk, at: start)
    }
    await #expect(throws: RewardRefusal.moved(.proposed)) { try await house.pay(reward, at: start) }
    let wins = await withTaskGroup(of: Bool.self) { group in
      for account in [Account.chief, both] {
        group.addTask {
          (try? await house.approve(reward, by: account, at: District.start + 80)) != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(wins == 1)
    let approved = try #require(try await house.rewards([.approved]).first)
    await #expect(throws: RewardRefusal.notYours) {
      try await house.pay(approved, by: both, at: start)
    }
    try await house.pay(approved, at: start + 90)
    try await house.pay(approved, at: start + 91)
    let paid = try await house.rewards([.paid])
    #expect(paid.map(\.paidAt) == [start + 90] && paid[0].receipt == "T-1")
    let code = receipt.code.description
    let status = try await house.district.ledger.read { db in try PublicReports.track(code, in: db)
    }
    #expect(status?.reward?.state == .paid)
  }

  @Test func `whoever approved may not pay, even with the role of a payer since`() async throws {
    let house = try await ReportHouse()
    let receipt = try await house.report(1)
    try await house.close(receipt.file, at: start + 60)
    try await house.sweep(at: start + 70)
    let reward = try #require(try await house.rewards().first)
    try await house.approve(reward, at: start + 80)
    let approved = try #require(try await house.rewards().first)
    await #expect(throws: RewardRefusal.samePerson) {
      try await house.pay(approved, by: .sample(Account.chief.id, .payer), at: start + 90)
    }
  }

  @Test func `a case that is taken up again is not paid for`() async throws {
    let house = try await ReportHouse()
    let receipt = try await house.report(1)
    try await house.close(receipt.file, at: start + 60)
    try await house.sweep(at: start + 70)
    let reward = try #require(try await house.rewards().first)
    let (code, plan) = (receipt.code.description, house.district.plan)
    try await house.district.ledger.write { db in
      try PublicReports.disagree("还在", code: code, plan: plan, at: District.start + 75, in: db)
    }
    await #expect(throws: RewardRefusal.notTrue) { try await house.approve(reward, at: start + 80) }
  }

  @Test func `only who pays opens the seal, after approval, and each look is audited`() async throws
  {
    let house = try await ReportHouse()
    let receipt = try await house.report(1)
    try await house.close(receipt.file, at: start + 60)
    try await house.sweep(at: start + 70)
    let reward = try #require(try await house.rewards().first)
    func look(_ account: Account) async throws -> String {
      try await house.district.ledger.write { db in
        try RewardBook.identity(reward.id, by: account, at: District.start + 90, in: db)
      }
    }
    await #expect(throws: RewardRefusal.moved(.proposed)) { try await look(.payer) }
    try await house.approve(reward, at: start + 80)
    for account in [
      Account.desk, .town, .chief, .auditor, .sample(9, .payer, .officer, unit: "TOWN"),
    ] {
      await #expect(throws: RewardRefusal.notYours) { try await look(account) }
    }
    #expect(try await look(.payer) == "Li 138 0000 0000")
    #expect(try await look(.payer) == "Li 138 0000 0000")
    let (looks, all) = try await house.district.ledger.read { db in
      (
        try Int.fetchOne(
          db, sql: "SELECT count(*) FROM audit_entry WHERE action = 'reward.identity-seen'"),
        try Row.fetchAll(db, sql: "SELECT * FROM audit_entry").description
          + Row.fetchAll(db, sql: "SELECT * FROM notification").description
          + Row.fetchAll(db, sql: "SELECT * FROM report_reward").description
      )
    }
    #expect(looks == 2 && !all.contains("0000 0000"))
  }
}

struct ReporterPhoneTests {
  @Test(arguments: [
    ("138 0000 0000", "13800000000"), ("+86 138-0000-0000", "13800000000"),
    ("李女士，0575-82212345", "057582212345"), ("王 13900000001 转 8", "13900000001"),
    ("张三 １３８００００００００", "13800000000"),
    ("微信 abc", nil), ("12", nil), ("", nil),
  ])
  func `the number is found however it is written`(contact: String, digits: String?) {
    #expect(ReporterPhone(contact)?.digits == digits)
  }
}
