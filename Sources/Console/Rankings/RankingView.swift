import ActionPlan
import AirQuality
import Steering

/// A ranking, ready for its template.
struct RankingView: Sendable {
  struct Choice: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
    let href: String
  }

  struct Row: Sendable {
    let rank: String
    let name: String
    let isDistrict: Bool
    let href: String?
    let change: String?
    /// `good`, `bad` or `plain`.
    let tone: String
    /// Up, down or the same in rank.
    let rankBefore: String?
    let figures: [Value]
    let isIncomplete: Bool
    let isBulletin: Bool
  }

  struct Value: Sendable {
    let text: String
    /// Of the page it opens to; nil where it opens to none. Not `href`: a template would take the row's
    /// where this one is nil.
    let opensAt: String?
    let isChosen: Bool
  }

  struct Column: Sendable {
    let name: String
    let unit: String
    let href: String
    let isChosen: Bool
  }

  struct Correction: Sendable {
    let place: String
    let figure: String
    let was: String
    let now: String
  }

  let rankings: [Choice]
  let hasChoice: Bool
  let spans: [Choice]
  let label: String
  let month: String
  let monthBefore: String?
  let monthAfter: String?
  let ranking: String
  let span: String
  let by: String
  let period: String
  /// Change of the chosen figure: per cent, or points.
  let changeUnit: String
  let columns: [Column]
  let rows: [Row]
  /// How each composite index adds up.
  let parts: [RankingPart]
  let hasParts: Bool
  let partNames: [NumberTable.Head]
  let isEmpty: Bool
  let hasIncomplete: Bool
  let hasBulletin: Bool
  let stage: MonthStageView
  let corrections: [Correction]
  let hasCorrections: Bool

  /// - Parameters:
  ///   - path: of the page, for its own links.
  ///   - opensFigures: whether figures link to what they are made of.
  init(
    _ reading: RankingBoard.Reading, query: RankingQuery, rankings: [AirRanking], path: String,
    opensFigures: Bool, stage: MonthStageView, latest: AssessmentPeriod, texts: Texts
  ) {
    self.rankings = rankings.map {
      Choice(
        value: $0.id, name: texts($0.label), isChosen: $0.id == reading.ranking.id,
        href: query.href(path: path, ranking: $0.id))
    }
    hasChoice = rankings.count > 1
    spans = RankingSpan.allCases.map {
      Choice(
        value: $0.rawValue, name: texts("rankings.span-\($0.rawValue)"), isChosen: $0 == query.span,
        href: query.href(path: path, span: $0))
    }
    label = texts(reading.ranking.label)
    month = query.month.description
    let following = CalendarDay(dayNumber: query.month.lastDay.dayNumber + 1)
    monthBefore = query.href(
      path: path, month: RankingQuery.lastMonth(before: query.month.firstDay))
    monthAfter =
      query.month.lastDay < latest.lastDay
      ? query.href(path: path, month: .month(following.month, of: following.year)) : nil
    ranking = query.ranking.id
    span = query.span.rawValue
    by = query.by.id
    let period = reading.table.period
    self.period = period.description
    changeUnit = query.by == .goodDays ? texts("rankings.points") : "%"
    columns = PlaceFigures.Kind.allCases.map { kind in
      Column(
        name: Self.name(kind, texts), unit: Self.unit(kind),
        href: query.href(path: path, by: kind), isChosen: kind == query.by)
    }
    rows = reading.table.rows.map { row in
      let place = row.member.place ?? reading.places[row.member.name]
      return Row(
        rank: row.rank.map(String.init) ?? "—", name: row.member.name,
        isDistrict: place != nil && place == reading.district,
        href: opensFigures ? place.map { "/air/places/\($0)?year=\(period.lastDay.year)" } : nil,
        change: row.change.map { Self.signed($0) },
        tone: Self.tone(row.change, of: query.by),
        rankBefore: row.rankBefore.map(String.init),
        figures: PlaceFigures.Kind.allCases.map { kind in
          Value(
            text: row.member.figures?[kind]?.description ?? "—",
            opensAt: opensFigures && row.member.figures?[kind] != nil
              ? place.map { FigureLink.href(Self.figure(kind, in: period), at: $0) } : nil,
            isChosen: kind == query.by)
        },
        isIncomplete: row.member.figures?.isComplete == false,
        isBulletin: row.member.figures?.source == .bulletin)
    }
    let rules = AssessmentRules.inForce(on: period.lastDay).composite
    parts = reading.table.rows.compactMap { RankingPart($0.member, rules: rules) }
    hasParts = !parts.isEmpty
    partNames = Pollutant.allCases.map { NumberTable.Head(text: $0.name) }
    isEmpty = reading.table.rankedCount == 0
    hasIncomplete = rows.contains(where: \.isIncomplete)
    hasBulletin = rows.contains(where: \.isBulletin)
    self.stage = stage
    corrections = reading.corrections.compactMap { correction in
      correction.figure.kind.map { kind, isBefore in
        Correction(
          place: correction.figure.place,
          figure: Self.name(kind, texts) + (isBefore ? texts("rankings.yearBefore") : ""),
          was: correction.was ?? "—", now: correction.now ?? "—")
      }
    }
    hasCorrections = !corrections.isEmpty
  }

  static func name(_ kind: PlaceFigures.Kind, _ texts: Texts) -> String {
    switch kind {
    case .composite, .goodDays: texts("rankings.figure-\(kind.id)")
    case .pollutant(let pollutant): pollutant.name
    }
  }

  private static func unit(_ kind: PlaceFigures.Kind) -> String {
    switch kind {
    case .composite: ""
    case .goodDays: "%"
    case .pollutant(let pollutant): pollutant.unit
    }
  }

  static func signed(_ change: ExactDecimal) -> String {
    change > .zero ? "+\(change)" : "\(change)"
  }

  private static func tone(_ change: ExactDecimal?, of kind: PlaceFigures.Kind) -> String {
    guard let change, change != .zero else { return "plain" }
    return (change < .zero) == kind.isLessBetter ? "good" : "bad"
  }

  /// The figure of a kind, as it opens to its inputs.
  static func figure(_ kind: PlaceFigures.Kind, in period: AssessmentPeriod) -> Figure {
    switch kind {
    case .composite: .composite(period)
    case .goodDays: .goodDays(period)
    case .pollutant(let pollutant):
      .statistic(pollutant, PeriodAssessment.headline(of: pollutant), period)
    }
  }
}
