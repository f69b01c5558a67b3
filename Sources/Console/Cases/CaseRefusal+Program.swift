import ActionPlan
import Casework

/// Refusals of casework for programs: what was found, in the ids of the plan, and what to do.
extension IntakeFault {
  init(_ refusal: CaseRefusal) {
    let (found, remedy) = refusal.forPrograms
    self.init(refusal.status, refusal.code, found, remedy, field: refusal.field)
  }
}

extension CaseRefusal {
  /// The field of the request that is at fault; nil where none is.
  fileprivate var field: String? {
    switch self {
    case .missingEvidence(_, let missing):
      missing.first.map { $0 == .photo ? "photos" : $0.rawValue }
    case .textTooLong(let field, _, _): field == "publicAnswer" ? "answer" : field
    case .positionNotOnEarth: "position"
    case .unknownCause: "cause"
    case .tooManyPhotos: "photos"
    case .unknownInstrument, .calibrationOver, .unknownQuantity, .noNumber: "reading"
    case .unitNeeded, .unknownUnit, .unitNotYours: "unit"
    case .stale: "version"
    case .requestReused, .badRequestID: "request"
    case .nobodyToAnswer: "answer"
    case .noSuchOther: "other"
    case .tooMany: "cases"
    case .unknownSystem: "system"
    case .numberMisshaped, .numberTaken, .hasNumber: "number"
    case .numberChanged: "former"
    default: nil
    }
  }

  fileprivate var forPrograms: (found: String, remedy: String) {
    switch self {
    case .unknownCase: ("there is no such case for this account", "look it up with GET /api/cases")
    case .finished(let state):
      ("the case is closed in state \(state)", "reopen it first, where its procedure allows that")
    case .notFromHere(let step, let state, let allowed):
      (
        "step \(step) does not lead out of state \(state)",
        "take one of: \(allowed.joined(separator: ", "))"
      )
    case .notYours(let step, let allowed):
      (
        "\(step) is not this account's to take",
        "let who is one of these take it: \(allowed.map(\.rawValue).joined(separator: ", "))"
      )
    case .ownWork(let step, let earlier):
      ("this account took step \(earlier)", "let another account take step \(step)")
    case .missingEvidence(let step, let missing):
      (
        "\(step) still needs: \(missing.map(\.rawValue).joined(separator: ", "))",
        "send what is missing with a new request id"
      )
    case .textTooLong(let field, let found, let limit):
      ("\(field) has \(found) characters", "shorten it to \(limit)")
    case .positionNotOnEarth: ("the position is not on Earth", "send WGS-84 degrees")
    case .unknownCause(let cause):
      ("the procedure has no cause \(cause)", "send one that GET /api/cases/ID lists")
    case .tooManyPhotos(let found, let limit):
      ("\(found) photos were sent", "send at most \(limit)")
    case .tooMany(let found, let limit): ("\(found) cases were named", "name at most \(limit)")
    case .stale(let state, let version, let seen):
      (
        "the case is at version \(version) in state \(state), not at version \(seen)",
        "read it again, decide anew and send a new request id"
      )
    case .requestReused(let id):
      ("request \(id) was another one", "choose a new id for what is new")
    case .badRequestID:
      ("the request id is missing or malformed", "send 8 to 64 letters, digits and hyphens")
    default: furtherForPrograms
    }
  }

  private var furtherForPrograms: (found: String, remedy: String) {
    switch self {
    case .unknownInstrument(let instrument):
      ("no register lists instrument \(instrument)", "check its number, or register it first")
    case .calibrationOver(let instrument, let until):
      ("the calibration of \(instrument) ended on \(until)", "use another instrument")
    case .unknownQuantity(let quantity):
      ("the plan has no quantity \(quantity)", "send the id of one of the plan's quantities")
    case .noNumber(let text): ("the reading \(text) is no number", "send a decimal number as text")
    case .unitNeeded(let step): ("\(step) needs the unit that the case goes to", "send unit")
    case .unknownUnit(let unit): ("the plan has no unit \(unit)", "send the id of one of its units")
    case .unitNotYours(let step): ("\(step) does not let its taker choose", "leave unit out")
    case .suspended: ("the case is suspended", "resume it first")
    case .isOpen: ("the case is open", "do it once the case is closed")
    case .notInProcedure(let act): ("the case's procedure has no \(act)", "leave it")
    case .nothingChanged(let act): ("\(act) would change nothing", "read the case again")
    case .tooLate(let act): ("the time for \(act) is over", "leave it")
    case .merged(let other): ("the case was merged into \(other)", "work that one")
    case .noSuchOther(let other): ("there is no other case \(other)", "check the number")
    case .disagreedBefore: ("the reporter has disagreed before", "leave it")
    case .unknownSystem(let system):
      ("the plan has no other system \(system)", "send the id of one of its systems")
    case .numberMisshaped(let number, let forms):
      ("\(number) is no number of the system", "send one like \(forms.joined(separator: ", "))")
    case .numberTaken(let number, let other):
      ("\(number) belongs to case \(other)", "check which of the two is right")
    case .hasNumber(let number):
      ("the case has number \(number) in the system", "send it as former to change it")
    case .numberChanged(let number):
      ("the case has no longer number \(number)", "read the case again")
    case .nobodyToAnswer: ("the case comes from no public report", "leave answer out")
    default: (code, "read the case again")
    }
  }
}
