import ActionPlan
import Seeds
import Testing

@testable import Casework
@testable import Ledger

/// Random histories over random procedures: whatever people try, no case comes into a state that the
/// plan does not know, loses its deadline, or is with nobody.
struct HistoryTests {
  static let movers: [Mover] = Step.Actor.allCases.flatMap { part in
    Unit.all.map { Mover(name: "\(part)-\($0.id)", relations: [part], unit: $0.id) }
  }

  @Test func `three thousand random histories never reach an illegal state`() throws {
    for seed in 0..<3_000 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let procedure = Procedure.random(using: &generator)
      let machine = CaseMachine(procedure: procedure, units: Unit.all, calendar: .office)
      var situation = CaseSituation(facility: "f-1", townUnit: "TOWN", isTownCertain: true)
      situation.due = machine.deadline(in: Procedure.openedState, since: District.start)
      var now = District.start
      for _ in 0..<30 {
        now += Int.random(in: -3_600...7_200, using: &generator)
        let mover = Self.movers.randomElement(using: &generator)!
        if Int.random(in: 0..<3, using: &generator) == 0 {
          act(machine, &situation, mover, at: now, &generator)
        } else {
          step(machine, &situation, mover, at: now, &generator)
        }
        guard isLegal(situation, machine) else {
          Issue.record("seed \(seed): \(situation)")
          return
        }
      }
    }
  }

  private func act(
    _ machine: CaseMachine, _ situation: inout CaseSituation, _ mover: Mover, at now: Int,
    _ generator: inout SeededGenerator
  ) {
    let act = CaseAct.random(using: &generator)
    let before = situation
    do throws(CaseRefusal) {
      situation = try machine.judge(act, in: situation, by: mover, ground: "why", at: now).after
      #expect(machine.openActs(for: mover, in: before, at: now).contains(act.name))
      if act != .reopen { #expect(situation.state == before.state) }
      if act.name != .resume, act.name != .suspend, act != .reopen {
        #expect(situation.due == before.due, "\(act.name) moved a deadline")
      }
    } catch { #expect(situation == before) }
  }

  private func step(
    _ machine: CaseMachine, _ situation: inout CaseSituation, _ mover: Mover, at now: Int,
    _ generator: inout SeededGenerator
  ) {
    let near = machine.procedure.steps(from: situation.state)
    guard let step = near.randomElement(using: &generator) else { return }
    var evidence = StepEvidence(note: "done")
    if Bool.random(using: &generator) {
      evidence.assignTo = Unit.all.randomElement(using: &generator)?.id
    }
    let isSkip = Int.random(in: 0..<4, using: &generator) == 0
    let waiting = machine.waiting(for: step, in: situation)
    do throws(CaseRefusal) {
      let move = try machine.move(
        to: step.to, in: situation, by: mover, with: evidence, isSkip: isSkip, at: now)
      if !step.parallel.isEmpty, !isSkip {
        #expect(waiting.contains(mover.unit ?? ""))
        #expect((move.share == nil) == (waiting.count == 1))
      }
      situation.apply(move, by: mover)
      if move.isFinal { situation.closedAt = now }
    } catch { return }
  }

  private func isLegal(_ situation: CaseSituation, _ machine: CaseMachine) -> Bool {
    let procedure = machine.procedure
    let isFinal = procedure.isFinal(situation.state)
    guard procedure.label(ofState: situation.state) != nil,
      (situation.closedAt != nil) == isFinal
    else { return false }
    if isFinal { return situation.due == nil && situation.suspension == nil }
    guard (situation.due == nil) == (situation.suspension != nil) else { return false }
    // Whoever it is with is a unit, and somebody can do something.
    if situation.state != Procedure.openedState, situation.assignedUnit == nil { return false }
    return Self.movers.contains { mover in
      !machine.openSteps(for: mover, in: situation).isEmpty
        || machine.openActs(for: mover, in: situation, at: 0).contains(.resume)
    } || situation.suspension != nil
  }
}
