import ActionPlan
import Foundation
import GRDB
import Seeds
import Testing

@testable import Casework
@testable import Ledger

/// Everything that may happen to reports, their cases and rewards, in any order.
struct RewardWalkTests {
  @Test(arguments: 0..<12 as Range<UInt64>)
  func `no walk pays one fact twice without a person's word that there are two`(
    seed: UInt64
  ) async throws {
    var walk = RewardWalk(house: try await ReportHouse(budget: 1_000_000), seed: seed)
    for _ in 0..<150 { try await walk.step() }
    try await walk.house.sweep(at: walk.now)
    try await walk.checkMergers()
    #expect(walk.payments > 0)
  }
}

/// One walk, with a judge of its own of what is one fact.
struct RewardWalk {
  let house: ReportHouse
  private(set) var now = District.start
  private(set) var payments = 0
  private var generator: SeededGenerator
  private var receipts: [ReportReceipt] = []

  init(house: ReportHouse, seed: UInt64) {
    self.house = house
    generator = SeededGenerator(seed: seed)
  }

  mutating func step() async throws {
    now += [60, 3_600, 86_400].randomElement(using: &generator) ?? 60
    do {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0, 1: try await report()
      case 2, 3: try await close()
      case 4: try await tie(.merge)
      case 5: try await tie([.link, .unlink, .unmerge].randomElement(using: &generator) ?? .link)
      case 6: try await disagree()
      case 7: try await settle()
      case 8, 9:
        guard let reward = try await any([.proposed]) else { return }
        try await house.approve(reward, by: .sample(Int64(now), .leader), at: now)
      case 10:
        guard let reward = try await any([.approved]) else { return }
        try await house.pay(reward, by: .sample(Int64(now), .payer), at: now)
        payments += 1
        try await check(reward)
      default: try await house.sweep(at: now)
      }
    } catch is RewardRefusal {
    } catch is CaseRefusal {
    }
  }

  private mutating func report() async throws {
    // Corners of a grid whose neighbours are half as far, or nearly twice as far, as what is near.
    let steps = [0, 500, 1_900, 2_400].map { Double($0) / 111_195 }
    let north = steps.randomElement(using: &generator) ?? 0
    let position =
      Bool.random(using: &generator) ? Coordinate(longitude: 120.9, latitude: 30 + north) : nil
    let number = receipts.count + 1
    receipts.append(
      try await house.report(
        number, phone: "1\(3_900_000_000 + number)", at: now, position: position))
  }

  private mutating func file() async throws -> CaseFile? {
    guard let receipt = receipts.randomElement(using: &generator) else { return nil }
    return try await house.now(receipt.file)
  }

  private mutating func close() async throws {
    guard let file = try await file(), file.isOpen else { return }
    let cause = Int.random(in: 0..<5, using: &generator) == 0 ? "nothing" : "real"
    try await house.close(file, cause: cause, at: now)
  }

  private mutating func tie(_ tie: CaseBook.Tie) async throws {
    guard let file = try await file(), let other = try await self.file() else { return }
    try await house.tie(tie, file, to: other, at: now)
  }

  private mutating func disagree() async throws {
    guard let receipt = receipts.randomElement(using: &generator) else { return }
    let (code, plan, now) = (receipt.code.description, house.district.plan, now)
    try await house.district.ledger.write { db in
      _ = try PublicReports.disagree("还在", code: code, plan: plan, at: now, in: db)
    }
  }

  private mutating func settle() async throws {
    guard let reward = try await any([.proposed, .approved, .paid]),
      let doubt = try await house.doubts(of: reward).first(where: \.isOpen),
      let verdict = RewardDoubt.Verdict.allCases.randomElement(using: &generator)
    else { return }
    try await house.settle(reward, against: doubt.other, as: verdict, at: now)
  }

  private mutating func any(_ states: Set<Reward.State>) async throws -> Reward? {
    try await house.rewards(states).randomElement(using: &generator)
  }

  /// Of all that was paid before, nothing may be the fact of this one without a person's word.
  private func check(_ reward: Reward) async throws {
    let paid = try await house.rewards([.paid])
    let doubts = try await house.doubts(of: reward)
    for other in paid where other.id != reward.id {
      guard try await isOneFact(reward, other) else { continue }
      let decision = doubts.first { $0.other.id == other.id }?.decision
      #expect(decision?.verdict == .twoFacts, "\(reward.id) and \(other.id) were both paid")
    }
  }

  /// What was paid and merged afterwards is a doubt, or was one that a person settled.
  func checkMergers() async throws {
    let paid = try await house.rewards([.paid])
    for (place, reward) in paid.enumerated() {
      let doubts = try await house.doubts(of: reward)
      for other in paid[(place + 1)...] where try await isOneFact(reward, other) {
        #expect(doubts.contains { $0.other.id == other.id }, "\(reward.id) and \(other.id)")
      }
    }
  }

  private func isOneFact(_ one: Reward, _ other: Reward) async throws -> Bool {
    let (mine, theirs) = (try await cases(of: one), try await cases(of: other))
    if !Set(mine.map(\.id)).isDisjoint(with: theirs.map(\.id)) { return true }
    let links = try await house.district.ledger.read { db in
      try Row.fetchAll(db, sql: "SELECT case_id, other_id FROM case_link").map {
        [$0["case_id"] as Int64, $0["other_id"]]
      }
    }
    for file in mine {
      for another in theirs {
        if links.contains([file.id, another.id]) { return true }
        guard let here = file.position, let there = another.position,
          abs(file.occurredAt - another.occurredAt) <= 7 * 86_400
        else { continue }
        if abs(here.latitude - there.latitude) * 111_195 <= 1_000 { return true }
      }
    }
    return false
  }

  /// The cases of a reward and whatever was merged with them.
  private func cases(of reward: Reward) async throws -> [CaseFile] {
    var all: [CaseFile] = []
    for receipt in receipts { all.append(try await house.now(receipt.file)) }
    func root(_ file: CaseFile) -> Int64 {
      var root = file
      while let main = root.mergedInto, let next = all.first(where: { $0.id == main.id }) {
        root = next
      }
      return root.id
    }
    let own = receipts.first { $0.report == reward.report }?.file.id
    let roots = Set(all.filter { $0.id == reward.file.id || $0.id == own }.map(root))
    return all.filter { roots.contains(root($0)) }
  }
}
