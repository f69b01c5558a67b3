public import ActionPlan

/// The rules of one procedure: which step may be taken by whom with what, and what follows.
///
/// Pure: it knows neither clock nor database. `CaseBook` asks it and does what it says.
public struct CaseMachine: Sendable {
  public let procedure: Procedure
  /// The units a case may be assigned to.
  public let units: [Unit]

  public init(procedure: Procedure, units: [Unit]) {
    self.procedure = procedure
    self.units = units
  }

  /// Judges one step.
  ///
  /// - Parameters:
  ///   - target: the state the step leads to.
  ///   - now: epoch seconds; deadlines count from it.
  /// - Throws: `CaseRefusal`, which says what is missing; nothing has changed then.
  public func move(
    to target: String, in situation: CaseSituation, by mover: Mover, with evidence: StepEvidence,
    at now: Int
  ) throws(CaseRefusal) -> Move {
    let step = try step(to: target, in: situation, for: mover)
    if let earlier = bar(on: step, for: mover.name, in: situation.history) {
      throw .ownWork(step: target, earlier: earlier)
    }
    try check(evidence, for: step)
    let unit = try assignment(of: step, in: situation, by: mover, chosen: evidence.assignTo)
    var after = situation
    after.state = step.to
    after.assignedUnit = unit
    let informed = step.inform.compactMap { named($0, in: situation) }.filter { $0 != unit }
    return Move(
      from: situation.state, step: step, assignedUnit: unit,
      informedUnits: informed.uniqued(), dueAt: dueAt(after: step, in: situation, at: now),
      isFinal: procedure.isFinal(step.to),
      tells: tells(of: step, before: situation, after: after, informed: informed.uniqued()))
  }

  /// The steps that a person's part in the case lets them take now, in the plan's order.
  public func openSteps(for mover: Mover, in situation: CaseSituation) -> [OpenStep] {
    var seen: Set<String> = []
    return procedure.steps(from: situation.state).compactMap { step in
      guard isFor(step, mover), seen.insert(step.to).inserted else { return nil }
      return OpenStep(
        step: step, unitChoice: unitChoice(of: step, in: situation, by: mover),
        barredBy: bar(on: step, for: mover.name, in: situation.history))
    }
  }

  /// The forward step that Lantian takes by itself from the present state: one that the plan allows
  /// `system`, that needs no evidence, checks nothing Lantian did itself, and whose unit is certain.
  public func automaticStep(in situation: CaseSituation) -> Step? {
    procedure.steps(from: situation.state).first { step in
      step.by.contains(.system) && !step.isReturn && step.needs.isEmpty
        && bar(on: step, for: Mover.lantian.name, in: situation.history) == nil
        && isAssignmentCertain(of: step, in: situation)
    }
  }

  private func isAssignmentCertain(of step: Step, in situation: CaseSituation) -> Bool {
    do {
      _ = try assignment(of: step, in: situation, by: .lantian, chosen: nil)
      return true
    } catch {
      return false
    }
  }

  /// Deadline of a state reached at `start`: the shortest among its forward steps.
  public func dueAt(in state: String, since start: Int) -> Int? {
    procedure.steps(from: state).filter { !$0.isReturn }.compactMap(\.withinSeconds).min()
      .map { start + $0 }
  }

  private func dueAt(after step: Step, in situation: CaseSituation, at now: Int) -> Int? {
    if step.keepsDeadline, !procedure.isFinal(step.to), let running = situation.dueAt {
      return running
    }
    return dueAt(in: step.to, since: now)
  }

  private func step(
    to target: String, in situation: CaseSituation, for mover: Mover
  ) throws(CaseRefusal) -> Step {
    let leading = procedure.steps(from: situation.state)
    guard !leading.isEmpty else { throw .finished(state: situation.state) }
    let candidates = leading.filter { $0.to == target }
    guard !candidates.isEmpty else {
      throw .notFromHere(
        step: target, state: situation.state, allowed: leading.map(\.to).uniqued())
    }
    guard let step = candidates.first(where: { isFor($0, mover) }) else {
      throw .notYours(step: target, allowed: candidates.flatMap(\.by).uniqued())
    }
    return step
  }

  private func isFor(_ step: Step, _ mover: Mover) -> Bool {
    step.by.contains { mover.relations.contains($0) }
  }

  /// The earlier step by the same person that bars them, looked for since the last time the step's
  /// own state was entered. A return is no work of the kind it returns to.
  private func bar(on step: Step, for name: String, in history: [PastStep]) -> String? {
    let since = history.lastIndex { $0.to == step.to }.map { $0 + 1 } ?? 0
    return history[since...].first { past in
      past.by == name && !past.isReturn && step.notBy.contains(past.to)
    }?.to
  }

  private func check(_ evidence: StepEvidence, for step: Step) throws(CaseRefusal) {
    let missing = step.needs.filter { !evidence.offers($0) }
    guard missing.isEmpty else { throw .missingEvidence(step: step.to, missing) }
    try evidence.checkLimits()
    if let cause = evidence.cause, !cause.isEmpty,
      !procedure.causes.contains(where: { $0.id == cause })
    {
      throw .unknownCause(cause)
    }
    if let position = evidence.position, !position.isOnEarth { throw .positionNotOnEarth }
  }
}

extension Mover {
  /// Lantian itself.
  static let lantian = Mover(name: "system:casework", relations: [.system])
}

extension Sequence where Element: Hashable {
  /// Each element once, in order of first appearance.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
