public import ActionPlan

/// What a case is at one moment, as far as the rules of its procedure need to know.
public struct CaseSituation: Sendable, Hashable {
  public var state: String
  /// The unit the case is assigned to; nil until a step assigns it.
  public var assignedUnit: String?
  public var facility: String?
  /// The unit that governs the case's place; nil where the place is unknown.
  public var townUnit: String?
  /// False where the town was guessed from the nearest point: then the desk confirms it.
  public var isTownCertain: Bool
  /// Units named by fields of the finding's register row, by field id.
  public var fieldUnits: [String: String]
  /// When the present step is due; nil for no deadline.
  public var due: CaseDeadline?
  public var priority: CasePriority
  /// The deadline stands still; nil for most cases.
  public var suspension: CaseSuspension?
  /// The case is offered to another unit; nil for most.
  public var transfer: CaseTransfer?
  /// When it was closed, epoch seconds; nil while it is open.
  public var closedAt: Int?
  /// An appeal waits for its decision.
  public var isAppealed: Bool
  /// Nobody has said yet why it happened, and the step that ends the case has to.
  public var needsCause: Bool
  /// Every step taken so far, oldest first.
  public var history: [PastStep]

  public init(
    state: String = Procedure.openedState, assignedUnit: String? = nil, facility: String? = nil,
    townUnit: String? = nil, isTownCertain: Bool = false, fieldUnits: [String: String] = [:],
    due: CaseDeadline? = nil, priority: CasePriority = .normal,
    suspension: CaseSuspension? = nil, transfer: CaseTransfer? = nil, closedAt: Int? = nil,
    isAppealed: Bool = false, needsCause: Bool = false, history: [PastStep] = []
  ) {
    self.state = state
    self.assignedUnit = assignedUnit
    self.facility = facility
    self.townUnit = townUnit
    self.isTownCertain = isTownCertain
    self.fieldUnits = fieldUnits
    self.due = due
    self.priority = priority
    self.suspension = suspension
    self.transfer = transfer
    self.closedAt = closedAt
    self.isAppealed = isAppealed
    self.needsCause = needsCause
    self.history = history
  }
}

/// When something is due, and by which time it was counted.
public struct CaseDeadline: Sendable, Hashable {
  /// Epoch seconds.
  public let at: Int
  /// Counted in the plan's working time, not by the clock.
  public let isWorking: Bool

  public init(at: Int, isWorking: Bool = false) {
    self.at = at
    self.isWorking = isWorking
  }
}

/// A step that was taken.
public struct PastStep: Sendable, Hashable {
  public let from: String
  public let to: String
  /// Who took it, as the audit log names them.
  public let by: String
  public let isReturn: Bool
  /// It was left out with a ground: nobody did its work.
  public let isSkip: Bool
  /// The unit whose share of a step by several units this was, while others had not taken theirs: the
  /// case stayed where it was.
  public let share: String?

  public init(
    from: String, to: String, by: String, isReturn: Bool, isSkip: Bool = false,
    share: String? = nil
  ) {
    self.from = from
    self.to = to
    self.by = by
    self.isReturn = isReturn
    self.isSkip = isSkip
    self.share = share
  }
}

/// Who wants to take a step, and what they are to the case.
public struct Mover: Sendable, Hashable {
  /// As the audit log names them; two movers with one name are one person.
  public let name: String
  public let relations: Set<Step.Actor>
  /// The unit whose work they do; nil for who does none.
  public let unit: String?

  public init(name: String, relations: Set<Step.Actor>, unit: String? = nil) {
    self.name = name
    self.relations = relations
    self.unit = unit
  }
}
