/// Which sources besides rules may open such a case.
public struct Intake: Sendable, Hashable {
  /// Kinds of camera alarm with what people call them, e.g. `fire`, 明火.
  public let cameraAlarms: [Field.Choice]
  /// What the desk owes each of these alarms; nil where nobody has to look at them.
  public let triage: AlarmTriage?
  /// Categories of public report with their labels, e.g. `smell`.
  public let reportCategories: [Field.Choice]

  public init(
    cameraAlarms: [Field.Choice] = [], triage: AlarmTriage? = nil,
    reportCategories: [Field.Choice] = []
  ) {
    self.cameraAlarms = cameraAlarms
    self.triage = triage
    self.reportCategories = reportCategories
  }

  public var cameraKinds: [String] { cameraAlarms.map(\.id) }
}

/// How alarms of cameras are looked through. 告警研判
public struct AlarmTriage: Sendable, Hashable {
  /// Alarms that are one thing seen again.
  public struct Join: Sendable, Hashable {
    /// Seconds between what was seen.
    public let withinSeconds: Int
    public let metres: Int
    public init(withinSeconds: Int, metres: Int) {
      self.withinSeconds = withinSeconds
      self.metres = metres
    }
  }

  /// Seconds after it arrived by which somebody of the desk has said what an alarm is.
  public let withinSeconds: Int
  /// Nil where each alarm opens a case of its own.
  public let join: Join?
  /// Whom it is told to when nobody has, ascending; no documents.
  public let late: [Lateness]

  public init(withinSeconds: Int, join: Join?, late: [Lateness]) {
    self.withinSeconds = withinSeconds
    self.join = join
    self.late = late
  }
}

extension Plan {
  /// What people call a kind of camera alarm; nil for a kind that no procedure takes in.
  public func label(ofAlarm kind: String) -> Label? {
    procedures.lazy.flatMap(\.intake.cameraAlarms).first { $0.id == kind }?.label
  }

  /// The procedure that a kind of camera alarm opens.
  public func procedure(takingAlarm kind: String) -> Procedure? {
    procedures.first { $0.intake.cameraKinds.contains(kind) }
  }
}
