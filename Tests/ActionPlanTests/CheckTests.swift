import AirQuality
import Testing

@testable import ActionPlan

/// Checks are read as they are written.
@Suite struct CheckTests {
  private let plan: Plan

  init() throws { plan = try #require(PlanFolder.read(files: SmallPlan.files).plan) }

  @Test func `a gate keeps its look-ups, refusals, log and the clauses it carries out`() throws {
    let check = try #require(plan.check("gate"))
    #expect(check.clause == "7.1.a")
    #expect(check.clauses == ["4.4.a"])
    guard case .gate(let gate) = check.kind else { throw Unexpected() }
    #expect(gate.lookUps.map(\.by) == ["number"])
    #expect(gate.lookUps.first?.refusals.map(\.why.en) == ["Poor grade"])
    #expect(!gate.admitsUnknown)
    #expect(gate.log?.why == "ground")
    #expect(gate.log?.site == nil)
  }

  @Test func `a check may admit what it does not know, and keep no log`() throws {
    let reading = SmallPlan.reading(
      "checks.yml",
      replacing:
        "unknown: refuse\n  log: {register: entries, subject: what, at: moment, answer: outcome, why: ground}",
      with: "unknown: admit")
    guard case .gate(let gate)? = reading.plan?.check("gate")?.kind else { throw Unexpected() }
    #expect(gate.admitsUnknown)
    #expect(gate.log == nil)
  }

  @Test func `tests and repairs may be dated by the day`() throws {
    guard case .retest(let retest)? = plan.check("retest")?.kind else { throw Unexpected() }
    #expect(retest.tests.filter?.text == "result = 'fail'")
    #expect(retest.repairs.filter == nil)
    #expect(retest.repairs.on == "repaired-on")
  }

  @Test func `an admission keeps its questions, offsets and ratios`() throws {
    guard case .admission(let admission)? = plan.check("entry")?.kind else { throw Unexpected() }
    #expect(admission.questions.map(\.entry) == [.forbidden])
    #expect(admission.offsets?.spent.reduction == "cut")
    #expect(admission.offsets?.ratios.map(\.ratio) == [ExactDecimal(15, scale: 1)])
    #expect(admission.offsets?.ratios.map(\.zones) == [["no-burn"]])
  }

  @Test func `a draw keeps its pools, a label the colour of each choice`() throws {
    guard case .draw(let draw)? = plan.check("lot")?.kind,
      case .label(let label)? = plan.check("sticker")?.kind
    else { throw Unexpected() }
    #expect(draw.subjects.filter?.text == "town is not empty")
    #expect(label.colours == ["green": .green, "poor": .yellow])
    #expect(label.shows == ["power"])
  }

  @Test func `a test may ask a check`() throws {
    let test = try #require(plan.tests.first { $0.id == "gate" })
    guard case .expect(let expected)? = test.entries.last?.step else { throw Unexpected() }
    #expect(expected == .check("gate", input: ["subject": "A1"], answer: "refused"))
  }

  @Test func `checks are part of what a plan is`() {
    let other = SmallPlan.reading("checks.yml", replacing: "ratio: 1.5", with: "ratio: 2")
    #expect(other.plan != nil)
    #expect(other.plan?.digest != plan.digest)
  }

  private struct Unexpected: Error {}
}
