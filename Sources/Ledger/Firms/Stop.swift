/// What a firm declared in one go: the rows of one stop, one for each point and quantity.
public struct Stop: Sendable, Hashable {
  /// Rows of the declarations register, ascending; the first names the stop.
  public let rows: [Int64]
  public let facility: String
  /// A choice of the register's `kind`.
  public let kind: String
  /// Points and quantities it explains; empty for all of the facility's.
  public let points: [String]
  public let factors: [String]
  /// Epoch seconds, [from, until), as declared.
  public let from: Int
  public let until: Int
  public let reason: String
  /// Id of an attachment.
  public let photo: Int64?
  public let declaredAt: Int
  /// As the audit log names them.
  public let declaredBy: String
  public let withdrawnAt: Int?
  /// Who withdrew it and why; empty where nobody did.
  public let withdrawnBy: String
  public let ground: String
  /// What was over its limit when it was declared.
  public let exceedances: [StopExceedance]

  public enum State: String, Sendable {
    case coming, running, over, withdrawn
  }

  public func state(at now: Int) -> State {
    if withdrawnAt != nil { return .withdrawn }
    if now < from { return .coming }
    return now < until ? .running : .over
  }
}

/// A value that broke a limit of a rule when a stop was declared.
public struct StopExceedance: Sendable, Hashable {
  public let rule: String
  public let point: String
  public let quantity: String
  /// `above`, `below`, `outside`, `equals`.
  public let comparison: String
  /// Decimals in the quantity's unit.
  public let value: String
  public let limit: String
  public let upperLimit: String?
  /// Of the sample, epoch seconds.
  public let at: Int

  public init(
    rule: String, point: String, quantity: String, comparison: String, value: String,
    limit: String, upperLimit: String?, at: Int
  ) {
    self.rule = rule
    self.point = point
    self.quantity = quantity
    self.comparison = comparison
    self.value = value
    self.limit = limit
    self.upperLimit = upperLimit
    self.at = at
  }
}

/// What somebody writes down to declare a stop.
public struct StopDraft: Sendable, Hashable {
  public var kind: String
  /// Empty for all.
  public var points: [String]
  public var factors: [String]
  /// Epoch seconds; nil where nothing that reads as a time was written.
  public var from: Int?
  public var until: Int?
  public var reason: String
  public var photo: StagedAttachment?

  public init(
    kind: String, points: [String] = [], factors: [String] = [], from: Int?, until: Int?,
    reason: String, photo: StagedAttachment? = nil
  ) {
    self.kind = kind
    self.points = points
    self.factors = factors
    self.from = from
    self.until = until
    self.reason = reason
    self.photo = photo
  }
}

/// Why a stop was not declared or withdrawn.
public enum StopRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// The plan has no register of declarations.
  case noRegister
  case notYours
  case unknownKind
  case timeMissing
  /// It begins before what the plan allows, which is from then on.
  case backdated(earliest: Int)
  case endsBeforeItBegins
  /// It would be over already.
  case over
  case tooLong(days: Int)
  case reasonMissing
  case foreignPoint
  case unknownFactor
  case tooMany(limit: Int)
  case noStop
  /// It has ended or was withdrawn before.
  case notRunning
  case badRequestID
  case requestReused

  /// Permanent name, by which pages tell it.
  public var code: String {
    switch self {
    case .noRegister: "no-register"
    case .notYours: "not-yours"
    case .unknownKind: "unknown-kind"
    case .timeMissing: "time-missing"
    case .backdated: "backdated"
    case .endsBeforeItBegins: "ends-before"
    case .over: "over"
    case .tooLong: "too-long"
    case .reasonMissing: "reason-missing"
    case .foreignPoint: "foreign-point"
    case .unknownFactor: "unknown-factor"
    case .tooMany: "too-many"
    case .noStop: "no-stop"
    case .notRunning: "not-running"
    case .badRequestID: "bad-request"
    case .requestReused: "request-reused"
    }
  }

  public var description: String {
    switch self {
    case .noRegister: "the plan has no register of declared stops; add one with role: declarations"
    case .notYours: "stops of this firm are not yours to declare; ask the firm's contact"
    case .unknownKind: "the kind is none of the register's choices; choose one"
    case .timeMissing: "a time is missing; write from when until when"
    case .backdated(let earliest):
      "it begins before \(earliest) (epoch seconds); declare it beforehand, from then on"
    case .endsBeforeItBegins: "it ends before it begins; write a later end"
    case .over: "it would be over already; write an end that is still to come"
    case .tooLong(let days): "it lasts longer than \(days) days; declare it in parts"
    case .reasonMissing: "the reason is missing; say what is stopped and why"
    case .foreignPoint: "a point is none of the firm's; choose among its own"
    case .unknownFactor: "a quantity is none of the register's choices; choose among these"
    case .tooMany(let limit): "more than \(limit) points and quantities; leave them all out instead"
    case .noStop: "there is no such stop of this firm; look it up in the list"
    case .notRunning: "it has ended or was withdrawn; nothing is left to withdraw"
    case .badRequestID: "the request's id is missing or malformed; reload the page and send again"
    case .requestReused:
      "the request was answered with another content; reload the page and send again"
    }
  }
}
