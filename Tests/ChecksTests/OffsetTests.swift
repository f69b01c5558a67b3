import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger
import Testing

@testable import Checks

struct OffsetTests {
  private static let project = [
    "trade": "paint", "position": "120.9 30.1", "project": "A", "emission.nox": "10",
  ]

  /// 12 and 9 t of NOx that were verified, 100 t that were not, 4 t of VOCs.
  private func district() async throws -> FreshDistrict {
    let district = try await FreshDistrict()
    for (gas, amount, checked) in [
      ("nox", "12", true), ("nox", "100", false), ("nox", "9", true), ("vocs", "4", true),
    ] {
      var values: [String: FieldValue] = ["gas": .text(gas), "amount": .tonnes(amount)]
      if checked { values["checked"] = .day("2021-05-01") }
      try await district.add("cuts", values)
    }
    return district
  }

  private func draw(_ district: FreshDistrict, _ changes: [String: String] = [:]) async throws
    -> [String]
  {
    let plan = district.plan
    let input = Self.project.merging(changes) { _, new in new }
    return try await district.ledger.write { db in
      try OffsetLedger.draw(
        check: plan.check("entry")!, input: input, plan: plan, by: .account(1),
        now: FreshDistrict.now, in: db)
    }.map { "\($0["cut"]) \($0["amount"].number?.description ?? "")" }
  }

  @Test func `required is emission by the greatest ratio that concerns the project`() async throws {
    let district = try await district()
    let answer = try await district.ask(
      "entry",
      Self.project.merging(["position": "120.9 29.9", "emission.vocs": "2.5"]) { _, n in n })
    let values = answer.reasons.filter { $0.code.hasPrefix("offset") }.map(\.values)
    #expect(values.map { $0["needed"] } == ["5", "20"])
    #expect(answer.reasons.first?.code == "offset-short")
  }

  @Test func `available offsets are a condition, drawn ones a ground, missing ones a bar`()
    async throws
  {
    let district = try await district()
    #expect(try await district.ask("entry", Self.project).code == "restricted")
    #expect(try await draw(district).count == 2)
    let after = try await district.ask("entry", Self.project)
    #expect(after.code == "allowed")
    #expect(after.reasons.contains { $0.code == "offset-drawn" })
    let other = try await district.ask(
      "entry", Self.project.merging(["project": "B"]) { _, new in new })
    #expect(other.code == "forbidden")
  }

  @Test func `the oldest verified reductions are drawn first, and only what is needed`()
    async throws
  {
    let district = try await district()
    #expect(
      try await draw(district) == ["integer(1) 12", "integer(3) 3"])
    // More emission of the same project draws only the rest.
    #expect(try await draw(district, ["emission.nox": "12"]) == ["integer(3) 3"])
  }

  @Test func `nothing is drawn twice, in part, without a name or for a forbidden project`()
    async throws
  {
    let district = try await district()
    await #expect(throws: OffsetRefusal.noProject) { try await draw(district, ["project": " "]) }
    await #expect(throws: OffsetRefusal.forbidden(["question"])) {
      try await draw(district, ["is.coal": "yes"])
    }
    await #expect(
      throws: OffsetRefusal.short(
        pollutant: "nox", rest: ExactDecimal("22.5")!, left: ExactDecimal(21))
    ) { try await draw(district, ["emission.nox": "15", "emission.vocs": "1"]) }
    #expect(try await draw(district).count == 2)
    await #expect(throws: OffsetRefusal.nothingDue) { try await draw(district) }
  }

  @Test func `projects that draw at the same time never spend more than there is`() async throws {
    let district = try await district()
    let drawn = await withTaskGroup(of: Int.self) { group in
      for number in 0..<20 {
        group.addTask {
          let rows = try? await draw(
            district, ["project": "P\(number)", "emission.nox": "2"])
          return rows == nil ? 0 : 1
        }
      }
      return await group.reduce(0, +)
    }
    // 21 t hold seven draws of 3 t.
    #expect(drawn == 7)
    let plan = district.plan
    let ledger = try await ledger(district, plan)
    #expect(ledger.left(of: "nox") == .zero)
    #expect(ledger.reductions.allSatisfy { $0.left >= .zero })
  }

  private func ledger(_ district: FreshDistrict, _ plan: Plan) async throws -> OffsetLedger {
    let check = plan.check("entry")!
    guard case .admission(let admission) = check.kind, let offsets = admission.offsets else {
      throw OffsetRefusal.noOffsets
    }
    return try await district.ledger.read { db in
      try OffsetLedger.read(offsets, of: check, plan: plan, now: FreshDistrict.now, in: db)
    }
  }

  @Test func `what was drawn is given back with a ground, and both stand in the audit log`()
    async throws
  {
    let district = try await district()
    let plan = district.plan
    let check = plan.check("entry")!
    _ = try await draw(district)
    func giveBack(_ project: String, _ why: String) async throws -> Int {
      try await district.ledger.write { db in
        try OffsetLedger.giveBack(
          check: check, project: project, why: why, plan: plan, by: .account(1),
          now: FreshDistrict.now, in: db)
      }
    }
    await #expect(throws: OffsetRefusal.noGround) { try await giveBack("A", "  ") }
    await #expect(throws: OffsetRefusal.nothingDrawn(project: "B")) {
      try await giveBack("B", "given up")
    }
    #expect(try await giveBack("A", "given up") == 2)
    #expect(try await ledger(district, plan).left(of: "nox") == ExactDecimal(21))
    let actions = try await district.ledger.read { db in
      try AuditLog.entries(object: "check/entry", in: db).map(\.action)
    }
    #expect(actions == ["offset.give-back", "offset.draw"])
  }
}
