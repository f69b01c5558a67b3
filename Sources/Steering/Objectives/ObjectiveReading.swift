public import ActionPlan
public import AirQuality
public import GRDB

/// Where one objective of a plan stands at a place.
public enum ObjectiveReading: Sendable, Hashable {
  /// Each day adds to it. Beside it the figure by real-time values alone, where they tell another.
  case daily(ObjectiveStanding, byRealTime: ExactDecimal?)
  /// It is read off the year's figures.
  case figures(FigureStanding)
  /// Nothing that it needs was taken in.
  case unknown(Objective)

  public var objective: Objective {
    switch self {
    case .daily(let standing, _): standing.objective
    case .figures(let standing): standing.objective
    case .unknown(let objective): objective
    }
  }

  /// What reading the objectives of a place takes from the book, so that projecting needs no database.
  public struct Sources: Sendable {
    let plan: Plan
    let origin: CalendarDay
    /// Each day's most official value.
    public let daily: DailyRecord
    let realTime: DailyRecord
    let figures: [String: FigureStanding]

    /// - Parameter origin: first day that is not known.
    public init(
      of place: AirBook.Place, air: DistrictAir, origin: CalendarDay, in db: Database
    ) throws {
      plan = air.plan
      self.origin = origin
      daily = try air.record(of: place, in: db)
      realTime = try air.record(of: place, status: .realTime, in: db)
      var figures: [String: FigureStanding] = [:]
      for objective in air.plan.objectives {
        figures[objective.id] = try FigureStanding(
          of: objective, at: place, daily: daily, air: air, origin: origin, in: db)
      }
      self.figures = figures
    }
  }

  /// Every objective of the plan, in its order.
  public static func all(_ sources: Sources) -> [ObjectiveReading] {
    sources.plan.objectives.map { objective in
      if let figures = sources.figures[objective.id] { return .figures(figures) }
      func standing(_ daily: DailyRecord, projects: Bool) -> ObjectiveStanding? {
        ObjectiveStanding(
          of: objective, pollutant: objective.pollutant(in: sources.plan), daily: daily,
          year: sources.origin.adding(days: -1).year, origin: sources.origin, projects: projects)
      }
      guard let official = standing(sources.daily, projects: true) else {
        return .unknown(objective)
      }
      let byRealTime = standing(sources.realTime, projects: false)?.toDate
      return .daily(official, byRealTime: byRealTime == official.toDate ? nil : byRealTime)
    }
  }
}
