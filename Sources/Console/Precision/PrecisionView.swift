import ActionPlan
import Casework

/// The rules by how often they were right, the worst first.
struct PrecisionView: Sendable {
  struct Period: Sendable {
    let periodHref: String
    let periodName: String
    let isChosen: Bool
  }
  struct Cause: Sendable {
    let causeName: String
    let causeCount: String
  }
  struct Line: Sendable {
    let ruleName: String
    /// Per cent, or that nothing can be said.
    let share: String
    let isPoor: Bool
    let closed: String
    let judged: String
    let causes: [Cause]
  }

  /// Below half, people stop trusting an alarm.
  private static let poor = 0.5

  let periods: [Period]
  let lines: [Line]
  let isEmpty: Bool

  init(_ rules: [RulePrecision], days: Int, names: PlanNames) {
    let texts = names.texts
    periods = PrecisionController.days.map {
      Period(
        periodHref: "/precision?days=\($0)", periodName: texts("precision.days", ["n": "\($0)"]),
        isChosen: $0 == days)
    }
    lines = rules.sorted { ($0.share ?? 2, $0.rule) < ($1.share ?? 2, $1.rule) }.map { rule in
      Line(
        ruleName: names.plan.rule(rule.rule).map { texts($0.label) } ?? rule.rule,
        share: rule.share.map { "\(Int(($0 * 100).rounded())) %" } ?? "—",
        isPoor: rule.share.map { $0 < Self.poor } ?? false, closed: "\(rule.closed)",
        judged: "\(rule.judged)",
        causes: CauseClass.allCases.compactMap { kind in
          rule.closings[kind].map {
            Cause(causeName: texts("precision.class-\(kind.rawValue)"), causeCount: "\($0)")
          }
        })
    }
    isEmpty = lines.isEmpty
  }
}
