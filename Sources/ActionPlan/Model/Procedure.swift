/// The closed loop of one kind of case, as a state machine. 流程
///
/// A case begins in the state `opened` and ends in a state that no step leads out of.
public struct Procedure: Sendable, Hashable {
  public let id: String
  public let label: Label
  public let clause: String?
  /// The unit that answers for the loop and verifies.
  public let lead: String
  /// What a case that nobody has taken yet is called.
  public let opened: Label
  public let intake: Intake
  /// What a step that needs a cause may give, in the plan's order.
  public let causes: [Cause]
  public let steps: [Step]
  /// Who is told before a step is due, the longest time before first.
  public let remind: [Reminder]
  /// What happens when a step is late, ascending by `afterSeconds`.
  public let late: [Lateness]
  public let rules: CaseRules
  public init(
    id: String, label: Label, clause: String?, lead: String,
    opened: Label = Procedure.usualOpened, intake: Intake,
    causes: [Cause] = [], steps: [Step], remind: [Reminder] = [], late: [Lateness],
    rules: CaseRules = CaseRules()
  ) {
    self.id = id
    self.label = label
    self.clause = clause
    self.lead = lead
    self.opened = opened
    self.intake = intake
    self.causes = causes
    self.steps = steps
    self.remind = remind
    self.late = late
    self.rules = rules
  }

  public static let openedState = "opened"
  /// What a case that nobody has taken is called where the plan does not say.
  public static let usualOpened = Label(zh: "待派单", en: "To be dispatched")

  /// The steps that may be taken from a state, in the plan's order.
  public func steps(from state: String) -> [Step] { steps.filter { $0.from.contains(state) } }
  public func isFinal(_ state: String) -> Bool { steps(from: state).isEmpty }
  /// The fields of the finding's register row by which steps assign or inform units, each once, in
  /// the steps' order.
  public var assigningFields: [String] {
    var fields: [String] = []
    for step in steps {
      for case .field(let field) in [step.assign].compactMap(\.self) + step.inform + step.parallel
      where !fields.contains(field) {
        fields.append(field)
      }
    }
    return fields
  }
  /// What a case in this state is called; `nil` for a state the procedure does not have.
  public func label(ofState state: String) -> Label? {
    state == Self.openedState ? opened : steps.first { $0.to == state }?.reached
  }
}

/// Why it happened, as found on site. 原因
public struct Cause: Sendable, Hashable {
  public let id: String
  public let label: Label
  public let kind: CauseClass
  public init(id: String, label: Label, kind: CauseClass = .unclear) {
    self.id = id
    self.label = label
    self.kind = kind
  }
}

/// What a cause says of the alarm that led to it. 原因类别
public enum CauseClass: String, Sendable, CaseIterable, Codable {
  /// What was found was there.
  case real
  /// The plant stood still or was being maintained: what was measured was explained.
  case stopped, maintenance
  /// The instrument or the line to it was at fault.
  case instrument, network
  /// There was nothing.
  case nothing = "false-alarm"
  /// It does not say.
  case unclear
}

/// One allowed move. 环节
public struct Step: Sendable, Hashable {
  public enum Actor: String, Sendable, CaseIterable, Codable {
    /// The duty desk; the unit the case is assigned to; the procedure's lead unit; the facility's
    /// contact; a leader; Lantian itself.
    case duty, assignee, lead, leader, facility, system
  }
  public enum Assignment: Sendable, Hashable {
    /// The unit that governs the case's place.
    case townOfPlace
    /// The unit named by this field of the finding's register row (a site's competent authority).
    case field(String)
    case unit(String)
    /// The person who takes the step chooses.
    case choose
  }
  public enum Evidence: String, Sendable, CaseIterable {
    case photo, position, note, cause
    /// What a portable instrument of the plan's register showed.
    case reading
  }
  /// The state it leads to; also the step's name in `notBy`.
  public let to: String
  /// What the person does, as on a button: 派单, dispatch.
  public let label: Label
  /// What the case is then: 已派单, dispatched. Every step to one state says the same.
  public let reached: Label
  /// The states it may be taken from; not empty.
  public let from: [String]
  public let by: [Actor]
  /// Units that must each take it before the case goes on; empty for a step that one person takes.
  public let parallel: [Assignment]
  /// Who may skip it, with a ground; empty for a step that must be taken.
  public let optional: [Actor]
  public let assign: Assignment?
  /// Units told when the step is taken.
  public let inform: [Assignment]
  /// Counted from reaching the state before; nil for no deadline. The case's deadline is the earliest
  /// among the forward steps out of its state.
  public let within: TimeLimit?
  public let needs: [Evidence]
  /// Steps whose takers may not take this one: nobody verifies what they handled.
  public let notBy: [String]
  /// A step back (a return for correction, a refusal): it sets no deadline.
  public let isReturn: Bool
  /// The deadline that runs when the step is taken goes on running: it moves nobody's clock.
  public let keepsDeadline: Bool
  public init(
    to: String, label: Label, reached: Label? = nil, from: [String], by: [Actor],
    parallel: [Assignment] = [], optional: [Actor] = [], assign: Assignment?,
    inform: [Assignment], within: TimeLimit?, needs: [Evidence], notBy: [String], isReturn: Bool,
    keepsDeadline: Bool = false
  ) {
    self.to = to
    self.label = label
    self.reached = reached ?? label
    self.from = from
    self.by = by
    self.parallel = parallel
    self.optional = optional
    self.assign = assign
    self.inform = inform
    self.within = within
    self.needs = needs
    self.notBy = notBy
    self.isReturn = isReturn
    self.keepsDeadline = keepsDeadline
  }
}

/// Whom a step that will soon be due is told to.
public struct Reminder: Sendable, Hashable {
  /// Clock seconds before the deadline, at least 1.
  public let beforeSeconds: Int
  public let tell: [Step.Actor]
  public init(beforeSeconds: Int, tell: [Step.Actor]) {
    self.beforeSeconds = beforeSeconds
    self.tell = tell
  }
}

/// What happens when a step is late.
public struct Lateness: Sendable, Hashable {
  /// A document that is drafted then, for somebody to sign. 督办、约谈
  public struct Draft: Sendable, Hashable {
    /// Id of a document of the plan.
    public let document: String
    public let sign: DocumentForm.Signer
    public init(document: String, sign: DocumentForm.Signer) {
      self.document = document
      self.sign = sign
    }
  }
  public let afterSeconds: Int
  /// Whom it is told to; empty where only a document is drafted.
  public let tell: [Step.Actor]
  public let draft: Draft?
  public init(afterSeconds: Int, tell: [Step.Actor], draft: Draft? = nil) {
    self.afterSeconds = afterSeconds
    self.tell = tell
    self.draft = draft
  }
}
