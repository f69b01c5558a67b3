public import ActionPlan

/// Steps that several units each take before the case goes on.
extension CaseMachine {
  /// The units that have not yet taken their share of a step since its state was reached, in the plan's
  /// order; empty for a step that one person takes.
  public func waiting(for step: Step, in situation: CaseSituation) -> [String] {
    let units = step.parallel.compactMap { named($0, in: situation) }.uniqued()
    guard !units.isEmpty else { return [] }
    let since = situation.history.lastIndex { $0.share == nil }.map { $0 + 1 } ?? 0
    let done = situation.history[since...].filter { $0.to == step.to }.compactMap(\.share)
    return units.filter { !done.contains($0) }
  }

  /// The units that a case in its present state waits for, of steps that several units each take.
  public func waitingUnits(in situation: CaseSituation) -> [String] {
    procedure.steps(from: situation.state).flatMap { waiting(for: $0, in: situation) }.uniqued()
  }

  /// The unit whose share the step is, where others still wait for theirs; nil for the last.
  func share(of mover: Mover, in step: Step, _ situation: CaseSituation) -> String? {
    let waiting = waiting(for: step, in: situation)
    guard let unit = mover.unit, waiting.contains(unit), waiting.count > 1 else { return nil }
    return unit
  }

  /// Units let in by a step: those it informs, those that each take the next one, and the one that
  /// handed the case on, which keeps seeing what becomes of its evidence.
  func informed(
    by step: Step, of mover: Mover, before: CaseSituation, after: CaseSituation
  ) -> [String] {
    let next = procedure.steps(from: step.to).flatMap(\.parallel)
    var units = (step.inform + next).compactMap { named($0, in: before) }
    if mover.relations.contains(.assignee), let former = before.assignedUnit {
      units.append(former)
    }
    return units.filter { $0 != after.assignedUnit }
  }
}
