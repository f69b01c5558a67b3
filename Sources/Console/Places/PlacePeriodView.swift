import AirQuality

/// A period against every limit, ready for its template.
struct PlacePeriodView: Sendable {
  /// A statistic of a pollutant against its limit.
  struct Row: Sendable {
    let pollutant: String
    let unit: String
    let statistic: String
    let isStrict: Bool
    let value: String
    let href: String
    let limit: String
    let percent: String
    /// Of the value, 0…100 where the limit lies at 50.
    let bar: String
    let isOver: Bool
    let verdict: String
    /// Of the pollutant; nil in a row that only the strict reading counts.
    let days: Days?
    let change: Change?
  }

  struct Days: Sendable {
    let valid: String
    let above: String
    let rate: String
  }

  /// Against the same period a year before.
  struct Change: Sendable {
    let text: String
    /// `better`, `worse` or `same`.
    let tone: String
  }

  struct Verdict: Sendable {
    let name: String
    let text: String
    let tone: String
  }

  struct Figure: Sendable {
    let value: String
    let href: String
    let more: String
    let change: Change?
  }

  struct Lack: Sendable {
    let text: String
  }

  let id: String
  let title: String
  let verdicts: [Verdict]
  let composite: Figure?
  let good: Figure?
  let rows: [Row]
  let lacks: [Lack]
  let isProvisional: Bool
  let basis: String

  init(_ shown: PlacePeriod, place: Int64, texts: Texts) {
    let (period, assessment) = (shown.period, shown.assessment)
    id = "\(period)"
    title = texts.span(period)
    verdicts = [
      Self.verdict("bulletin", assessment.attainsAsBulletin, texts),
      Self.verdict("strict", assessment.attainsStrictly, texts),
    ]
    composite = shown.composite.map { composite in
      Figure(
        value: "\(composite.total)", href: FigureLink.href(.composite(period), at: place),
        more: texts(
          "places.leading", ["pollutants": texts.pollutants(composite.leading) ?? ""]),
        change: Self.change(
          shown.compositeChange, shown.comparability, isLessBetter: true, unit: "percent", texts))
    }
    good = shown.good.ratio.map { ratio in
      Figure(
        value: texts("places.percent", ["number": "\(ratio)"]),
        href: FigureLink.href(.goodDays(period), at: place),
        more: texts(
          "places.goodOf", ["good": "\(shown.good.good)", "valid": "\(shown.good.valid)"]),
        change: Self.change(
          shown.goodChange, shown.comparability, isLessBetter: false, unit: "points", texts))
    }
    rows = assessment.items.map { Self.row($0, shown, place, texts) }
    lacks = Self.lacks(assessment, texts)
    isProvisional = !assessment.isValid
    basis = texts(
      "places.basis", ["standard": assessment.standard, "rules": assessment.rules])
  }

  private static func verdict(_ reading: String, _ attains: Bool?, _ texts: Texts) -> Verdict {
    Verdict(
      name: texts("places.reading-\(reading)"),
      text: texts(
        attains.map { $0 ? "places.attains" : "places.exceeds" } ?? "places.undecided"),
      tone: attains.map { $0 ? "good" : "bad" } ?? "plain")
  }

  private static func row(
    _ item: PeriodAssessment.Item, _ shown: PlacePeriod, _ place: Int64, _ texts: Texts
  ) -> Row {
    let ratio = ExactFraction(item.stated).divided(by: ExactFraction(item.limit))
    let percent = ratio?.multiplied(by: ExactFraction(100))?.rounded(to: 0)
    let coverage = shown.assessment.coverage[item.pollutant]
    return Row(
      pollutant: texts.text(ofCode: "pollutant-\(item.pollutant.rawValue)", in: "air"),
      unit: item.pollutant.unit, statistic: statistic(item.statistic, texts),
      isStrict: item.isStrictOnly, value: "\(item.stated)",
      href: FigureLink.href(
        .statistic(item.pollutant, item.statistic, shown.period), at: place),
      limit: "\(item.limit)",
      percent: percent.map { texts("places.percent", ["number": "\($0)"]) } ?? "",
      bar: Drawing.number(min(100, (ratio?.approximate ?? 0) * 50)), isOver: !item.attains,
      verdict: item.attains
        ? texts("places.attains")
        : item.exceedanceMultiple.map { texts("places.times", ["times": "\($0)"]) }
          ?? texts("places.exceeds"),
      days: item.isStrictOnly
        ? nil
        : coverage.map { coverage in
          Days(
            valid: "\(coverage.coverage.validDays)", above: "\(coverage.daysAbove)",
            rate: coverage.attainmentRate.map { texts("places.percent", ["number": "\($0)"]) }
              ?? "—")
        },
      change: change(
        shown.change(of: item), shown.comparability(of: item.pollutant), isLessBetter: true,
        unit: "percent", texts))
  }

  private static func statistic(
    _ statistic: PeriodAssessment.Statistic, _ texts: Texts
  ) -> String {
    switch statistic {
    case .mean: texts("places.mean")
    case .percentile(let percent): texts("places.percentile", ["percent": "\(percent)"])
    }
  }

  /// - Parameter unit: `percent` or `points`.
  private static func change(
    _ change: ExactDecimal?, _ comparability: PlacePeriod.Comparability, isLessBetter: Bool,
    unit: String, _ texts: Texts
  ) -> Change? {
    guard let change, comparability != .none else { return nil }
    let mark = comparability == .loose ? " *" : ""
    guard change != .zero else { return Change(text: texts("places.same") + mark, tone: "same") }
    let isLess = change < .zero
    let size = isLess ? ExactDecimal(-change.mantissa, scale: change.scale) : change
    return Change(
      text: (isLess ? "↓ " : "↑ ")
        + texts.text(ofCode: unit, in: "places").replacing("{number}", with: "\(size)") + mark,
      tone: isLess == isLessBetter ? "better" : "worse")
  }

  /// What the standard's least counts of days lack, pollutants that lack the same together.
  private static func lacks(_ assessment: PeriodAssessment, _ texts: Texts) -> [Lack] {
    var order: [String] = []
    var pollutants: [String: [Pollutant]] = [:]
    for pollutant in Pollutant.allCases {
      let lacks = assessment.coverage[pollutant]?.coverage.lacks ?? [.nothingMeasured]
      guard !lacks.isEmpty else { continue }
      let text = lack(lacks, texts)
      if pollutants[text] == nil { order.append(text) }
      pollutants[text, default: []].append(pollutant)
    }
    return order.map { text in
      Lack(
        text: texts(
          "places.lack",
          ["pollutants": texts.pollutants(pollutants[text] ?? []) ?? "", "what": text]))
    }
  }

  private static func lack(_ lacks: [PeriodCoverage.Lack], _ texts: Texts) -> String {
    lacks.map { lack in
      switch lack {
      case .nothingMeasured: texts("places.lackAll")
      case .daysOfYear(let found, let needed):
        texts("places.lackYear", ["found": "\(found)", "needed": "\(needed)"])
      case .daysOfMonth(_, let month, let found, let needed):
        texts(
          "places.lackMonth",
          ["month": texts.month(month), "found": "\(found)", "needed": "\(needed)"])
      }
    }.joined(separator: texts("layout.separator"))
  }
}
