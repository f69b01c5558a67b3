public import ActionPlan
public import AirQuality
public import GRDB

extension DistrictAir {
  /// Every figure of a month that closing it freezes: of each ranking's places, for the month and for
  /// the year to its end, now and a year before.
  public func figures(toClose month: AssessmentPeriod, in db: Database) throws -> [FrozenFigure] {
    var frozen: [FrozenFigure] = []
    for ranking in plan.rankings {
      let records = try records(of: ranking, in: db)
      for span in RankingSpan.allCases {
        let (now, before) = span.periods(of: month)
        // Of January both spans are one.
        if span == .yearToDate, now == month { continue }
        for member in try members(of: records, in: now, before: before, in: db) {
          frozen += FrozenFigure.list(of: member, ranking: ranking.id, period: now)
        }
      }
    }
    return frozen
  }
}

extension FrozenFigure {
  /// Stands before the figure of a year before.
  private static let beforeMark = "before:"

  public static func list(
    of member: RankingTable.Member, ranking: String, period: AssessmentPeriod
  ) -> [FrozenFigure] {
    PlaceFigures.Kind.allCases.flatMap { kind in
      [(kind.id, member.figures), (beforeMark + kind.id, member.before)].compactMap {
        figure, figures in
        figures?[kind].map {
          FrozenFigure(
            ranking: ranking, period: period.description, place: member.name, figure: figure,
            value: $0.description)
        }
      }
    }
  }

  /// Which figure, and whether it is the one of a year before.
  public var kind: (kind: PlaceFigures.Kind, isBefore: Bool)? {
    let isBefore = figure.hasPrefix(Self.beforeMark)
    return PlaceFigures.Kind(isBefore ? String(figure.dropFirst(Self.beforeMark.count)) : figure)
      .map { ($0, isBefore) }
  }
}

extension RankingTable {
  /// A ranking as it stood when its month was closed.
  public init(
    of frozen: [FrozenFigure], ranking: AirRanking, in period: AssessmentPeriod,
    by kind: PlaceFigures.Kind
  ) {
    var names: [String] = []
    var now: [String: [PlaceFigures.Kind: ExactDecimal]] = [:]
    var before: [String: [PlaceFigures.Kind: ExactDecimal]] = [:]
    for figure in frozen
    where figure.ranking == ranking.id && figure.period == period.description {
      guard let (kind, isBefore) = figure.kind, let value = ExactDecimal(figure.value) else {
        continue
      }
      if now[figure.place] == nil {
        names.append(figure.place)
        now[figure.place] = [:]
      }
      if isBefore {
        before[figure.place, default: [:]][kind] = value
      } else {
        now[figure.place]?[kind] = value
      }
    }
    self.init(
      of: names.map { name in
        Member(
          name: name, place: nil, figures: PlaceFigures(frozen: now[name] ?? [:]),
          before: PlaceFigures(frozen: before[name] ?? [:]))
      }, in: period, by: kind, ties: ranking.ties)
  }
}
