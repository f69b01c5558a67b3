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
    rewards(
      "a fact without days", "same-fact: {metres: 500}",
      "74: error: \"same-fact\" of rewards has no \"within\"; add within: 7 d"),
    rewards(
      "a register of rewards that is none", "rows: {register: diger, fields: {number: report}}",
      "80: error: \"register\" of \"rows\" of rewards: there is no register \"diger\"; did you mean \"diggers\"?"
    ),
    rewards(
      "a field of rewards that is none",
      "rows: {register: diggers, fields: {number: report, gade: kind}}",
      "114: error: register \"diggers\" has no field \"gade\"; did you mean \"grade\"?"),
    rewards(
      "a field that holds no amount",
      "rows: {register: diggers, fields: {number: report, grade: amount}}",
      "121: error: field \"grade\" of register \"diggers\" is choice and cannot hold amount; name a field of kind integer or decimal"
    ),
    rewards(
      "a fact of a reward that is none", "rows: {register: diggers, fields: {number: reporter}}",
      "106: error: field \"number\" of \"fields\" of \"rows\" of rewards cannot be \"reporter\"; did you mean \"report\"?"
    ),
    rewards(
      "a key that tells no report", "rows: {register: diggers, fields: {number: case}}",
      "89: error: the key of register \"diggers\" does not tell one report from another; let one of number hold the report"
    ),
    rewards(
      "a day that is due within no time, and a required field that is left empty",
      "rows: {register: visits, fields: {repaired-on: due}}",
      "69: error: \"rows\" of rewards says by when a reward is due, and not within which time; add pay-within: 30 d",
      "88: error: \"rows\" of rewards leaves \"van\" empty, which register \"visits\" requires; say what it holds, known when the reward is approved, or let the register do without it"
    ),
    rewards(
      "a required field that is known too late",
      "rows: {register: visits, fields: {repaired-on: paid}}",
      "88: error: \"rows\" of rewards leaves \"van\" empty, which register \"visits\" requires; say what it holds, known when the reward is approved, or let the register do without it",
      "88: error: \"rows\" of rewards leaves \"repaired-on\" empty, which register \"visits\" requires; say what it holds, known when the reward is approved, or let the register do without it"
    ),
    head(
      "a hotline whose numbers several cases have", "reports: {hotlines: [hotline, \"314\"]}",
      "31: error: \"hotlines\" of reports is \"314\", whose numbers stand on several cases; name systems in which a number is one report's, or remove shared there"
    ),
  ]

  /// With something wrong beside a sound budget.
  private static func rewards(_ name: String, _ text: String, _ told: String...) -> Mistake {
    Mistake(
      name, "plan.yml", "utc-offset:",
      "reports: {rewards: {budget: 10, again-after: 30 d, kinds: [], \(text)}}\nutc-offset:",
      told.map { "plan.yml:3:\($0)" })
  }
}
