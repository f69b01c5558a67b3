public import ActionPlan
public import Ledger

/// An allowed step and everything that follows from it.
public struct Move: Sendable, Hashable {
  public let from: String
  public let step: Step
  /// The unit the case is assigned to afterwards.
  public let assignedUnit: String?
  /// Units told and let in by this step.
  public let informedUnits: [String]
  /// Nil where no forward step out of the new state has a deadline.
  public let due: CaseDeadline?
  public let isFinal: Bool
  public let tells: [Tell]
  /// The unit whose share of a step by several units this is, while others have not taken theirs: the
  /// case stays in its state.
  public let share: String?
  public let isSkip: Bool
}

/// Somebody to be told something about a case.
public struct Tell: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// A case was opened that the recipient can take up.
    case opened = "case-opened"
    /// The case was assigned to the unit.
    case assigned = "case-assigned"
    /// The unit is informed; it need not act.
    case informed = "case-informed"
    /// The recipient can take the next step.
    case awaits = "case-awaits"
    /// The case came back for correction.
    case returned = "case-returned"
    /// The case is offered to the unit; it was taken, or refused.
    case offered = "case-offered"
    case accepted = "case-accepted"
    case refused = "case-refused"
    /// Priority or severity changed.
    case prioritised = "case-prioritised"
    case suspended = "case-suspended"
    case resumed = "case-resumed"
    /// A closed case was taken up again, by a person or because it was found again.
    case reopened = "case-reopened"
    /// Another case was merged into the recipient's.
    case joined = "case-joined"
    /// An appeal waits for its decision; it was decided; its decision is late.
    case appealed = "case-appealed"
    case decided = "case-decided"
    case appealLate = "case-appeal-late"
    /// The step will soon be due.
    case reminded = "case-reminded"
    /// The step is late.
    case late = "case-late"
  }
  public let recipient: Recipient
  public let kind: Kind

  public init(recipient: Recipient, kind: Kind) {
    self.recipient = recipient
    self.kind = kind
  }
}

/// A step that somebody's part in a case lets them take from its present state.
public struct OpenStep: Sendable, Hashable {
  /// Whether the taker says which unit the case goes to.
  public enum UnitChoice: Sendable, Hashable {
    case none
    /// The desk confirms or corrects the unit proposed; it must choose where none is.
    case confirm(proposed: String?)
    case choose
  }
  public let step: Step
  /// To be left out with a ground, instead of taken.
  public let isSkip: Bool
  /// The evidence it needs, as the case stands.
  public let needs: [Step.Evidence]
  public let unitChoice: UnitChoice
  /// An earlier step of the same person that bars them from this one.
  public let barredBy: String?
}
