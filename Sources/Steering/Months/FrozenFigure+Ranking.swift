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
  /// Stand beside a place's figures: a bulletin stated them; they rest on too few days.
  static let bulletinMark = "bulletin"
  static let incompleteMark = "incomplete"

  public static func list(
    of member: RankingTable.Member, ranking: String, period: AssessmentPeriod
  ) -> [FrozenFigure] {
    var marks: [FrozenFigure] = []
    func mark(_ figure: String) {
      marks.append(
        FrozenFigure(
          ranking: ranking, period: period.description, place: member.name, figure: figure,
          value: "1"))
    }
    if member.figures?.source == .bulletin { mark(bulletinMark) }
    if member.figures?.isComplete == false { mark(incompleteMark) }
    return marks
      + PlaceFigures.Kind.allCases.flatMap { kind in
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
  ///
  /// - Parameter names: of its places, in the order they are listed; one without a closed figure has
  ///   none.
  public init(
    of frozen: [FrozenFigure], ranking: AirRanking, names: [String], in period: AssessmentPeriod,
    by kind: PlaceFigures.Kind
  ) {
    typealias Figures = [PlaceFigures.Kind: ExactDecimal]
    var now: [String: Figures] = [:]
    var before: [String: Figures] = [:]
    var marks: [String: Set<String>] = [:]
    var listed = names
    for figure in frozen
    where figure.ranking == ranking.id && figure.period == period.description {
      if !listed.contains(figure.place) { listed.append(figure.place) }
      guard let (kind, isBefore) = figure.kind, let value = ExactDecimal(figure.value) else {
        marks[figure.place, default: []].insert(figure.figure)
        continue
      }
      if isBefore {
        before[figure.place, default: [:]][kind] = value
      } else {
        now[figure.place, default: [:]][kind] = value
      }
    }
    self.init(
      of: listed.map { name in
        let marks = marks[name] ?? []
        return Member(
          name: name, place: nil,
          figures: PlaceFigures(
            frozen: now[name] ?? [:], wasBulletin: marks.contains(FrozenFigure.bulletinMark),
            wasIncomplete: marks.contains(FrozenFigure.incompleteMark)),
          before: PlaceFigures(
            frozen: before[name] ?? [:], wasBulletin: false, wasIncomplete: false))
      }, in: period, by: kind, ties: ranking.ties)
  }
}
