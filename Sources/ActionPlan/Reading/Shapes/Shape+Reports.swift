/// `loop` and `reports` of `plan.yml`.
extension Shape {
  static let loop = Shape(
    .may("bulk-closings", .mapping(bulkClosings)), .may("same-feedback", .mapping(sameFeedback)),
    .may("too-fast", .mapping(tooFast)), .may("last-minute", .mapping(lastMinute)),
    .may("found-again", .duration))

  static let bulkClosings = Shape(
    .needs("cases", .whole(PlanReader.bulkCases)), .needs("within", .duration))

  static let sameFeedback = Shape(
    .needs("likeness", .whole(PlanReader.likenesses)),
    .needs("characters", .whole(PlanReader.textLengths)), .needs("within", .duration))

  static let tooFast = Shape(
    .needs("speed", .whole(PlanReader.speeds)), .needs("beyond", .whole(PlanReader.metres)))

  static let lastMinute = Shape(.needs("within", .duration), .needs("follow", .duration))

  static let reports = Shape(
    .may("accept-within", .limit), .may("answer-within", .limit),
    .may("late", .list(.mapping(reportLate))), .may("complaints", .mapping(complaints)),
    .may("rewards", .mapping(rewards)), .may("hotlines", .oneOrMore(.reference(.system))))

  static let reportLate = Shape(
    .needs("after", .duration), .needs("tell", .oneOrMore(.words(Step.Actor.self))))

  static let complaints = Shape(
    .needs("categories", .list(.id(.word), atLeast: 1)), .needs("repeated-within", .duration))

  static let rewards = Shape(
    .needs("budget", .whole(PlanReader.rewardBudgets)), .needs("again-after", .duration),
    .needs("kinds", .list(.mapping(reward), atLeast: 1)), .may("same-fact", .mapping(sameFact)),
    .may("rows", .mapping(rewardRows)))

  static let sameFact = Shape(
    .needs("metres", .whole(PlanReader.sameFactMetres)), .needs("within", .duration))

  static let rewardRows = Shape(
    .needs("register", .reference(.register)),
    .needs("fields", .entries(of: .words(RewardRules.Rows.Fact.self))),
    .may("pay-within", .duration))

  static let reward = Shape(
    .needs("reward", .id(.word)), .needs("label", .label),
    .needs("categories", .list(.id(.word), atLeast: 1)), .may("from", .words(Severity.self)),
    .may("photo", .flag), .needs("amount", .whole(PlanReader.rewardAmounts)))
}
