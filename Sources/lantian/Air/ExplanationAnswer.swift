import AirQuality
import AirRecords
import Foundation

/// An explanation for programs: numbers are numbers with every digit, exact fractions are text, and
/// every reason has a code.
struct ExplanationAnswer: Encodable {
  struct Input: Encodable {
    let day: String
    /// `1085/24`
    var exact: String?
    var printed: Decimal?
    var made: String?
    var count: Int?
    var aqi: Int?
    var primary: [String]?
    var leftOut: Missing?
  }

  struct Missing: Encodable {
    let reason: String
    var found: Int?
    var needed: Int?
  }

  struct Lack: Encodable {
    let reason: String
    var month: String?
    var found: Int?
    var needed: Int?
  }

  struct Ordered: Encodable {
    let rank: Int
    let exact: String
    let day: String
  }

  struct Rank: Encodable {
    let count: Int
    let percent: Int
    let position: String
    let lower: Ordered
    let upper: Ordered?
  }

  struct Part: Encodable {
    let pollutant: String
    var statistic: String?
    var exact: String?
    var stated: Decimal?
    var limit: Decimal?
    var weight: Int?
    var single: Decimal?
    var made: String?
    var count: Int?
    var averagingHours: Int?
    var judged: Decimal?
    var breakpoints: [Int]?
    var indices: [Int]?
    var exactIndex: String?
    var iaqi: Int?
    var hours: [Decimal?]?
    var running8h: [Running]?
    var endsAt: Int?
    var leftOut: Missing?
    var lacks: [Lack]?
  }

  struct Running: Encodable {
    let endsAt: Int
    let hours: Int
    let exact: String?
  }

  struct Source: Encodable {
    let path: String
    let rows: Int
    let values: Int
    let empty: Int
    let bad: Int
    let corrected: Int
  }

  let figure: String
  let place: String
  var day: String?
  var period: String?
  var pollutant: String?
  var unit: String?
  let stated: Decimal?
  var exact: String?
  var decimals: Int?
  let rounding = Clause.rounding.text
  var rules: String?
  var standard: String?
  var editions: [String]?
  var method: String?
  var validity: String?
  var validDays: Int?
  var days: Int?
  var goodDays: Int?
  var lacks: [Lack]?
  var limit: Decimal?
  var attains: Bool?
  var rank: Rank?
  var category: String?
  var primary: [String]?
  var mayBePublished: Bool?
  var parts: [Part]?
  var inputs: [Input]?
  let file: Source

  init(_ explanation: Explanation, of figure: Figure, place: String, file: AirFile) {
    self.figure = figure.name
    self.place = place
    stated = Decimal(explanation.stated)
    self.file = Source(
      path: file.path, rows: file.rowCount, values: file.valueCount, empty: file.emptyCount,
      bad: file.badCount, corrected: file.correctionCount)
    switch explanation {
    case .index(let index): take(index)
    case .statistic(let statistic): take(statistic)
    case .composite(let composite): take(composite)
    case .goodDays(let days): take(days)
    }
  }

  /// JSON with its keys in order.
  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  private mutating func take(_ index: IndexExplanation) {
    day = index.day.description
    editions = [index.edition.id]
    method = index.method.text
    validity = index.validity.text
    category = index.index?.category.englishName
    primary = index.index?.primaryPollutants.map(\.rawValue)
    mayBePublished = index.index?.mayBePublished
    parts = index.parts.map { part in
      let input = Input(part.input)
      let hasHours = part.hours.contains { $0 != nil }
      return Part(
        pollutant: part.pollutant.rawValue, exact: input.exact, made: input.made,
        count: input.count, averagingHours: part.judgement?.item.period.rawValue,
        judged: Decimal(part.judgement?.judged),
        breakpoints: part.segment.map { [$0.concentrationLow, $0.concentrationHigh] },
        indices: part.segment.map { [$0.indexLow, $0.indexHigh] },
        exactIndex: part.exactIAQI?.description, iaqi: part.judgement?.iaqi,
        hours: hasHours ? part.hours.map { Decimal($0) } : nil,
        running8h: part.runningMeans.isEmpty
          ? nil
          : part.runningMeans.map {
            Running(endsAt: $0.endsAt, hours: $0.hours, exact: $0.mean?.description)
          },
        endsAt: part.largestRunningMean?.endsAt, leftOut: part.leftOut.map { Missing($0) })
    }
  }

  private mutating func take(_ statistic: StatisticExplanation) {
    period = statistic.period.description
    pollutant = statistic.pollutant.rawValue
    unit = statistic.pollutant.unit
    exact = statistic.exact?.description
    decimals = statistic.decimals
    rules = statistic.rules.id
    standard = statistic.standard.id
    method = statistic.method.text
    validity = statistic.validity.text
    validDays = statistic.coverage.validDays
    days = statistic.coverage.days
    lacks = statistic.coverage.lacks.map { Lack($0) }
    limit = Decimal(statistic.item?.limit)
    attains = statistic.item?.attains
    rank = statistic.rank.map { rank in
      Rank(
        count: rank.count, percent: rank.percent, position: rank.position.plain,
        lower: Ordered(rank.lower), upper: rank.upper.map { Ordered($0) })
    }
    inputs = statistic.days.map { input in
      var answer = Input(input)
      answer.printed = Decimal(input.value?.rounded(to: statistic.pollutant.reportedDecimals))
      return answer
    }
  }

  private mutating func take(_ composite: CompositeExplanation) {
    period = composite.period.description
    decimals = composite.composite.singleDecimals
    rules = composite.rules.id
    method = composite.composite.id
    primary = composite.index?.leading.map(\.rawValue)
    parts = composite.parts.map { part in
      Part(
        pollutant: part.pollutant.rawValue, statistic: part.figure(in: composite.period).name,
        exact: part.quotient?.description, stated: Decimal(part.stated),
        limit: Decimal(part.limit), weight: part.weight, single: Decimal(part.single),
        count: part.coverage.validDays, lacks: part.coverage.lacks.map { Lack($0) })
    }
  }

  private mutating func take(_ good: GoodDaysExplanation) {
    period = good.period.description
    exact = good.exact?.description
    decimals = good.decimals
    unit = "%"
    rules = good.rules.id
    editions = good.editions
    goodDays = good.goodDays.good
    validDays = good.goodDays.valid
    days = good.period.dayCount
    inputs = good.days.map { day in
      Input(
        day: day.day.description, aqi: day.index?.aqi,
        primary: day.index?.primaryPollutants.map(\.rawValue),
        leftOut: day.index == nil ? Missing(.noIndex) : nil)
    }
  }
}

extension ExplanationAnswer.Input {
  init(_ input: DayInput) {
    self.init(day: input.day.description)
    switch input.content {
    case .leftOut(let why): leftOut = .init(why)
    case .counted(let value, let basis):
      exact = value.description
      switch basis {
      case .figure: (made, count) = ("daily-value", 1)
      case .hours(let hours): (made, count) = ("hours", hours)
      case .runningMeans(let means): (made, count) = ("running-8h-means", means)
      case .inputs(let inputs): (made, count) = ("inputs", inputs)
      }
    }
  }
}

extension ExplanationAnswer.Missing {
  init(_ why: LeftOut) {
    switch why {
    case .notMeasured: self.init(reason: "not-measured")
    case .tooFew(let found, let needed):
      self.init(reason: "too-few", found: found, needed: needed)
    case .excluded(let hours): self.init(reason: "sand-dust", found: hours)
    case .aboveTable: self.init(reason: "above-table")
    case .noIndex: self.init(reason: "no-index")
    }
  }
}

extension ExplanationAnswer.Lack {
  init(_ lack: PeriodCoverage.Lack) {
    switch lack {
    case .nothingMeasured: self.init(reason: "nothing-measured")
    case .daysOfYear(let found, let needed):
      self.init(reason: "days-of-year", found: found, needed: needed)
    case .daysOfMonth(let year, let month, let found, let needed):
      self.init(
        reason: "days-of-month", month: AssessmentPeriod.month(month, of: year).description,
        found: found, needed: needed)
    }
  }
}

extension ExplanationAnswer.Ordered {
  init(_ ordered: RankPosition.Ordered) {
    self.init(
      rank: ordered.rank, exact: ordered.value.description, day: ordered.day.description)
  }
}

extension Decimal {
  /// The same number; nil of none.
  fileprivate init?(_ exact: ExactDecimal?) {
    guard let exact, let number = Decimal(string: exact.description) else { return nil }
    self = number
  }
}
