import ActionPlan
import Ledger
import Testing

@testable import Casework

/// Every way in which a step is refused, and that the refusal says what to do.
struct MachineRefusalTests {
  struct Attempt: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let to: String
    var situation = CaseSituation(townUnit: "TOWN", isTownCertain: true)
    var mover = Mover(name: "account:1", relations: [.duty])
    var evidence = StepEvidence()
    let refusal: CaseRefusal
  }

  static let handler = Mover(name: "account:2", relations: [.assignee, .lead])
  static let complete = StepEvidence(note: "done", cause: "weather", photos: [.sample])

  static let attempts: [Attempt] = [
    Attempt(
      testDescription: "a finished case", to: "handled",
      situation: CaseSituation(state: "verified"), refusal: .finished(state: "verified")),
    Attempt(
      testDescription: "a step from elsewhere", to: "verified",
      refusal: .notFromHere(step: "verified", state: "opened", allowed: ["dispatched"])),
    Attempt(
      testDescription: "a step that does not exist", to: "<script>",
      refusal: .notFromHere(step: "<script>", state: "opened", allowed: ["dispatched"])),
    Attempt(
      testDescription: "somebody else's step", to: "dispatched",
      mover: Mover(name: "account:9", relations: [.facility]),
      refusal: .notYours(step: "dispatched", allowed: [.duty, .system])),
    Attempt(
      testDescription: "a stranger", to: "dispatched", mover: Mover(name: "x", relations: []),
      refusal: .notYours(step: "dispatched", allowed: [.duty, .system])),
    Attempt(
      testDescription: "verifying one's own work", to: "verified",
      situation: CaseSituation(
        state: "handled", assignedUnit: "TOWN",
        history: [
          PastStep(from: "dispatched", to: "handled", by: "account:2", isReturn: false)
        ]),
      mover: handler, refusal: .ownWork(step: "verified", earlier: "handled")),
    Attempt(
      testDescription: "all evidence missing", to: "handled",
      situation: CaseSituation(state: "dispatched", assignedUnit: "TOWN"), mover: handler,
      refusal: .missingEvidence(step: "handled", [.photo, .note, .cause])),
    Attempt(
      testDescription: "a blank note", to: "handled",
      situation: CaseSituation(state: "dispatched", assignedUnit: "TOWN"), mover: handler,
      evidence: StepEvidence(note: " \n", cause: "weather", photos: [.sample]),
      refusal: .missingEvidence(step: "handled", [.note])),
    Attempt(
      testDescription: "an unknown cause", to: "handled",
      situation: CaseSituation(state: "dispatched", assignedUnit: "TOWN"), mover: handler,
      evidence: StepEvidence(note: "a", cause: "ghosts", photos: [.sample]),
      refusal: .unknownCause("ghosts")),
    Attempt(
      testDescription: "a note over the limit", to: "handled",
      situation: CaseSituation(state: "dispatched", assignedUnit: "TOWN"), mover: handler,
      evidence: StepEvidence(
        note: String(repeating: "长", count: 4_001), cause: "weather", photos: [.sample]),
      refusal: .textTooLong(field: "note", found: 4_001, limit: 4_000)),
    Attempt(
      testDescription: "too many photos", to: "handled",
      situation: CaseSituation(state: "dispatched", assignedUnit: "TOWN"), mover: handler,
      evidence: StepEvidence(
        note: "a", cause: "weather", photos: Array(repeating: .sample, count: 13)),
      refusal: .tooManyPhotos(found: 13, limit: 12)),
    Attempt(
      testDescription: "a position off the Earth", to: "handled",
      situation: CaseSituation(state: "dispatched", assignedUnit: "TOWN"), mover: handler,
      evidence: StepEvidence(
        note: "a", cause: "weather", photos: [.sample],
        position: Coordinate(longitude: 181, latitude: 30)),
      refusal: .positionNotOnEarth),
    Attempt(
      testDescription: "a position that is no number", to: "handled",
      situation: CaseSituation(state: "dispatched", assignedUnit: "TOWN"), mover: handler,
      evidence: StepEvidence(
        note: "a", cause: "weather", photos: [.sample],
        position: Coordinate(longitude: .nan, latitude: 30)),
      refusal: .positionNotOnEarth),
    Attempt(
      testDescription: "a town that nobody confirmed", to: "dispatched",
      situation: CaseSituation(townUnit: "TOWN", isTownCertain: false),
      refusal: .unitNeeded(step: "dispatched")),
    Attempt(
      testDescription: "no town at all", to: "dispatched", situation: CaseSituation(),
      refusal: .unitNeeded(step: "dispatched")),
    Attempt(
      testDescription: "a unit the plan does not have", to: "dispatched",
      evidence: StepEvidence(assignTo: "MOON"), refusal: .unknownUnit("MOON")),
    Attempt(
      testDescription: "a choice where there is none", to: "handled",
      situation: CaseSituation(state: "dispatched", assignedUnit: "TOWN"), mover: handler,
      evidence: StepEvidence(
        note: "a", cause: "weather", photos: [.sample], assignTo: "BUREAU"),
      refusal: .unitNotYours(step: "handled")),
  ]

  @Test(arguments: attempts)
  func `a refused step says what is missing`(attempt: Attempt) throws {
    let machine = CaseMachine(procedure: .fire, units: Unit.all)
    let refusal = #expect(throws: CaseRefusal.self) {
      try machine.move(
        to: attempt.to, in: attempt.situation, by: attempt.mover, with: attempt.evidence, at: 0)
    }
    #expect(refusal == attempt.refusal)
    #expect(refusal?.code.isEmpty == false)
  }

  @Test func `the first complaint is the one that matters most`() {
    let machine = CaseMachine(procedure: .fire, units: Unit.all)
    let own = CaseSituation(
      state: "handled", history: [PastStep(from: "", to: "handled", by: "a", isReturn: false)])
    #expect(throws: CaseRefusal.notYours(step: "verified", allowed: [.lead])) {
      try machine.move(
        to: "verified", in: own, by: Mover(name: "a", relations: [.duty]), with: StepEvidence(),
        at: 0)
    }
  }
}
