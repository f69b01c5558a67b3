import ActionPlan
import Foundation
import Ledger
import Seeds
import Testing

@testable import Casework

/// People who try everything, over every procedure of the plan that ships.
struct WalkTests {
  static let shipped: Plan? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return PlanFolder.read(root.appending(path: "Plans/shangyu-2021").path).plan
  }()

  /// Somebody of each part, and several of those that check one another.
  static let movers: [Mover] =
    Step.Actor.allCases.flatMap { part in
      (1...2).map { Mover(name: "\(part)-\($0)", relations: [part]) }
    } + [Mover(name: "both", relations: [.assignee, .lead, .duty])]
    + ["EEB", "PSB", "TRB"].map { Mover(name: $0, relations: [], unit: $0) }

  @Test func `no walk reaches an illegal state, and every walk can still end`() throws {
    let plan = try #require(Self.shipped)
    #expect(!plan.procedures.isEmpty)
    for procedure in plan.procedures {
      let machine = CaseMachine(
        procedure: procedure, units: plan.units, calendar: plan.calendar)
      let states = Set(procedure.steps.map(\.to) + [Procedure.openedState])
      for seed in 0..<200 as Range<UInt64> {
        var generator = SeededGenerator(seed: seed)
        var situation = CaseSituation(facility: "f-1", townUnit: plan.units.last?.id)
        for minute in 0..<20 {
          guard let mover = Self.movers.randomElement(using: &generator),
            let target = states.randomElement(using: &generator)
          else { continue }
          var evidence = Bool.random(using: &generator) ? StepEvidence.complete : StepEvidence()
          evidence.assignTo =
            Bool.random(using: &generator) ? plan.units.randomElement(using: &generator)?.id : nil
          do throws(CaseRefusal) {
            let move = try machine.move(
              to: target, in: situation, by: mover, with: evidence, at: minute * 60)
            check(move, in: situation, by: mover, procedure, at: minute * 60)
            situation.apply(move, by: mover)
          } catch { continue }
        }
        try finish(situation, machine, seed: seed)
      }
    }
  }

  private func check(
    _ move: Move, in situation: CaseSituation, by mover: Mover, _ procedure: Procedure, at now: Int
  ) {
    #expect(move.step.from.contains(situation.state))
    let isOfUnit = mover.unit.map { move.step.parallel.contains(.unit($0)) } ?? false
    #expect(isOfUnit || !mover.relations.isDisjoint(with: move.step.by + move.step.optional))
    let entered = situation.history.lastIndex { $0.to == move.step.to }.map { $0 + 1 } ?? 0
    let own = situation.history[entered...].filter { $0.by == mover.name && !$0.isReturn }
    #expect(Set(own.map(\.to)).isDisjoint(with: move.step.notBy), "\(procedure.id)")
    let limits = procedure.steps.filter { $0.from.contains(move.step.to) && !$0.isReturn }
      .compactMap { $0.within?.due(from: now, calendar: Self.shipped?.calendar) }
    let due = move.step.keepsDeadline || move.share != nil ? situation.due?.at : limits.min()
    #expect(move.due?.at == due, "\(procedure.id): \(move.step.to)")
    guard move.share == nil else { return }
    #expect((move.due == nil) == procedure.isFinal(move.step.to), "\(procedure.id)")
  }

  /// Walks on with fresh people along the forward steps until the case ends.
  private func finish(_ start: CaseSituation, _ machine: CaseMachine, seed: UInt64) throws {
    var situation = start
    for round in 0..<20 {
      if machine.procedure.isFinal(situation.state) { return }
      let step = try #require(
        machine.procedure.steps(from: situation.state).last { !$0.isReturn },
        "\(machine.procedure.id) seed \(seed): only returns out of \(situation.state)")
      // Of units that each take a step, one after the other.
      let unit = machine.waiting(for: step, in: situation).first
      let fresh = Mover(
        name: "fresh-\(round)", relations: Set(step.by).union([.duty]), unit: unit)
      var evidence = StepEvidence.complete
      switch machine.unitChoice(of: step, in: situation, by: fresh) {
      case .none: break
      case .choose, .confirm: evidence.assignTo = machine.units.first?.id
      }
      situation.apply(
        try machine.move(to: step.to, in: situation, by: fresh, with: evidence, at: 0), by: fresh)
    }
    Issue.record("\(machine.procedure.id) seed \(seed): no end after 20 steps")
  }

  @Test func `every procedure that ships can be kept and read back`() throws {
    for procedure in try #require(Self.shipped).procedures {
      let text = try encoded(ProcedureRecord(procedure))
      #expect(try decoded(ProcedureRecord.self, text).procedure() == kept(procedure))
    }
  }

  /// What alarms are called and how they are looked through is the plan's in force, not the case's.
  private func kept(_ procedure: Procedure) -> Procedure {
    Procedure(
      id: procedure.id, label: procedure.label, clause: procedure.clause, lead: procedure.lead,
      opened: procedure.opened,
      intake: Intake(
        cameraAlarms: procedure.intake.cameraKinds.map { Field.Choice(id: $0, label: .same($0)) },
        reportCategories: procedure.intake.reportCategories),
      causes: procedure.causes, steps: procedure.steps, remind: procedure.remind,
      late: procedure.late, rules: procedure.rules)
  }

  @Test func `a procedure kept before causes were the plan's asks for none`() throws {
    let text = try encoded(ProcedureRecord(.fire))
    let causes = try #require(text.firstMatch(of: /"causes":\[[^\]]*\],?/))
    let earlier = try decoded(ProcedureRecord.self, text.replacing(causes.0, with: "")).procedure()
    #expect(earlier.causes.isEmpty)
    #expect(earlier.steps.allSatisfy { !$0.needs.contains(.cause) })
    #expect(earlier.steps.count == Procedure.fire.steps.count)
  }

  @Test func `walks in a real ledger keep state, history and audit chain together`() async throws {
    let plan = try #require(Self.shipped)
    let district = try District(procedures: plan.procedures)
    let units = ["TOWN", "OTHER"] + Set(plan.procedures.map(\.lead)).sorted()
    var generator = SeededGenerator(seed: 42)
    let people =
      units.enumerated().map { Account.sample(Int64($0) + 10, .officer, unit: $1) } + [
        .desk, .firm,
      ]
    for (index, procedure) in plan.procedures.enumerated() {
      var file = try await district.open(
        procedure.id, finding: Int64(index + 1), facility: "f-1")
      // Without the short ways out, so that each walk is a long one.
      let steps = procedure.steps.filter {
        !(procedure.isFinal($0.to) && $0.from.contains(Procedure.openedState))
      }
      for _ in 0..<200 {
        let near = steps.filter { $0.from.contains(file.state) }
        let choice = Bool.random(using: &generator) && !near.isEmpty ? near : steps
        guard let account = people.randomElement(using: &generator),
          let step = choice.randomElement(using: &generator)
        else { continue }
        var evidence = StepEvidence.complete
        if Bool.random(using: &generator) { evidence.assignTo = "TOWN" }
        do {
          file = try await district.take(step.to, file, by: account, evidence)
        } catch is CaseRefusal {
          #expect(try await district.file(file.id) == file)
        }
      }
      let moves = try await district.events(file).filter { $0.toState != nil }
      #expect(moves.count > 2, "\(procedure.id): hardly a step was taken")
      #expect(moves.last?.toState == file.state)
      for (before, after) in zip(moves, moves.dropFirst()) {
        #expect(before.toState == after.fromState)
      }
    }
    let verdict = try await district.ledger.read { db in try AuditLog.verify(in: db) }
    guard case .intact = verdict else {
      Issue.record("\(verdict)")
      return
    }
  }
}
