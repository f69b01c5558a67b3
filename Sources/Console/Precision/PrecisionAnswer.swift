import ActionPlan
import Casework

/// What a program is told.
struct PrecisionAnswer: Encodable, Sendable {
  struct Rule: Encodable, Sendable {
    let rule: String
    let closed: Int
    let judged: Int
    /// 0…1; left out where no closing says anything.
    let precision: Double?
    let causes: [String: Int]
  }
  let days: Int
  let rules: [Rule]

  init(_ rules: [RulePrecision], days: Int) {
    self.days = days
    self.rules = rules.map { rule in
      Rule(
        rule: rule.rule, closed: rule.closed, judged: rule.judged, precision: rule.share,
        causes: Dictionary(
          uniqueKeysWithValues: rule.closings.map { ($0.key.rawValue, $0.value) }))
    }
  }
}
