/// Tests of a plan: steps and expectations.
extension Shape {
  static let test = Shape(
    .needs("test", .id(.word)), .needs("clause", .reference(.clause)),
    .needs("steps", .list(.either(PlanReader.StepWord.allCases.map(step)), atLeast: 1)))

  /// A step is a mapping with its word as its only key.
  private static func step(_ word: PlanReader.StepWord) -> Form {
    let form: Form =
      switch word {
      case .at: .minute
      case .rows:
        .open(testRows, others: .list(.entries(of: .typed), atLeast: 1))
      case .change: .mapping(testChange)
      case .remove: .mapping(testRemoval)
      case .samples: .mapping(testSamples)
      case .report: .mapping(testReport)
      case .accept: .mapping(testAcceptance)
      case .giveBack: .mapping(testReturn)
      case .expect: .either(PlanReader.ExpectWord.allCases.map { .mapping(expectation($0)) })
      }
    return .mapping(Shape(.needs(word.rawValue, form)))
  }

  static let testRows = Shape(.may("times", .whole(PlanReader.testCopies)))

  static let testChange = Shape(
    .needs("register", .reference(.register)), .needs("where", .filter),
    .needs("set", .entries(of: .typed)))

  static let testRemoval = Shape(
    .needs("register", .reference(.register)), .needs("where", .filter))

  static let testSamples = Shape(
    .needs("point", .text(longest: 64)), .needs("quantity", .reference(.quantity)),
    .needs("value", .figure), .needs("for", .duration), .needs("every", .duration))

  static let testReport = Shape(
    .needs("clause", .reference(.clause)), .needs("unit", .reference(.unit)),
    .needs("text", .text()))

  static let testAcceptance = Shape(
    .needs("clause", .reference(.clause)), .needs("unit", .reference(.unit)))

  static let testReturn = Shape(
    .needs("clause", .reference(.clause)), .needs("unit", .reference(.unit)),
    .needs("why", .text()))

  static func expectation(_ word: PlanReader.ExpectWord) -> Shape {
    switch word {
    case .indicator: indicatorExpected
    case .findings: findingsExpected
    case .cases: casesExpected
    case .task: taskExpected
    case .credit: creditExpected
    case .veto: vetoExpected
    case .check: checkExpected
    case .refused: refusalExpected
    }
  }

  private static let indicatorExpected = Shape(
    .needs("indicator", .reference(.indicator)), .may("value", .decimal),
    .may("lamp", .words(IndicatorLamp.self)))

  private static let findingsExpected = Shape(
    .needs("findings", .reference(.rule)), .needs("count", .whole(PlanReader.testCounts)))

  private static let casesExpected = Shape(
    .needs("cases", .reference(.procedure)), .needs("count", .whole(PlanReader.testCounts)))

  private static let taskExpected = Shape(
    .needs("task", .reference(.clause)), .needs("unit", .reference(.unit)),
    .needs("state", .word(PlanReader.taskStates)))

  private static let creditExpected = Shape(
    .needs("credit", .reference(.credit)), .needs("facility", .text(longest: 200)),
    .needs("points", .decimal), .may("blacklisted", .flag))

  private static let vetoExpected = Shape(
    .needs("veto", .reference(.veto)), .needs("facility", .text(longest: 200)),
    .needs("barred", .flag))

  private static let checkExpected = Shape(
    .needs("check", .reference(.check)), .needs("input", .entries(of: .typed)),
    .needs("answer", .text(longest: 20)))

  private static let refusalExpected = Shape(
    .needs("refused", .reference(.register)), .needs("row", .entries(of: .typed)),
    .needs("field", .id(.word)))
}
