import ActionPlan
import AirQuality
import GRDB
import Ledger
import Steering

@testable import Console

extension House {
  /// The shipped plan with clauses of this year that these tests know: fuel checks by two leads with a
  /// helper, and one that nobody leads.
  static func withTasks() async throws -> House {
    let house = try await House { $0.withTasks() }
    for (name, unit) in [("market", "MSB"), ("transport", "TRB"), ("ecology", "EEB")] {
      _ = try await house.accounts.create(
        AccountDraft(name: name, displayName: "经办\(unit)", unit: unit, roles: [.officer]),
        password: House.password, mustChangePassword: false, by: .system("test"))
    }
    _ = try await house.accounts.create(
      AccountDraft(name: "night", displayName: "夜班", unit: "EEB", roles: [.duty]),
      password: House.password, mustChangePassword: false, by: .system("test"))
    return house
  }

  /// As the task of a lead of the fuel checks stands.
  func standing(_ unit: String) async throws -> TaskStanding? {
    let (plan, now) = (plan, now)
    return try await ledger.read { db in
      try TaskBook.standing(
        of: TaskID(clause: "3.3.z", unit: unit), plan: plan,
        on: CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds), in: db)
    }
  }
}

extension Plan {
  fileprivate func withTasks() -> Plan {
    func day(_ month: Int, _ day: Int) -> CalendarDay {
      CalendarDay(year: 2026, month: month, day: day)
    }
    let fuel = ActionPlan.Clause(
      id: "3.3.z", label: Label(zh: "<i>油品</i>抽检", en: "<i>Fuel</i> checks"),
      lead: ["MSB", "TRB"], with: ["EEB"],
      target: Label(zh: "柴油不少于14批次", en: ">= 14 batches"), due: day(12, 31), rhythm: .quarter,
      milestones: [
        ActionPlan.Clause.Milestone(
          id: "half", label: Label(zh: "完成一半", en: "Half done"), by: day(6, 30), units: ["MSB"])
      ], pending: [Label(zh: "溯源模型", en: "source tracing")])
    let nobody = ActionPlan.Clause(
      id: "Z.1", label: Label(zh: "无人牵头", en: "Led by nobody"), lead: [], with: [])
    return Plan(
      id: id, title: title, digest: digest, utcOffsetSeconds: utcOffsetSeconds, center: center,
      zoom: zoom, boundary: boundary, units: units, places: places, quantities: quantities,
      objectives: objectives, clauses: [fuel, nobody],
      registers: registers
        + [
          Register(
            id: "fuel-z", label: Label(zh: "油品台账", en: "Fuel register"), clause: "3.3.z", role: nil,
            fields: [])
        ],
      rules: rules, procedures: procedures, airDistrict: airDistrict, rankings: rankings,
      year: 2026,
      campaigns: [
        Campaign(
          id: "summer", clause: "3.3.z", label: Label(zh: "夏季行动", en: "Summer"),
          from: day(6, 1), until: day(8, 31), units: ["TRB"],
          stages: [
            ActionPlan.Clause.Milestone(
              id: "list", label: Label(zh: "建清单", en: "List"), by: day(6, 15), units: [])
          ])
      ])
  }
}

extension String {
  /// The hidden fields of the form of one step of a task.
  func form(ofTask step: String) throws -> [String: String] {
    guard let start = firstRange(of: "name=\"step\" value=\"\(step)\"") else {
      throw FormMissing(step: step)
    }
    let rest = self[start.upperBound...]
    let form = rest.prefix(upTo: rest.firstRange(of: "</form>")?.lowerBound ?? rest.endIndex)
    var fields = ["step": step, "request": form.hidden("request")]
    let report = form.hidden("report")
    if !report.isEmpty { fields["report"] = report }
    let unit = form.hidden("unit")
    if !unit.isEmpty { fields["unit"] = unit }
    return fields
  }
}
