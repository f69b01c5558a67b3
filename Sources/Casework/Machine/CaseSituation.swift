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
  /// When the present step is due, epoch seconds; nil for no deadline.
  public var dueAt: Int?
  /// Every step taken so far, oldest first.
  public var history: [PastStep]

  public init(
    state: String = Procedure.openedState, assignedUnit: String? = nil, facility: String? = nil,
    townUnit: String? = nil, isTownCertain: Bool = false, fieldUnits: [String: String] = [:],
    dueAt: Int? = nil, history: [PastStep] = []
  ) {
    self.state = state
    self.assignedUnit = assignedUnit
    self.facility = facility
    self.townUnit = townUnit
    self.isTownCertain = isTownCertain
    self.fieldUnits = fieldUnits
    self.dueAt = dueAt
    self.history = history
  }
}

/// A step that was taken.
public struct PastStep: Sendable, Hashable {
  public let from: String
  public let to: String
  /// Who took it, as the audit log names them.
  public let by: String
  public let isReturn: Bool

  public init(from: String, to: String, by: String, isReturn: Bool) {
    self.from = from
    self.to = to
    self.by = by
    self.isReturn = isReturn
  }
}

/// Who wants to take a step, and what they are to the case.
public struct Mover: Sendable, Hashable {
  /// As the audit log names them; two movers with one name are one person.
  public let name: String
  public let relations: Set<Step.Actor>

  public init(name: String, relations: Set<Step.Actor>) {
    self.name = name
    self.relations = relations
  }
}
