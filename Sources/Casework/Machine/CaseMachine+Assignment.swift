import ActionPlan
import Ledger

extension CaseMachine {
  /// The unit the case is assigned to after the step.
  func assignment(
    of step: Step, in situation: CaseSituation, by mover: Mover, chosen: String?
  ) throws(CaseRefusal) -> String? {
    if let chosen, !units.contains(where: { $0.id == chosen }) { throw .unknownUnit(chosen) }
    switch unitChoice(of: step, in: situation, by: mover) {
    case .choose:
      guard let chosen else { throw .unitNeeded(step: step.to) }
      return chosen
    case .confirm(let proposed):
      guard let unit = chosen ?? (isCertain(step, in: situation) ? proposed : nil) else {
        throw .unitNeeded(step: step.to)
      }
      return unit
    case .none:
      guard let rule = step.assign else {
        guard chosen == nil else { throw .unitNotYours(step: step.to) }
        return situation.assignedUnit
      }
      guard let unit = named(rule, in: situation), isCertain(step, in: situation) else {
        throw .unitNeeded(step: step.to)
      }
      guard chosen == nil || chosen == unit else { throw .unitNotYours(step: step.to) }
      return unit
    }
  }

  /// A unit the plan fixes is fixed. One that follows from the place or a row is the desk's to
  /// confirm or correct; other people take it as it is and choose only where it is not known.
  func unitChoice(
    of step: Step, in situation: CaseSituation, by mover: Mover
  ) -> OpenStep.UnitChoice {
    switch step.assign {
    case nil, .unit: return .none
    case .choose: return .choose
    case .townOfPlace, .field:
      let proposed = step.assign.flatMap { named($0, in: situation) }
      let isOpen = proposed == nil || !isCertain(step, in: situation)
      let mayChoose = mover.relations.contains(.duty) || (isOpen && mover.relations != [.system])
      return mayChoose ? .confirm(proposed: proposed) : .none
    }
  }

  /// The unit an assignment names; nil where the case does not say, or the taker chooses.
  func named(_ rule: Step.Assignment, in situation: CaseSituation) -> String? {
    switch rule {
    case .townOfPlace: situation.townUnit
    case .field(let field): situation.fieldUnits[field]
    case .unit(let unit): unit
    case .choose: nil
    }
  }

  private func isCertain(_ step: Step, in situation: CaseSituation) -> Bool {
    step.assign == .townOfPlace ? situation.isTownCertain : true
  }

  /// Whom a step is told to: the unit newly assigned, the units informed, and everybody who can
  /// take a forward step next.
  func tells(
    of step: Step, before: CaseSituation, after: CaseSituation, informed: [String]
  ) -> [Tell] {
    var tells: [Tell] = []
    if let unit = after.assignedUnit, step.assign != nil, !step.isReturn {
      tells.append(Tell(recipient: .unit(unit), kind: .assigned))
    }
    let next = procedure.steps(from: step.to).filter { !$0.isReturn }
    let shares = next.flatMap(\.parallel).compactMap { named($0, in: after) }.uniqued()
    for unit in shares where !tells.contains(where: { $0.recipient == .unit(unit) }) {
      tells.append(Tell(recipient: .unit(unit), kind: .assigned))
    }
    for recipient in recipients(of: next.flatMap(\.by), in: after)
    where !tells.contains(where: { $0.recipient == recipient }) {
      tells.append(Tell(recipient: recipient, kind: step.isReturn ? .returned : .awaits))
    }
    for unit in informed where !tells.contains(where: { $0.recipient == .unit(unit) }) {
      tells.append(Tell(recipient: .unit(unit), kind: .informed))
    }
    return tells
  }

  /// The people behind actors of the plan, each once.
  func recipients(of actors: [Step.Actor], in situation: CaseSituation) -> [Recipient] {
    actors.flatMap { actor -> [Recipient] in
      switch actor {
      case .duty: return [.role(.duty)]
      case .assignee:
        let waiting = waitingUnits(in: situation)
        if !waiting.isEmpty { return waiting.map { .unit($0) } }
        return situation.assignedUnit.map { [.unit($0)] } ?? []
      case .lead: return [.unit(procedure.lead)]
      case .leader: return [.role(.leader)]
      case .facility: return situation.facility.map { [.facility($0)] } ?? []
      case .system: return []
      }
    }.uniqued()
  }
}
