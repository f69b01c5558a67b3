public import ActionPlan

/// Why a step or a note was refused. Pages tell it by `code` and `values` in both languages.
public enum CaseRefusal: Error, Sendable, Hashable {
  /// No such case, or not one the account may see: the answer is the same.
  case unknownCase(Int64)
  /// The case is closed; nothing more can be done in it.
  case finished(state: String)
  /// The step does not lead out of the present state; `allowed` do.
  case notFromHere(step: String, state: String, allowed: [String])
  /// The step belongs to others.
  case notYours(step: String, allowed: [Step.Actor])
  /// The same person took an earlier step that this one checks.
  case ownWork(step: String, earlier: String)
  /// Every piece of evidence that is missing, at once.
  case missingEvidence(step: String, [Step.Evidence])
  case textTooLong(field: String, found: Int, limit: Int)
  case positionNotOnEarth
  case unknownCause(String)
  case tooManyPhotos(found: Int, limit: Int)
  /// No register of the plan lists the instrument; it may not measure for a case.
  case unknownInstrument(String)
  /// The instrument's calibration ended with this day.
  case calibrationOver(instrument: String, until: String)
  case unknownQuantity(String)
  /// A reading's value is no decimal number.
  case noNumber(String)
  /// The desk has to say which unit the case goes to.
  case unitNeeded(step: String)
  case unknownUnit(String)
  /// A unit was chosen in a step that does not let its taker choose.
  case unitNotYours(step: String)
  /// Somebody was faster: the case is no longer at the version seen.
  case stale(state: String, version: Int, seen: Int)
  /// The request id already stands for something else.
  case requestReused(String)
  /// A request id is 8 to 64 letters, digits and hyphens.
  case badRequestID
  /// The case is suspended; it has to be resumed first.
  case suspended
  /// The case is open, and this is done only in closed ones.
  case isOpen
  /// The case's procedure does not allow it.
  case notInProcedure(String)
  /// It would change nothing.
  case nothingChanged(String)
  /// The time for it is over.
  case tooLate(String)
  /// The case was merged into the one of this number.
  case merged(into: String)
  /// No other case of this number that could be linked or merged.
  case noSuchOther(String)
  /// More cases at once than one request may name.
  case tooMany(found: Int, limit: Int)
  /// The reporter has disagreed before.
  case disagreedBefore
  /// The case does not come from a public report, so nobody waits for an answer.
  case nobodyToAnswer
  /// The plan has no other system of this id.
  case unknownSystem(String)
  /// It does not look like a number of the system; `forms` say how one looks.
  case numberMisshaped(String, forms: [String])
  /// The number belongs to another case, and the system gives one to one.
  case numberTaken(String, by: String)
  /// The case has this number in the system already, and may have one.
  case hasNumber(String)
  /// Somebody else has changed the number that was seen.
  case numberChanged(String)

  /// Permanent name of the kind of refusal.
  public var code: String {
    switch self {
    case .unknownCase: "unknown-case"
    case .finished: "finished"
    case .notFromHere: "not-from-here"
    case .notYours: "not-yours"
    case .ownWork: "own-work"
    case .missingEvidence: "missing-evidence"
    case .textTooLong: "text-too-long"
    case .positionNotOnEarth: "position-not-on-earth"
    case .unknownCause: "unknown-cause"
    case .tooManyPhotos: "too-many-photos"
    case .unknownInstrument: "unknown-instrument"
    case .calibrationOver: "calibration-over"
    case .unknownQuantity: "unknown-quantity"
    case .noNumber: "no-number"
    case .unitNeeded: "unit-needed"
    case .unknownUnit: "unknown-unit"
    case .unitNotYours: "unit-not-yours"
    case .stale: "stale"
    case .requestReused: "request-reused"
    case .badRequestID: "bad-request-id"
    case .nobodyToAnswer: "nobody-to-answer"
    case .suspended: "suspended"
    case .isOpen: "is-open"
    case .notInProcedure: "not-in-procedure"
    case .nothingChanged: "nothing-changed"
    case .tooLate: "too-late"
    case .merged: "merged"
    case .noSuchOther: "no-such-other"
    case .disagreedBefore: "disagreed-before"
    case .tooMany: "too-many"
    case .unknownSystem: "unknown-system"
    case .numberMisshaped: "number-misshaped"
    case .numberTaken: "number-taken"
    case .hasNumber: "has-number"
    case .numberChanged: "number-changed"
    }
  }

  /// What the text of the refusal names; lists are separated by commas.
  public var values: [String: String] {
    switch self {
    case .unknownCase(let id): ["case": "\(id)"]
    case .finished(let state): ["state": state]
    case .notFromHere(let step, let state, let allowed):
      ["step": step, "state": state, "allowed": allowed.joined(separator: ",")]
    case .notYours(let step, let allowed):
      ["step": step, "allowed": allowed.map(\.rawValue).joined(separator: ",")]
    case .ownWork(let step, let earlier): ["step": step, "earlier": earlier]
    case .missingEvidence(let step, let missing):
      ["step": step, "missing": missing.map(\.rawValue).joined(separator: ",")]
    case .textTooLong(let field, let found, let limit):
      ["field": field, "found": "\(found)", "limit": "\(limit)"]
    case .unknownCause(let cause): ["cause": cause]
    case .tooManyPhotos(let found, let limit), .tooMany(let found, let limit):
      ["found": "\(found)", "limit": "\(limit)"]
    case .unknownInstrument(let instrument): ["instrument": instrument]
    case .calibrationOver(let instrument, let until):
      ["instrument": instrument, "until": until]
    case .unknownQuantity(let quantity): ["quantity": quantity]
    case .noNumber(let text): ["text": text]
    case .unitNeeded(let step), .unitNotYours(let step): ["step": step]
    case .unknownUnit(let unit): ["unit": unit]
    case .stale(let state, let version, let seen):
      ["state": state, "version": "\(version)", "seen": "\(seen)"]
    case .requestReused(let id): ["request": id]
    case .notInProcedure(let step), .nothingChanged(let step), .tooLate(let step): ["step": step]
    case .merged(let number), .noSuchOther(let number): ["other": number]
    case .unknownSystem(let system): ["system": system]
    case .numberMisshaped(let number, let forms):
      ["number": number, "forms": forms.joined(separator: ",")]
    case .numberTaken(let number, let other): ["number": number, "other": other]
    case .hasNumber(let number), .numberChanged(let number): ["number": number]
    case .positionNotOnEarth, .badRequestID, .nobodyToAnswer, .suspended, .isOpen,
      .disagreedBefore:
      [:]
    }
  }
}
