public import ActionPlan

/// What a case is opened with. Codes and values only; pages render them in either language.
public struct CaseOpening: Sendable {
  /// Procedure id.
  public var procedure: String
  public var severity: Severity
  public var source: CaseSource
  public var title: CaseTitle
  /// When it happened, epoch seconds.
  public var occurredAt: Int
  /// Clause id; nil takes the procedure's.
  public var clause: String?
  /// It was found in data that came late: no live alarm.
  public var isLate: Bool
  public var facility: String?
  /// Only so that the list's search finds the case.
  public var facilityName: String?
  public var place: String?
  /// False where the place was guessed; then nobody but the desk assigns the town.
  public var isPlaceCertain: Bool
  public var position: Coordinate?
  /// The register row the rule watched.
  public var subject: CaseSubject?
  public var grounds: [CaseGround]
  /// Pictures that came with it: ids of the Ledger's attachments.
  public var attachments: [Int64]

  public init(
    procedure: String, severity: Severity, source: CaseSource, title: CaseTitle, occurredAt: Int,
    clause: String? = nil, isLate: Bool = false, facility: String? = nil,
    facilityName: String? = nil, place: String? = nil, isPlaceCertain: Bool = true,
    position: Coordinate? = nil, subject: CaseSubject? = nil, grounds: [CaseGround] = [],
    attachments: [Int64] = []
  ) {
    self.procedure = procedure
    self.severity = severity
    self.source = source
    self.title = title
    self.occurredAt = occurredAt
    self.clause = clause
    self.isLate = isLate
    self.facility = facility
    self.facilityName = facilityName
    self.place = place
    self.isPlaceCertain = isPlaceCertain
    self.position = position
    self.subject = subject
    self.grounds = grounds
    self.attachments = attachments
  }
}

/// A title as a code and what it names: `rule` with rule and subject, of a rule on rows also what the
/// row is called; `camera` with kind and camera, `report` with category, `manual` with text.
public struct CaseTitle: Sendable, Hashable {
  public enum Code: String, Sendable {
    case rule, camera, report, manual
  }
  public let code: Code
  public let values: [String: String]

  public init(_ code: Code, _ values: [String: String]) {
    self.code = code
    self.values = values
  }

  /// The same for findings of one rule about one subject; nil for what no rule found.
  var likeness: String? {
    guard code == .rule, let rule = values["rule"], let subject = values["subject"] else {
      return nil
    }
    return "\(rule)\n\(subject)"
  }
}

/// A row of a register, with those of its fields that name units.
public struct CaseSubject: Sendable, Hashable {
  public let register: String
  public let row: Int64
  /// Field id → unit id.
  public let names: [String: String]

  public init(register: String, row: Int64, names: [String: String]) {
    self.register = register
    self.row = row
    self.names = names
  }
}
