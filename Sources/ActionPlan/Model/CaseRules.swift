/// What a procedure allows with its cases beside the steps. Whatever it does not say may not be done.
public struct CaseRules: Sendable, Hashable {
  public let suspension: SuspensionRule?
  public let transfer: TransferRule?
  public let reopening: ReopeningRule?
  public let appeal: AppealRule?
  /// A finding of the same rule and subject within so long after closing reopens the case instead of
  /// opening another, clock seconds; one that comes while the case is open joins it.
  public let relapseSeconds: Int?

  public init(
    suspension: SuspensionRule? = nil, transfer: TransferRule? = nil,
    reopening: ReopeningRule? = nil, appeal: AppealRule? = nil, relapseSeconds: Int? = nil
  ) {
    self.suspension = suspension
    self.transfer = transfer
    self.reopening = reopening
    self.appeal = appeal
    self.relapseSeconds = relapseSeconds
  }
}

/// The deadline stands still for a reason. 挂起
public struct SuspensionRule: Sendable, Hashable {
  /// Who may suspend and resume.
  public let by: [Step.Actor]
  /// The case resumes by itself after so long, clock seconds.
  public let longestSeconds: Int
  public init(by: [Step.Actor], longestSeconds: Int) {
    self.by = by
    self.longestSeconds = longestSeconds
  }
}

/// A unit offers the case to another, which takes it or refuses. 移交
public struct TransferRule: Sendable, Hashable {
  /// Who may offer it.
  public let by: [Step.Actor]
  /// Who decides when the other unit refuses.
  public let arbitrate: [Step.Actor]
  public init(by: [Step.Actor], arbitrate: [Step.Actor]) {
    self.by = by
    self.arbitrate = arbitrate
  }
}

/// A closed case is taken up again. 重开
public struct ReopeningRule: Sendable, Hashable {
  public let by: [Step.Actor]
  /// The state it goes on from; no end.
  public let to: String
  /// Not later than so long after closing, clock seconds.
  public let withinSeconds: Int
  public init(by: [Step.Actor], to: String, withinSeconds: Int) {
    self.by = by
    self.to = to
    self.withinSeconds = withinSeconds
  }
}

/// The facility's contact speaks against what was found or decided. 申诉
public struct AppealRule: Sendable, Hashable {
  /// Counted from closing; an open case may be appealed at any time.
  public let within: TimeLimit
  public let decideBy: [Step.Actor]
  /// Counted from the appeal.
  public let decideWithin: TimeLimit
  public init(within: TimeLimit, decideBy: [Step.Actor], decideWithin: TimeLimit) {
    self.within = within
    self.decideBy = decideBy
    self.decideWithin = decideWithin
  }
}
