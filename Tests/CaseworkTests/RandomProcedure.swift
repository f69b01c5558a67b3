import ActionPlan
import Seeds

@testable import Casework

extension Procedure {
  /// A procedure made at random: a line of states with returns, parallel and optional steps, and every
  /// right beside the steps given to somebody.
  static func random(using generator: inout SeededGenerator) -> Procedure {
    let count = Int.random(in: 2...5, using: &generator)
    let states = [Procedure.openedState] + (1...count).map { "s\($0)" }
    let actors: [Step.Actor] = [.duty, .assignee, .lead, .facility, .leader]
    func some(_ generator: inout SeededGenerator) -> [Step.Actor] {
      [actors.randomElement(using: &generator)!, actors.randomElement(using: &generator)!]
    }
    var steps: [Step] = []
    for at in 1...count {
      let isParallel = at > 1 && at < count && Int.random(in: 0..<4, using: &generator) == 0
      let isOptional = at < count && Int.random(in: 0..<4, using: &generator) == 0
      let limits: [TimeLimit] = [.clock(900), .working(7_200), .workingDays(2)]
      steps.append(
        Step(
          to: states[at], label: .any, from: [states[at - 1]],
          by: isParallel ? [] : some(&generator),
          parallel: isParallel ? [.unit("BUREAU"), .unit("OTHER"), .townOfPlace] : [],
          optional: isOptional ? some(&generator) : [],
          assign: at == 1 ? .choose : Bool.random(using: &generator) ? nil : .unit("OTHER"),
          inform: [], within: limits.randomElement(using: &generator), needs: [.note],
          notBy: at > 1 ? [states[at - 1]] : [], isReturn: false))
      if at > 2 {
        steps.append(
          .sample(
            states[at - 2], from: [states[at - 1]], by: some(&generator), needs: [.note],
            isReturn: true))
      }
    }
    return Procedure(
      id: "random", label: .any, clause: nil, lead: "BUREAU", intake: Intake(), steps: steps,
      remind: [Reminder(beforeSeconds: 600, tell: [.assignee])],
      late: [Lateness(afterSeconds: 0, tell: [.lead])],
      rules: CaseRules(
        suspension: SuspensionRule(by: some(&generator), longestSeconds: 86_400),
        transfer: TransferRule(by: some(&generator), arbitrate: some(&generator)),
        reopening: ReopeningRule(
          by: some(&generator), to: states[Int.random(in: 0..<count, using: &generator)],
          withinSeconds: 864_000),
        appeal: AppealRule(
          within: .workingDays(3), decideBy: some(&generator), decideWithin: .clock(3_600)),
        relapseSeconds: 86_400))
  }
}

extension CaseAct {
  static func random(using generator: inout SeededGenerator) -> CaseAct {
    let unit = Unit.all.randomElement(using: &generator)!.id
    let acts: [CaseAct] = [
      .prioritise(CasePriority.allCases.randomElement(using: &generator)!),
      .reclassify(Severity.allCases.randomElement(using: &generator)!), .suspend, .resume,
      .offer(unit: unit), .accept, .refuse, .arbitrate(unit: unit), .reopen, .appeal,
      .decide(isGranted: Bool.random(using: &generator)),
    ]
    return acts.randomElement(using: &generator)!
  }
}
