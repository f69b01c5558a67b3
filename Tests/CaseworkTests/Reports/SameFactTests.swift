import ActionPlan
import GRDB
import Testing

@testable import Casework
@testable import Ledger

/// Two rewards that may be for one fact.
struct SameFactTests {
  private let start = District.start

  @Test(arguments: [(400, 0), (999, 6), (0, 7)])
  func `of two rewards near in place and time none is approved before a person has decided`(
    metres: Int, days: Int
  ) async throws {
    let house = try await ReportHouse()
    let (first, second) = try await house.two(apart: metres, days: days)
    let now = start + days * 86_400 + 80
    await #expect(throws: RewardRefusal.sameFact([first.name])) {
      try await house.approve(second, at: now)
    }
    await #expect(throws: RewardRefusal.sameFact([second.name])) {
      try await house.approve(first, at: now)
    }
    let doubt = try #require(try await house.doubts(of: second).first)
    #expect(doubt.ground == .near && doubt.other.id == first.id && doubt.isOpen)
    #expect(abs((doubt.metres ?? -1) - metres) <= 1)
    #expect(try await house.doubtful() == [second.id, first.id])
    #expect(try await house.told("reward-doubted") == ["leader"])
  }

  @Test(arguments: [(1_100, 0), (0, 8)])
  func `what is farther apart in place or time is no doubt`(metres: Int, days: Int) async throws {
    let house = try await ReportHouse()
    let (first, second) = try await house.two(apart: metres, days: days)
    #expect(try await house.doubtful() == [])
    try await house.approve(first, at: start + 700_000)
    try await house.approve(second, at: start + 700_001)
  }

  @Test func `cases about one facility within the days are a doubt wherever they lie`() async throws
  {
    let house = try await ReportHouse()
    let (one, other) = (try await house.report(1, phone: "13900000001"), try await house.report(2))
    try await house.district.ledger.write { db in
      try db.execute(sql: "UPDATE case_file SET facility = 'f-1'")
    }
    for receipt in [one, other] { try await house.close(receipt.file, at: start + 60) }
    try await house.sweep(at: start + 70)
    let rewards = try await house.rewards()
    #expect(try await house.doubts(of: rewards[0]).map(\.ground) == [.subject])
  }

  @Test func `said to be two facts, with a reason that stays, both are paid`() async throws {
    let house = try await ReportHouse()
    let (first, second) = try await house.two(apart: 300)
    await #expect(throws: RewardRefusal.noteMissing) {
      try await house.settle(second, against: first, as: .twoFacts, reason: " ", at: start + 80)
    }
    await #expect(throws: RewardRefusal.notYours) {
      try await house.settle(second, against: first, as: .twoFacts, by: .payer, at: start + 80)
    }
    try await house.settle(second, against: first, as: .twoFacts, at: start + 81)
    await #expect(throws: RewardRefusal.noDoubt) {
      try await house.settle(first, against: second, as: .oneFact, at: start + 82)
    }
    for (number, reward) in [first, second].enumerated() {
      try await house.approve(reward, at: start + 90 + number)
      let approved = try #require(try await house.rewards([.approved]).first)
      try await house.pay(approved, at: start + 95 + number)
    }
    for reward in [first, second] {
      let decision = try #require(try await house.doubts(of: reward).first?.decision)
      #expect(decision.verdict == .twoFacts && decision.reason == "两处不同的烟囱")
      #expect(decision.by == Actor.account(Account.chief.id).auditName)
    }
    let audited = try await house.district.ledger.read { db in
      try String.fetchOne(
        db, sql: "SELECT detail FROM audit_entry WHERE action = 'reward.two-facts'")
    }
    #expect(audited?.contains("两处不同的烟囱") == true)
  }

  @Test func `of two people who settle one doubt from either side, one leaves one reward`()
    async throws
  {
    let house = try await ReportHouse()
    let (first, second) = try await house.two(apart: 300)
    let (chief, vice) = (Account.chief, Account.sample(11, .leader))
    let wins = await withTaskGroup(of: Bool.self) { group in
      for (account, reward, other) in [(chief, first, second), (vice, second, first)] {
        group.addTask {
          (try? await house.settle(
            reward, against: other, as: .oneFact, by: account, at: District.start + 80)) != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(wins == 1)
    #expect(try await house.rewards().count == 1)
    #expect(try await house.rewards([.refused]).map(\.reason) == ["两处不同的烟囱"])
    let left = try #require(try await house.rewards().first)
    try await house.approve(left, at: start + 90)
  }

  @Test func `cases that are linked after approval stand against a payment until it is decided`()
    async throws
  {
    let house = try await ReportHouse()
    let (first, second) = try await house.two()
    try await house.approve(first, at: start + 80)
    try await house.approve(second, at: start + 81)
    let files = try await house.files(first, second)
    try await house.tie(.link, files.0, to: files.1, at: start + 90)
    let approved = try await house.rewards([.approved])
    await #expect(throws: RewardRefusal.sameFact([first.name])) {
      try await house.pay(approved[0], at: start + 91)
    }
    try await house.sweep(at: start + 95)
    #expect(try await house.doubtful() == [second.id, first.id])
    try await house.settle(second, against: first, as: .oneFact, at: start + 96)
    let left = try #require(try await house.rewards([.approved]).first)
    try await house.pay(left, at: start + 97)
    #expect(try await house.rewards([.paid]).map(\.id) == [first.id])
  }

  @Test func `a merger of cases that were both rewarded is a doubt that a person settles`()
    async throws
  {
    let house = try await ReportHouse()
    let (first, second) = try await house.two(apart: 300)
    try await house.settle(second, against: first, as: .twoFacts, at: start + 75)
    for (number, reward) in [first, second].enumerated() {
      try await house.approve(reward, at: start + 80 + number)
      let approved = try #require(try await house.rewards([.approved]).first)
      try await house.pay(approved, at: start + 85 + number)
    }
    try await house.mergeReopened(second, into: first, at: start + 90)
    try await house.sweep(at: start + 99)
    #expect(try await house.doubtful() == [second.id, first.id])
    #expect(try await house.doubts(of: first).map(\.ground) == [.merged])
    try await house.settle(first, against: second, as: .oneFact, reason: "已追回", at: start + 100)
    #expect(try await house.doubtful() == [])
    #expect(try await house.rewards([.paid]).count == 2)
    #expect(try await house.doubts(of: second).map(\.decision?.reason) == ["已追回"])
  }

  @Test func `through several mergers a fact is rewarded once, and the others are told why not`()
    async throws
  {
    let house = try await ReportHouse()
    var receipts: [ReportReceipt] = []
    for number in 1...3 {
      receipts.append(
        try await house.report(number, phone: "1390000000\(number)", at: start + number))
    }
    try await house.tie(.merge, receipts[0].file, to: receipts[1].file, at: start + 10)
    try await house.tie(.merge, receipts[1].file, to: receipts[2].file, at: start + 11)
    try await house.close(try await house.now(receipts[2].file), at: start + 60)
    try await house.sweep(at: start + 70)
    #expect(try await house.rewards().map(\.report) == [receipts[0].report])
    #expect(try await house.rewards([.excluded]).map(\.reason) == ["not-first", "not-first"])
  }
}

extension ReportHouse {
  func now(_ file: CaseFile) async throws -> CaseFile {
    try #require(try await district.file(file.id))
  }

  func files(_ one: Reward, _ other: Reward) async throws -> (CaseFile, CaseFile) {
    (
      try #require(try await district.file(one.file.id)),
      try #require(try await district.file(other.file.id))
    )
  }

  /// The desk takes both cases up again and merges one into the other.
  func mergeReopened(_ reward: Reward, into other: Reward, at now: Int) async throws {
    let (file, main) = try await files(reward, other)
    let plan = district.plan
    for one in [file, main] {
      try await district.ledger.write { db in
        _ = try CaseBook.act(
          .reopen, case: one.id, by: .desk, evidence: StepEvidence(note: "再查"),
          requestID: "reopen-\(one.id)-\(now)", versionSeen: one.version, plan: plan, at: now,
          in: db)
      }
    }
    try await tie(.merge, file, to: main, at: now + 1)
  }
}
