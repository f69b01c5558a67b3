import ActionPlan
import Ledger
import Testing

@testable import Casework

/// What follows from an allowed step.
struct MachineMoveTests {
  let machine = CaseMachine(procedure: .fire, units: Unit.all)
  let desk = Mover(name: "account:1", relations: [.duty])
  let town = Mover(name: "account:2", relations: [.assignee])
  let bureau = Mover(name: "account:3", relations: [.lead])
  let work = StepEvidence(note: "put out", cause: "open-burning", photos: [.sample])

  @Test func `dispatching assigns the town, informs the bureau and starts the town's clock`() throws
  {
    let move = try machine.move(
      to: "dispatched", in: CaseSituation(townUnit: "TOWN", isTownCertain: true), by: desk,
      with: StepEvidence(), at: 1_000)
    #expect(move.assignedUnit == "TOWN")
    #expect(move.informedUnits == ["BUREAU"])
    #expect(move.due?.at == 1_000 + 1_800)
    #expect(!move.isFinal)
    #expect(
      move.tells == [
        Tell(recipient: .unit("TOWN"), kind: .assigned),
        Tell(recipient: .unit("BUREAU"), kind: .informed),
      ])
  }

  @Test func `the desk corrects a town that was guessed`() throws {
    let guessed = CaseSituation(townUnit: "TOWN", isTownCertain: false)
    let corrected = try machine.move(
      to: "dispatched", in: guessed, by: desk, with: StepEvidence(assignTo: "OTHER"), at: 0)
    #expect(corrected.assignedUnit == "OTHER")
    #expect(
      machine.openSteps(for: desk, in: guessed).map(\.unitChoice) == [.confirm(proposed: "TOWN")])
  }

  @Test func `Lantian takes its own step only where the town is certain`() {
    let certain = CaseSituation(townUnit: "TOWN", isTownCertain: true)
    #expect(machine.automaticStep(in: certain)?.to == "dispatched")
    #expect(machine.automaticStep(in: CaseSituation(townUnit: "TOWN")) == nil)
    #expect(machine.automaticStep(in: CaseSituation(state: "dispatched")) == nil)
  }

  @Test func `Lantian does not check what it did itself`() {
    let procedure = Procedure(
      id: "p", label: .any, clause: nil, lead: "BUREAU", intake: Intake(),
      steps: [
        .sample("dispatched", from: ["opened"], by: [.duty, .system], within: 60),
        .sample(
          "checked", from: ["dispatched"], by: [.lead, .system], within: 60, notBy: ["dispatched"]),
      ], late: [])
    let machine = CaseMachine(procedure: procedure, units: Unit.all)
    var situation = CaseSituation(
      state: "dispatched",
      history: [
        PastStep(from: "opened", to: "dispatched", by: Mover.lantian.name, isReturn: false)
      ])
    #expect(machine.automaticStep(in: situation) == nil)
    situation.history = [
      PastStep(from: "opened", to: "dispatched", by: desk.name, isReturn: false)
    ]
    #expect(machine.automaticStep(in: situation)?.to == "checked")
  }

  @Test func `a step that keeps the deadline gives nobody more time`() throws {
    let procedure = Procedure(
      id: "p", label: .any, clause: nil, lead: "BUREAU", intake: Intake(),
      steps: [
        .sample("explained", from: ["opened"], by: [.facility], keepsDeadline: true),
        .sample("handled", from: ["opened", "explained"], by: [.assignee], within: 1_800),
      ], late: [])
    let machine = CaseMachine(procedure: procedure, units: Unit.all)
    let firm = Mover(name: "account:5", relations: [.facility])
    let move = try machine.move(
      to: "explained", in: CaseSituation(due: CaseDeadline(at: 1_900)), by: firm,
      with: StepEvidence(), at: 1_000)
    #expect(move.due?.at == 1_900)
  }

  @Test func `a return goes back as often as needed and starts the clock anew`() throws {
    var situation = CaseSituation(
      state: "handled", assignedUnit: "TOWN", townUnit: "TOWN", isTownCertain: true)
    for round in 1...3 {
      let back = try machine.move(
        to: "dispatched", in: situation, by: bureau, with: StepEvidence(note: "again"),
        at: round * 10_000)
      #expect(back.step.isReturn)
      #expect(back.assignedUnit == "TOWN")
      #expect(back.due?.at == round * 10_000 + 1_800)
      #expect(back.tells == [Tell(recipient: .unit("TOWN"), kind: .returned)])
      situation.apply(back, by: bureau)
      let again = try machine.move(to: "handled", in: situation, by: town, with: work, at: 0)
      situation.apply(again, by: town)
    }
    let end = try machine.move(
      to: "verified", in: situation, by: bureau, with: StepEvidence(), at: 0)
    #expect(end.isFinal)
    #expect(end.due == nil)
    #expect(end.tells.isEmpty)
  }

  @Test func `everybody who handled since the last verification is barred, returns or not`() throws
  {
    var situation = CaseSituation(state: "handled", assignedUnit: "TOWN")
    let first = Mover(name: "account:7", relations: [.assignee, .lead])
    let second = Mover(name: "account:8", relations: [.assignee, .lead])
    situation.history = [
      PastStep(from: "dispatched", to: "handled", by: first.name, isReturn: false),
      PastStep(from: "handled", to: "dispatched", by: bureau.name, isReturn: true),
      PastStep(from: "dispatched", to: "handled", by: second.name, isReturn: false),
    ]
    for handler in [first, second] {
      #expect(throws: CaseRefusal.ownWork(step: "verified", earlier: "handled")) {
        try machine.move(
          to: "verified", in: situation, by: handler, with: StepEvidence(), at: 0)
      }
      #expect(
        machine.openSteps(for: handler, in: situation).first { $0.step.to == "verified" }?.barredBy
          == "handled")
    }
    #expect(
      try machine.move(to: "verified", in: situation, by: bureau, with: StepEvidence(), at: 0)
        .isFinal)
  }

  @Test func `handling before an earlier verification bars nobody from a later one`() throws {
    let reopened = CaseSituation(
      state: "handled",
      history: [
        PastStep(from: "dispatched", to: "handled", by: "account:7", isReturn: false),
        PastStep(from: "handled", to: "verified", by: "account:3", isReturn: false),
        PastStep(from: "verified", to: "dispatched", by: "account:3", isReturn: true),
        PastStep(from: "dispatched", to: "handled", by: "account:2", isReturn: false),
      ])
    let mover = Mover(name: "account:7", relations: [.lead])
    #expect(
      try machine.move(to: "verified", in: reopened, by: mover, with: StepEvidence(), at: 0)
        .isFinal)
  }

  @Test func `a row's field names the unit, and the desk chooses where it does not`() throws {
    let site = CaseMachine(procedure: .site, units: Unit.all)
    let known = CaseSituation(fieldUnits: ["authority": "BUREAU"])
    #expect(
      try site.move(to: "dispatched", in: known, by: desk, with: StepEvidence(), at: 0)
        .assignedUnit == "BUREAU")
    #expect(throws: CaseRefusal.unitNeeded(step: "dispatched")) {
      try site.move(
        to: "dispatched", in: CaseSituation(), by: desk, with: StepEvidence(), at: 0)
    }
    #expect(
      try site.move(
        to: "dispatched", in: CaseSituation(), by: desk, with: StepEvidence(assignTo: "TOWN"),
        at: 0
      ).assignedUnit == "TOWN")
  }
}

extension CaseSituation {
  mutating func apply(_ move: Move, by mover: Mover) {
    history.append(
      PastStep(
        from: state, to: move.step.to, by: mover.name, isReturn: move.step.isReturn,
        isSkip: move.isSkip, share: move.share))
    guard move.share == nil else { return }
    state = move.step.to
    transfer = nil
    assignedUnit = move.assignedUnit
    due = move.due
  }
}
