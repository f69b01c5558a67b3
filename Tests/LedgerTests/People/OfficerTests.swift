import ActionPlan
import GRDB
import Ledger
import Testing

struct OfficerTests {
  private static let register = Register(
    id: "officers", label: Label(zh: "人员", en: "officers"), clause: nil, role: .officers,
    fields: [
      field("officer", .text, required: true), field("unit", .unit, required: true),
      field("phone", .text), field("certificate", .text), field("account", .text),
    ])

  @Test func `officers are read from the plan's register, a doubtful certificate from none`()
    async throws
  {
    let (bench, plan) = (try Bench(), makePlan(registers: [Self.register]))
    let (names, found, numbers) = try await bench.ledger.write { db in
      try RegisterStore.migrate(to: plan, at: 1, in: db)
      for (name, unit, certificate, account) in [
        ("王丽", "bureau", "Z-1", "wang.li"), ("李强", "bureau", "Z-2", ""),
        ("李强", "town-a-gov", "Z-3", ""), ("张伟", "town-a-gov", "", ""),
      ] {
        var values: [String: FieldValue] = ["officer": .text(name), "unit": .text(unit)]
        if !certificate.isEmpty { values["certificate"] = .text(certificate) }
        if !account.isEmpty { values["account"] = .text(account) }
        _ = try RegisterStore.insert(
          Self.register, values, plan: plan, by: clerk, at: 2, in: db)
      }
      return (
        try Officers.list(unit: "bureau", plan: plan, in: db).map(\.name),
        try Officers.find(account: "wang.li", plan: plan, in: db),
        try ["王丽", "李强", "张伟", "无人"].map {
          try Officers.certificate(of: $0, plan: plan, in: db)
        }
      )
    }
    #expect(Set(names) == ["王丽", "李强"])
    #expect(found?.name == "王丽" && found?.unit == "bureau" && found?.certificate == "Z-1")
    #expect(numbers == ["Z-1", nil, nil, nil])
  }

  @Test func `a plan without the register has no officers`() async throws {
    let (bench, plan) = (try Bench(), makePlan(registers: []))
    let officers = try await bench.ledger.read { db in try Officers.list(plan: plan, in: db) }
    #expect(officers == [])
  }
}
