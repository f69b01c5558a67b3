/// Mistakes in what a plan says of signs of gaming and of reports from the public.
extension Mistake {
  /// It stands before the offset of the small plan, on line 3.
  private static func head(_ name: String, _ text: String, _ told: String...) -> Mistake {
    Mistake(
      name, "plan.yml", "utc-offset:", "\(text)\nutc-offset:", told.map { "plan.yml:3:\($0)" })
  }

  static let inReports: [Mistake] = [
    head(
      "a likeness beyond all",
      "loop: {same-feedback: {likeness: 120, characters: 15, within: 30 d}}",
      "34: error: \"likeness\" of \"same-feedback\" of loop is \"120\"; write a whole number from 50 to 100"
    ),
    head(
      "a burst of closings without a time", "loop: {bulk-closings: {cases: 10}}",
      "23: error: \"bulk-closings\" of loop has no \"within\"; add within: 10 min"),
    head(
      "a deadline of reports that is none", "reports: {accept-within: soon}",
      "26: error: \"accept-within\" of reports is \"soon\", which is no time limit; write a whole number and s, min, h or d, such as \"5 min\", or working-hours or working-days, such as \"3 working-days\""
    ),
    head(
      "lateness told to a firm", "reports: {late: [{after: 0 min, tell: facility}]}",
      "33: error: \"late\" of reports tells the facility; name duty, assignee, lead or leader"),
    head(
      "a reward without an amount",
      "reports: {rewards: {budget: 10, again-after: 30 d, kinds: [{reward: r, label: {zh: 奖, en: Reward}, categories: []}]}}",
      "60: error: a reward has no \"amount\"; add amount: and whole yuan"),
  ]
}
