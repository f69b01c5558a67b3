public import AirQuality

/// A dated programme: a season's or an event's stages. 专项行动
public struct Campaign: Sendable, Hashable {
  public let id: String
  public let clause: String
  public let label: Label
  public let from: CalendarDay
  public let until: CalendarDay
  /// The lead units of the clause unless the plan says otherwise.
  public let units: [String]
  public let stages: [Clause.Milestone]

  public init(
    id: String, clause: String, label: Label, from: CalendarDay, until: CalendarDay,
    units: [String], stages: [Clause.Milestone]
  ) {
    self.id = id
    self.clause = clause
    self.label = label
    self.from = from
    self.until = until
    self.units = units
    self.stages = stages
  }
}
