public import AirQuality

/// One numbered promise of the plan. 条款
public struct Clause: Sendable, Hashable {
  /// How often a lead unit reports on its task.
  public enum Rhythm: String, Sendable, Hashable, CaseIterable {
    case month, quarter
    case halfYear = "half-year"
    case once
  }

  /// A stage of the clause's tasks with a limit of its own. 节点
  public struct Milestone: Sendable, Hashable {
    public let id: String
    public let label: Label
    public let by: CalendarDay
    /// Lead units it concerns; all of them where empty.
    public let units: [String]

    public init(id: String, label: Label, by: CalendarDay, units: [String]) {
      self.id = id
      self.label = label
      self.by = by
      self.units = units
    }
  }

  public let id: String
  public let label: Label
  /// Unit ids; each lead answers for its own share and has a task of its own, the first coordinates.
  public let lead: [String]
  public let with: [String]
  /// What the clause quantifies, in words; nil where it does not.
  public let target: Label?
  /// The last day of the clause's tasks; that of the plan's year unless the plan says otherwise.
  public let due: CalendarDay?
  public let rhythm: Rhythm
  public let milestones: [Milestone]
  /// Capabilities that do not exist yet and without which the clause is not carried out.
  public let pending: [Label]

  /// The chapter it stands in: the first part of its id.
  public var chapter: String { Self.chapter(id) }

  /// The chapter of the clause with an id.
  public static func chapter(_ id: String) -> String { String(id.prefix { $0 != "." }) }

  public init(
    id: String, label: Label, lead: [String], with: [String], target: Label? = nil,
    due: CalendarDay? = nil, rhythm: Rhythm = .quarter, milestones: [Milestone] = [],
    pending: [Label] = []
  ) {
    self.id = id
    self.label = label
    self.lead = lead
    self.with = with
    self.target = target
    self.due = due
    self.rhythm = rhythm
    self.milestones = milestones
    self.pending = pending
  }
}
