/// Causes, procedures and rules.
extension Shape {
  static let cause = Shape(
    .needs("cause", .id(.word)), .needs("label", .label),
    .may("class", .words(CauseClass.self)))

  static let system = Shape(
    .needs("system", .id(.code)), .needs("label", .label),
    .may("numbers", .oneOrMore(.text(longest: OutsideSystem.numberLimit))), .may("shared", .flag),
    .may("several", .flag), .may("words", .list(.mapping(outsideWord), atLeast: 1)))

  static let outsideWord = Shape(
    .needs("word", .text(longest: 40)), .may("also", .oneOrMore(.text(longest: 40))),
    .may("for", .oneOrMore(.words(CaseStanding.self))))

  static let procedure = Shape(
    .needs("procedure", .id(.word)), .needs("label", .label), .may("clause", .reference(.clause)),
    .needs("lead", .reference(.unit)), .may("opened", .label), .may("intake", .mapping(intake)),
    .may("causes", .list(.reference(.cause))), .needs("steps", .list(.mapping(step), atLeast: 1)),
    .may("remind", .list(.mapping(remind))), .may("late", .list(.mapping(late))),
    .may("suspend", .mapping(suspension)), .may("transfer", .mapping(transfer)),
    .may("reopen", .mapping(reopening)), .may("appeal", .mapping(appeal)),
    .may("relapse", .duration))

  static let suspension = Shape(
    .needs("by", .oneOrMore(.words(Step.Actor.self))), .needs("longest", .duration))

  static let transfer = Shape(
    .needs("by", .oneOrMore(.words(Step.Actor.self))),
    .needs("arbitrate", .oneOrMore(.words(Step.Actor.self))))

  static let reopening = Shape(
    .needs("by", .oneOrMore(.words(Step.Actor.self))), .needs("to", .id(.word)),
    .needs("within", .duration))

  static let appeal = Shape(
    .needs("within", .limit), .needs("decide", .oneOrMore(.words(Step.Actor.self))),
    .needs("decide-within", .limit))

  static let intake = Shape(
    .may("camera", .list(.either([.id(.word), .mapping(choice)]))),
    .may("triage", .mapping(triage)), .may("report", .list(.mapping(choice), atLeast: 1)))

  static let triage = Shape(
    .needs("within", .duration), .may("join", .mapping(alarmJoin)),
    .may("late", .list(.mapping(late))))

  static let alarmJoin = Shape(
    .needs("within", .duration), .needs("metres", .whole(PlanReader.joinMetres)))

  static let step = Shape(
    .needs("to", .id(.word)), .needs("label", .label), .may("reached", .label),
    .may("from", .oneOrMore(.id(.word))), .may("by", .oneOrMore(.words(Step.Actor.self))),
    .may("parallel", .list(.either([.word(["town-of-place"]), .mapping(assignment)]), atLeast: 2)),
    .may("optional", .oneOrMore(.words(Step.Actor.self))),
    .may("assign", .either([.word(["town-of-place", "choose"]), .mapping(assignment)])),
    .may("inform", .list(.either([.word(["town-of-place"]), .mapping(assignment)]))),
    .may("within", .limit), .may("keeps-deadline", .flag),
    .may("needs", .oneOrMore(.words(Step.Evidence.self))), .may("not-by", .oneOrMore(.id(.word))),
    .may("return", .flag), oneOf: ["by", "parallel"])

  static let assignment = Shape(
    .may("field", .id(.word)), .may("unit", .reference(.unit)),
    oneOf: ["field", "unit"])

  static let remind = Shape(
    .needs("before", .duration), .needs("tell", .oneOrMore(.words(Step.Actor.self))))

  static let late = Shape(
    .needs("after", .duration), .may("tell", .oneOrMore(.words(Step.Actor.self))),
    .may("draft", .reference(.document)), .may("sign", signer))

  static let rule = Shape(
    .needs("rule", .id(.word)), .needs("label", .label), .may("clause", .reference(.clause)),
    .needs("watch", .either([.word(["devices"]), .reference(.register)])), .needs("when", trigger),
    .may("except", .mapping(exceptions)), .needs("stages", .list(.mapping(stage), atLeast: 1)),
    .may("gap", .duration), .may("facility", .id(.word)))

  private static let trigger: Form = .either([
    .word(["silent"]), .mapping(Shape(.needs("unchanged", .text(longest: 100)))),
    .entries(of: .mapping(condition)),
  ])

  static let condition = Shape(
    .may("above", .amount), .may("below", .amount), .may("outside", .list(.amount, atLeast: 2)),
    .may("equals", .amount), .may("of", .id(.word)), .may("release", .amount),
    .may("statistic", .word(PlanReader.statistics)), .may("window", .duration))

  static let exceptions = Shape(
    .may("after-start", .duration), .may("declared", .list(.id(.word))))

  /// A rule on the rows of a register.
  static let rowRule = Shape(
    .needs("rule", .id(.word)), .needs("label", .label), .may("clause", .reference(.clause)),
    .needs("register", .reference(.register)), .needs("where", .filter),
    .may("times", .whole(PlanReader.rowTimes)), .may("within", .span), .may("by", .id(.word)),
    .may("dated", .id(.word)), .needs("open", .mapping(opening)), .may("facility", .id(.word)))

  static let stage = Shape(
    .needs("for", .duration), .may("tell", .word(["facility"])), .may("open", .mapping(opening)),
    oneOf: ["tell", "open"])

  static let opening = Shape(
    .needs("procedure", .reference(.procedure)), .needs("severity", .words(Severity.self)))
}
