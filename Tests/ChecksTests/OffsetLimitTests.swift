import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger
import Sheets
import Testing

@testable import Checks

/// Nothing is spent twice, by whichever door a row comes in.
struct OffsetLimitTests {
  private let district: FreshDistrict
  private var plan: Plan { district.plan }

  /// 12 and 9 t of NOx that were verified, 100 t that were not.
  init() async throws {
    district = try await FreshDistrict()
    for (amount, checked) in [("12", true), ("100", false), ("9", true)] {
      var values: [String: FieldValue] = ["gas": .text("nox"), "amount": .tonnes(amount)]
      if checked { values["checked"] = .day("2021-05-01") }
      try await district.add("cuts", values)
    }
  }

  private func insert(_ cut: Int64, _ amount: String) async throws -> Int64 {
    try await district.add(
      "draws", ["cut": .integer(cut), "project": .text("P"), "amount": .tonnes(amount)])
  }

  private func update(
    _ register: String, _ row: Int64, _ values: [String: FieldValue]
  ) async throws {
    let plan = plan
    try await district.ledger.write { db in
      _ = try RegisterStore.update(
        plan.register(register)!, row: row, values, versionSeen: nil, plan: plan,
        by: .account(1), at: FreshDistrict.now, in: db)
    }
  }

  private func stage(_ register: String, _ csv: String) async throws -> RegisterPreview {
    try await RegisterImport(ledger: district.ledger, plan: plan).stage(
      SheetTable(reading: Array(csv.utf8), file: "t.csv"), into: plan.register(register)!,
      digest: "d", by: .account(1), at: FreshDistrict.now)
  }

  private func apply(_ preview: RegisterPreview) async throws {
    try await RegisterImport(ledger: district.ledger, plan: plan)
      .apply(preview.id, by: .account(1), at: FreshDistrict.now)
  }

  private func fault(_ error: (any Error)?) -> String? {
    guard case RegisterError.invalid(_, let faults)? = error else { return nil }
    return faults.map { "\($0.field) \($0.code.rawValue) \($0.found)" }.joined(separator: "; ")
  }

  @Test(arguments: [(1, "12.1", "12.1 / 12"), (2, "1", "1 / 0"), (3, "10", "10 / 9")])
  func `a row written by hand draws no more than is left of a verified reduction`(
    cut: Int64, amount: String, found: String
  ) async throws {
    let error = await #expect(throws: RegisterError.self) { try await insert(cut, amount) }
    #expect(fault(error) == "amount overspent \(found)")
  }

  @Test func `a draw that is made smaller is taken, a greater one or another source is not`()
    async throws
  {
    let row = try await insert(1, "12")
    try await update("draws", row, ["amount": .tonnes("7")])
    try await update("draws", row, ["amount": .tonnes("12")])
    for values: [String: FieldValue] in [["amount": .tonnes("12.5")], ["cut": .integer(3)]] {
      await #expect(throws: RegisterError.self) { try await update("draws", row, values) }
    }
  }

  @Test func `a reduction is not lowered or unverified below what was drawn of it`() async throws {
    _ = try await insert(1, "10")
    try await update("cuts", 1, ["amount": .tonnes("10")])
    for values: [String: FieldValue] in [["amount": .tonnes("9")], ["checked": .null]] {
      let error = await #expect(throws: RegisterError.self) { try await update("cuts", 1, values) }
      #expect(fault(error)?.hasPrefix("amount overspent 10 / ") == true)
    }
  }

  @Test func `a removed draw comes back only where its tonnes are still there`() async throws {
    let (plan, draws) = (plan, plan.register("draws")!)
    let row = try await insert(1, "12")
    try await district.ledger.write { db in
      try RegisterStore.remove(
        draws, row: row, versionSeen: nil, by: .account(1), at: FreshDistrict.now, in: db)
    }
    _ = try await insert(1, "1")
    await #expect(throws: RegisterError.self) {
      try await district.ledger.write { db in
        _ = try RegisterStore.putBack(
          draws, row: row, plan: plan, by: .account(1), at: FreshDistrict.now, in: db)
      }
    }
  }

  @Test func `an import's rows are looked at together, with those that are there`() async throws {
    _ = try await insert(1, "5")
    let over = try await stage("draws", "cut,project,amount\n1,A,4\n3,A,9\n1,B,3.5\n")
    #expect(over.faults.map(\.line) == [4])
    #expect(over.faults.map(\.found) == ["7.5 / 7"])
    // The row above draws less, so that the one below may draw more.
    let shifted = try await stage("draws", "行号,cut,project,amount\n1,1,P,1\n,1,C,11\n")
    #expect(shifted.faults == [])
    let lowered = try await stage("cuts", "行号,gas,amount,checked\n1,nox,4,2021-05-01\n")
    #expect(lowered.faults.map(\.found) == ["5 / 4"])
  }

  @Test func `an import that was sound is refused where others drew meanwhile`() async throws {
    let preview = try await stage("draws", "cut,project,amount\n1,A,8\n")
    _ = try await insert(1, "5")
    await #expect(throws: RegisterImportError.changedMeanwhile(rows: 1)) {
      try await apply(preview)
    }
    #expect(try await overdrawn() == [])
  }

  private func overdrawn() async throws -> [Int64] {
    let plan = plan
    let check = plan.check("entry")!
    guard case .admission(let admission) = check.kind, let offsets = admission.offsets else {
      throw OffsetRefusal.noOffsets
    }
    let ledger = try await district.ledger.read { db in
      try OffsetLedger.read(offsets, of: check, plan: plan, now: FreshDistrict.now, in: db)
    }
    return ledger.reductions.filter { $0.isVerified ? $0.left < .zero : $0.spent > .zero }.map(
      \.row)
  }

  /// Splitmix64, so that a failure can be had again.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// Whatever is tried, in whatever order and at once; refusals are expected and passed over.
  @Test(arguments: 1...12)
  func `no sequence of forms, changes, imports, draws and returns spends a tonne twice`(
    seed: UInt64
  ) async throws {
    var dice = Dice(state: seed)
    for _ in 0..<12 {
      let steps = (0..<4).map { _ in dice.next() }
      await withTaskGroup(of: Void.self) { group in
        for step in steps { group.addTask { try? await perform(step) } }
      }
      #expect(try await overdrawn() == [], "seed \(seed)")
    }
  }

  private func perform(_ step: UInt64) async throws {
    let (cut, row) = (Int64(step >> 8 & 3), Int64(step >> 16 & 7) + 1)
    let amount = String(step >> 24 & 15)
    let (plan, draws) = (plan, plan.register("draws")!)
    switch step % 8 {
    case 0, 1: _ = try await insert(cut, amount)
    case 2: try await update("draws", row, ["amount": .tonnes(amount)])
    case 3: try await update("draws", row, ["cut": .integer(cut)])
    case 4: try await update("cuts", cut, ["amount": .tonnes(amount)])
    case 5:
      try await apply(try await stage("draws", "cut,project,amount\n\(cut),I,\(amount)\n1,I,2\n"))
    case 6:
      _ = try await district.ledger.write { db in
        try OffsetLedger.draw(
          check: plan.check("entry")!,
          input: [
            "trade": "paint", "position": "120.9 30.1", "project": "D\(row)",
            "emission.nox": amount,
          ], plan: plan, by: .account(1), now: FreshDistrict.now, in: db)
      }
    default:
      try await district.ledger.write { db in
        if try RegisterStore.row(draws, row, in: db) == nil {
          _ = try RegisterStore.putBack(
            draws, row: row, plan: plan, by: .account(1), at: FreshDistrict.now, in: db)
        } else {
          try RegisterStore.remove(
            draws, row: row, versionSeen: nil, by: .account(1), at: FreshDistrict.now, in: db)
        }
      }
    }
  }
}
