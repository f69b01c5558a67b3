import AirQuality
import Foundation
import Testing

@testable import ActionPlan

/// The plan that ships with Lantian.
enum ShippedPlan {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Plans/shangyu-2021").path
  static let reading = PlanFolder.read(folder)
}

@Suite struct ShippedPlanTests {
  @Test func `the shipped plan reads without a diagnostic`() throws {
    #expect(ShippedPlan.reading.diagnostics.map(\.description) == [])
    #expect(ShippedPlan.reading.plan != nil)
  }

  @Test func `it holds every clause, and each town and street as a unit and as a place`() throws {
    let plan = try #require(ShippedPlan.reading.plan)
    #expect(plan.clauses.count == 95)
    #expect(plan.units.count { $0.kind == .town } == 20)
    #expect(plan.places.count == 21)
    #expect(plan.places.allSatisfy { $0.isApproximate })
    let towns = plan.units.filter { $0.kind == .town }.map(\.id)
    #expect(plan.clause("S.1.a")?.lead == towns + ["HSZ", "MZO"])
  }

  @Test func `a stopped treatment is told at 5 minutes and opens a case at 15`() throws {
    let rule = try #require(ShippedPlan.reading.plan?.rule("treatment-off-while-producing"))
    #expect(
      rule.stages == [
        Stage(afterSeconds: 300, action: .tellFacility),
        Stage(
          afterSeconds: 900,
          action: .open(procedure: "electricity-abnormal", severity: .serious)),
      ])
    #expect(rule.except == Exceptions(afterStartSeconds: 600, declared: ["stop", "maintenance"]))
    #expect(
      rule.trigger
        == .conditions([
          Condition(
            field: "production", quantity: "power", statistic: "rtd", windowSeconds: 0,
            comparison: .above(.percent(ExactDecimal(10), ofField: "production-rated")),
            releaseMargin: ExactDecimal(2)),
          Condition(
            field: "treatment", quantity: "power", statistic: "rtd", windowSeconds: 0,
            comparison: .below(.percent(ExactDecimal(5), ofField: "treatment-rated")),
            releaseMargin: ExactDecimal(2)),
        ]))
    #expect(rule.facilityField == "facility")
  }

  @Test func `a limit in milligrams is kept in the quantity's micrograms`() throws {
    let rule = try #require(ShippedPlan.reading.plan?.rule("site-dust-high"))
    guard case .conditions(let conditions) = rule.trigger else {
      Issue.record("the rule has no conditions")
      return
    }
    #expect(conditions.map(\.comparison) == [.above(.fixed(ExactDecimal(1000)))])
    #expect(conditions.map(\.releaseMargin) == [ExactDecimal(100)])
  }

  @Test
  func
    `a fire is pushed, reached, handled, verified and closed in 5 min, 30 min, 2 h, 1 d and 1 d`()
    throws
  {
    let procedure = try #require(ShippedPlan.reading.plan?.procedure("straw-fire"))
    let forward = procedure.steps.filter { !$0.isReturn }
    #expect(
      forward.compactMap(\.within)
        == [300, 1800, 7200, 86_400, 86_400].map { TimeLimit.clock($0) })
    #expect(procedure.intake.cameraKinds.contains("fire"))
    let triage = try #require(procedure.intake.triage)
    #expect(triage.withinSeconds == 600 && triage.join?.metres == 500)
    #expect(triage.late.map(\.tell) == [[.duty], [.duty, .leader]])
    #expect(ShippedPlan.reading.plan?.label(ofAlarm: "fire")?.zh == "明火")
    #expect(ShippedPlan.reading.plan?.label(ofAlarm: "flood") == nil)
    #expect(procedure.label(ofState: "closed")?.en == "Closed")
    #expect(procedure.label(ofState: "opened")?.zh == "待派单")
    #expect(procedure.isFinal("closed") && !procedure.isFinal("handled"))
  }

  @Test func `a false alarm is dismissed also after it was dispatched by itself`() throws {
    let procedure = try #require(ShippedPlan.reading.plan?.procedure("straw-fire"))
    let steps = procedure.steps(from: "dispatched")
    #expect(steps.contains { $0.to == "dismissed" && $0.by == [.duty] })
  }

  @Test func `an explanation by the firm keeps the bureau's deadline`() throws {
    let procedure = try #require(ShippedPlan.reading.plan?.procedure("electricity-abnormal"))
    #expect(procedure.steps.filter(\.keepsDeadline).map(\.to) == ["explained"])
  }

  @Test func `the cameras are known by their role`() throws {
    #expect(try #require(ShippedPlan.reading.plan).cameras?.id == "cameras")
  }

  @Test func `the district is ranked in its city, and O.4, O.6 and O.7 are objectives`() throws {
    let plan = try #require(ShippedPlan.reading.plan)
    #expect(plan.airDistrict == AirPlaceName(name: "上虞区", city: "绍兴市"))
    #expect(plan.rankings.map(\.id) == ["districts", "towns", "stations"])
    #expect(plan.objectives.map(\.id) == ["O.1", "O.2", "O.3", "O.4", "O.6", "O.7"])
    #expect(
      plan.objectives.suffix(3).map(\.measure) == [
        .classTwo(.bulletin), .rank(in: "districts"), .changeOnYear(.compositeIndex),
      ])
    #expect(plan.register("demonstration-criteria")?.clause == "O.7")
  }

  @Test func `the digest follows the text`() throws {
    var files = ShippedPlan.reading.files
    #expect(
      PlanFolder.read(files: files.reversed()).plan?.digest == ShippedPlan.reading.plan?.digest)
    let first = files[0]
    files[0] = PlanFile(path: first.path, bytes: first.bytes + Array("# more\n".utf8))
    #expect(PlanFolder.read(files: files).plan?.digest != ShippedPlan.reading.plan?.digest)
  }
}
