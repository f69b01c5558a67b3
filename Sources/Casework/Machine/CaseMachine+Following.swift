import ActionPlan
import Ledger

/// What follows from acts: deadlines that stood still, cases that go on, who is told.
extension CaseMachine {
  /// What is left of a deadline, in the time it is counted in; of one that is past, by the clock.
  func left(of due: CaseDeadline?, at now: Int) -> Int? {
    guard let due else { return nil }
    guard due.isWorking, due.at > now, let calendar else { return due.at - now }
    return calendar.workingSeconds(from: now, until: due.at)
  }

  /// The deadline with so much left from now on.
  func due(_ left: Int?, isWorking: Bool, from now: Int) -> CaseDeadline? {
    guard let left else { return nil }
    guard isWorking, left > 0, let calendar else {
      return CaseDeadline(at: now + left, isWorking: isWorking)
    }
    return CaseDeadline(at: calendar.instant(afterWorking: left, from: now), isWorking: true)
  }

  /// A closed case that goes on from a state. Its unit is the one that the plan assigns there, else the
  /// one that had it last; in the state in which cases open it has none. One that no unit ever had, such as
  /// an alarm dismissed at once, goes on from there: nobody could take it up otherwise.
  func goneOn(_ situation: CaseSituation, from state: String, at now: Int) -> CaseSituation {
    let assign = procedure.steps.first { $0.to == state && !$0.isReturn }?.assign
    let unit = assign.flatMap { named($0, in: situation) } ?? situation.assignedUnit
    let isNobodys = state == Procedure.openedState || (assign != nil && unit == nil)
    var after = situation
    after.state = isNobodys ? Procedure.openedState : state
    after.assignedUnit = isNobodys ? nil : unit
    after.closedAt = nil
    after.transfer = nil
    after.due = deadline(in: after.state, since: now)
    return after
  }

  /// Whoever gave the case away goes on seeing it, and whoever is offered it sees what it is.
  func informed(
    by act: CaseAct, before: CaseSituation, after: CaseSituation
  ) -> [String] {
    if case .offer(let unit) = act { return [unit] }
    guard let former = before.assignedUnit, former != after.assignedUnit else { return [] }
    return [former]
  }

  func decisionDue(of act: CaseAct, at now: Int) -> CaseDeadline? {
    guard act == .appeal, let rule = procedure.rules.appeal else { return nil }
    return CaseDeadline(
      at: rule.decideWithin.due(from: now, calendar: calendar),
      isWorking: rule.decideWithin.isWorking)
  }

  func tells(of act: CaseAct, before: CaseSituation, after: CaseSituation) -> [Tell] {
    let rules = procedure.rules
    let kind: Tell.Kind
    let told: [Recipient]
    switch act {
    case .prioritise, .reclassify:
      (kind, told) = (.prioritised, recipients(of: [.assignee], in: after))
    case .suspend: (kind, told) = (.suspended, recipients(of: [.assignee, .lead], in: after))
    case .resume: (kind, told) = (.resumed, recipients(of: [.assignee, .lead], in: after))
    case .offer(let unit): (kind, told) = (.offered, [.unit(unit)])
    case .accept: (kind, told) = (.accepted, before.assignedUnit.map { [.unit($0)] } ?? [])
    case .refuse:
      let arbiters = rules.transfer?.arbitrate ?? []
      (kind, told) = (.refused, recipients(of: [.assignee] + arbiters, in: after))
    case .arbitrate(let unit): (kind, told) = (.assigned, [.unit(unit)])
    case .reopen:
      (kind, told) = (.reopened, recipients(of: [.assignee, .lead, .duty], in: after))
    case .appeal:
      (kind, told) = (.appealed, recipients(of: rules.appeal?.decideBy ?? [], in: after))
    case .decide: (kind, told) = (.decided, recipients(of: [.facility], in: after))
    }
    return told.uniqued().map { Tell(recipient: $0, kind: kind) }
  }
}
