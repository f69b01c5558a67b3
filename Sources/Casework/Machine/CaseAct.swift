public import ActionPlan

/// What may be done with a case beside its steps. The ground is the note of the evidence given with it.
public enum CaseAct: Sendable, Hashable {
  case prioritise(CasePriority)
  case reclassify(Severity)
  case suspend
  case resume
  /// Offers the case to another unit.
  case offer(unit: String)
  /// Takes what was offered, or refuses it.
  case accept
  case refuse
  /// Decides whose the case is while a transfer is open.
  case arbitrate(unit: String)
  case reopen
  case appeal
  case decide(isGranted: Bool)

  /// Permanent name, in forms, audit log and history.
  public enum Name: String, Sendable, CaseIterable {
    case accept, refuse, arbitrate, decide, resume, prioritise, reclassify, offer, suspend, reopen
    case appeal
  }

  public var name: Name {
    switch self {
    case .prioritise: .prioritise
    case .reclassify: .reclassify
    case .suspend: .suspend
    case .resume: .resume
    case .offer: .offer
    case .accept: .accept
    case .refuse: .refuse
    case .arbitrate: .arbitrate
    case .reopen: .reopen
    case .appeal: .appeal
    case .decide: .decide
    }
  }

  /// What it changes to, as history and audit log keep it.
  var values: [String: String] {
    switch self {
    case .prioritise(let priority): ["priority": priority.rawValue]
    case .reclassify(let severity): ["severity": severity.rawValue]
    case .offer(let unit), .arbitrate(let unit): ["unit": unit]
    case .decide(let isGranted): ["decision": isGranted ? "granted" : "upheld"]
    case .suspend, .resume, .accept, .refuse, .reopen, .appeal: [:]
    }
  }
}

extension CaseAct.Name {
  /// Whether nobody may do it without saying why.
  public var needsGround: Bool { self != .resume && self != .accept }

  /// Whether it is done in an open case, and whether in a closed one.
  var fits: (open: Bool, closed: Bool) {
    switch self {
    case .reopen: (false, true)
    case .appeal, .decide: (true, true)
    default: (true, false)
    }
  }
}

/// What follows from an act.
public struct ActOutcome: Sendable, Hashable {
  public let act: CaseAct
  /// The case afterwards.
  public let after: CaseSituation
  /// Units let in.
  public let informedUnits: [String]
  public let tells: [Tell]
  /// When an appeal has to be decided.
  public let decisionDue: CaseDeadline?
}
