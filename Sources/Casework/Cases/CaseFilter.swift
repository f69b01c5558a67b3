public import ActionPlan
import GRDB

/// What a list of cases shows. Every condition that is set must hold.
public struct CaseFilter: Sendable, Hashable {
  /// Longest search text, in characters; what is beyond is not looked for.
  public static let textLimit = 100

  public enum Order: Sendable, Hashable {
    case newestFirst
    /// The nearest deadline first, cases without one last.
    case dueFirst
  }
  public var state: String?
  public var isOpen: Bool?
  /// Only cases whose present step is past its deadline.
  public var isLate: Bool
  /// Assigned to this unit.
  public var unit: String?
  /// This unit must act or answers: assigned to it, or led by it.
  public var mine: String?
  public var procedure: String?
  public var priority: CasePriority?
  public var severity: Severity?
  public var facility: String?
  /// The register row a rule watched.
  public var subject: (register: String, row: Int64)? {
    get { subjectRegister.flatMap { register in subjectRow.map { (register, $0) } } }
    set {
      subjectRegister = newValue?.register
      subjectRow = newValue?.row
    }
  }
  private var subjectRegister: String?
  private var subjectRow: Int64?
  /// With a number in this other system of the plan.
  public var system: String?
  /// Only cases of which another system says what they are not.
  public var differs = false
  /// Looked for in number, numbers in other systems, procedure, facility, place and what the title names.
  public var text: String?
  public var order: Order

  public init(
    state: String? = nil, isOpen: Bool? = nil, isLate: Bool = false, unit: String? = nil,
    mine: String? = nil, procedure: String? = nil, priority: CasePriority? = nil,
    severity: Severity? = nil, facility: String? = nil,
    subject: (register: String, row: Int64)? = nil, text: String? = nil,
    order: Order = .newestFirst
  ) {
    self.state = state
    self.isOpen = isOpen
    self.isLate = isLate
    self.unit = unit
    self.mine = mine
    self.procedure = procedure
    self.priority = priority
    self.severity = severity
    self.facility = facility
    subjectRegister = subject?.register
    subjectRow = subject?.row
    self.text = text
    self.order = order
  }
}

/// Where a page of a list ends; the next one begins after it. Written and read as text.
public struct CaseCursor: Sendable, Hashable, LosslessStringConvertible {
  /// Deadline, or `noDeadline`; unused where the newest come first.
  let due: Int
  let id: Int64

  static let noDeadline = 9_007_199_254_740_991
  /// The deadline of a case as lists order it: written out, as the index on it is.
  static var due: SQL { "ifnull(due_at, \(sql: "\(noDeadline)"))" }

  init(due: Int, id: Int64) {
    self.due = due
    self.id = id
  }

  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let due = Int(parts[0]), let id = Int64(parts[1]) else { return nil }
    self.init(due: due, id: id)
  }

  public var description: String { "\(due).\(id)" }
}

/// One page of a list.
public struct CasePage: Sendable, Hashable {
  public let cases: [CaseFile]
  /// Nil on the last page.
  public let next: CaseCursor?
}

/// How many cases there are.
public struct CaseCounts: Sendable, Hashable {
  public struct OfUnit: Sendable, Hashable {
    /// Nil for open cases that nobody has been assigned yet.
    public let unit: String?
    public let open: Int
    public let late: Int
  }
  public struct OfProcedure: Sendable, Hashable {
    public let open: Int
    public let late: Int
  }
  public let open: Int
  public let late: Int
  /// Open cases by the unit assigned, most late first.
  public let byUnit: [OfUnit]
}
