import ActionPlan
import AirQuality
import Steering

/// What an objective that is read off the year's figures is made of, line by line.
struct ObjectiveTable: Sendable {
  struct Row: Sendable {
    let name: String
    let value: String
    /// Not `href`: a template would take the card's where this one is nil.
    let opensAt: String?
    /// The limit, or the figure of a year before.
    let other: String
    let mark: String
    /// `good`, `bad` or `plain`.
    let tone: String
    /// The row that the target is set on.
    let counts: Bool
  }

  let valueTitle: String
  let otherTitle: String
  let markTitle: String
  let rows: [Row]
  let lines: [Line]
  let more: Link?

  struct Line: Sendable {
    let text: String
  }

  struct Link: Sendable {
    let href: String
    let text: String
  }

  static func card(
    _ standing: FigureStanding, at place: AirBook.Place?, _ texts: Texts
  ) -> ObjectivesView.Card {
    let objective = standing.objective
    let period = standing.period
    var card = ObjectivesView.Card(
      id: objective.id, label: texts(objective.label), figure: title(standing, texts),
      toDate: headline(standing), href: href(standing, at: place),
      unit: objective.target?.unit ?? "", target: ObjectivesView.target(objective.target),
      tone: ObjectivesView.tone(standing.course),
      course: texts("objectives.course-\(standing.course.rawValue)"))
    switch standing.reading {
    case .classTwo(let assessment, let counts):
      card.days = period.description
      card.table = table(assessment, counts: counts, at: place, texts)
    case .rank(let ranking, let rank):
      card.days = texts(
        "objectives.rankOf",
        ["count": "\(ranking.rankedCount)", "period": period.description])
      card.table = table(ranking, isRanked: rank != nil, objective, texts)
    case .change(let changes, let counts):
      card.days = period.description
      card.table = table(changes, counts: counts, at: place, in: period, texts)
    }
    return card
  }

  private static func title(_ standing: FigureStanding, _ texts: Texts) -> String? {
    switch standing.reading {
    case .classTwo: nil
    case .rank: texts("objectives.rank")
    case .change: texts("objectives.change")
    }
  }

  private static func headline(_ standing: FigureStanding) -> String? {
    switch standing.reading {
    case .classTwo: nil
    case .rank(_, let rank): rank.map(String.init)
    case .change(let changes, let counts):
      changes.first { $0.kind == counts }.map { RankingView.signed($0.change) }
    }
  }

  private static func href(_ standing: FigureStanding, at place: AirBook.Place?) -> String? {
    guard let place, case .change(_, let counts) = standing.reading else { return nil }
    return FigureLink.href(
      RankingView.figure(counts, in: standing.period), at: place.id)
  }

  private static func table(
    _ assessment: PeriodAssessment, counts: Objective.ClassReading, at place: AirBook.Place?,
    _ texts: Texts
  ) -> ObjectiveTable {
    func line(_ key: Objective.ClassReading, _ attains: Bool?) -> Line {
      let result =
        switch attains {
        case true?: "objectives.resultMet"
        case false?: "objectives.resultMissed"
        case nil: "objectives.resultOpen"
        }
      return Line(
        text: texts("objectives.\(key.rawValue)", ["result": texts(result)])
          + (key == counts ? texts("objectives.counts") : ""))
    }
    return ObjectiveTable(
      valueTitle: texts("objectives.value"), otherTitle: texts("objectives.limit"),
      markTitle: "",
      rows: assessment.items.map { item in
        Row(
          name: "\(item.pollutant.name) \(name(item.statistic, texts))", value: "\(item.stated)",
          opensAt: place.map {
            FigureLink.href(
              .statistic(item.pollutant, item.statistic, assessment.period), at: $0.id)
          },
          other: "\(item.limit)",
          mark: texts(item.attains ? "objectives.attains" : "objectives.exceeds"),
          tone: item.attains ? "good" : "bad", counts: counts == .strict || !item.isStrictOnly)
      },
      lines: [
        line(.bulletin, assessment.attainsAsBulletin), line(.strict, assessment.attainsStrictly),
      ], more: nil)
  }

  private static func name(_ statistic: PeriodAssessment.Statistic, _ texts: Texts) -> String {
    switch statistic {
    case .mean: texts("objectives.mean")
    case .percentile(let percent): texts("objectives.percentile", ["percent": "\(percent)"])
    }
  }

  private static func table(
    _ ranking: RankingTable, isRanked: Bool, _ objective: Objective, _ texts: Texts
  ) -> ObjectiveTable {
    var more: Link?
    if case .rank(let id) = objective.measure {
      let month = AssessmentPeriod.month(
        ranking.period.lastDay.month, of: ranking.period.lastDay.year)
      more = Link(
        href: "/rankings?ranking=\(id)&month=\(month)&span=year-to-date",
        text: texts("objectives.openRanking"))
    }
    return ObjectiveTable(
      valueTitle: RankingView.name(ranking.kind, texts), otherTitle: texts("objectives.rank"),
      markTitle: texts("objectives.change"),
      rows: ranking.rows.filter { $0.rank != nil }.map { row in
        Row(
          name: row.member.name, value: row.member.figures?[ranking.kind]?.description ?? "—",
          opensAt: row.member.place.map {
            FigureLink.href(RankingView.figure(ranking.kind, in: ranking.period), at: $0)
          },
          other: row.rank.map(String.init) ?? "—",
          mark: row.change.map { RankingView.signed($0) + " %" } ?? "—", tone: "plain",
          counts: false)
      }, lines: isRanked ? [] : [Line(text: texts("objectives.notRanked"))], more: more)
  }

  private static func table(
    _ changes: [FigureStanding.Change], counts: PlaceFigures.Kind, at place: AirBook.Place?,
    in period: AssessmentPeriod, _ texts: Texts
  ) -> ObjectiveTable {
    ObjectiveTable(
      valueTitle: texts("objectives.value"), otherTitle: texts("objectives.before"),
      markTitle: texts("objectives.change"),
      rows: changes.map { change in
        let isBetter = (change.change < .zero) == change.kind.isLessBetter
        return Row(
          name: RankingView.name(change.kind, texts), value: "\(change.now)",
          opensAt: place.map {
            FigureLink.href(RankingView.figure(change.kind, in: period), at: $0.id)
          },
          other: "\(change.before)",
          mark: RankingView.signed(change.change)
            + (change.kind == .goodDays ? " " + texts("rankings.points") : " %"),
          tone: change.change == .zero ? "plain" : isBetter ? "good" : "bad",
          counts: change.kind == counts)
      }, lines: [], more: nil)
  }
}
