public import ActionPlan

/// The rules of one procedure: which step may be taken by whom with what, and what follows.
///
/// Pure: it knows neither clock nor database. `CaseBook` asks it and does what it says.
public struct CaseMachine: Sendable {
  public let procedure: Procedure
  /// The units a case may be assigned to.
  public let units: [Unit]
  /// When offices work, for deadlines in working time: that of the plan in force, because holidays
  /// are moved year by year.
  public let calendar: WorkCalendar?

  public init(procedure: Procedure, units: [Unit], calendar: WorkCalendar? = nil) {
    self.procedure = procedure
    self.units = units
    self.calendar = calendar
  }

  /// Judges one step.
  ///
  /// - Parameters:
  ///   - target: the state the step leads to.
  ///   - isSkip: it is left out, which its note has to ground.
  ///   - now: epoch seconds; deadlines count from it.
  /// - Throws: `CaseRefusal`, which says what is missing; nothing has changed then.
  public func move(
    to target: String, in situation: CaseSituation, by mover: Mover, with evidence: StepEvidence,
    isSkip: Bool = false, at now: Int
  ) throws(CaseRefusal) -> Move {
    if situation.suspension != nil { throw .suspended }
    let step = try step(to: target, in: situation, for: mover, isSkip: isSkip)
    if !isSkip, let earlier = bar(on: step, for: mover.name, in: situation.history) {
      throw .ownWork(step: target, earlier: earlier)
    }
    try check(evidence, of: isSkip ? [.note] : needs(of: step, in: situation), for: step)
    if !isSkip, let share = share(of: mover, in: step, situation) {
      return Move(
        from: situation.state, step: step, assignedUnit: situation.assignedUnit, informedUnits: [],
        due: situation.due, isFinal: false, tells: [], share: share, isSkip: false)
    }
    let unit = try assignment(of: step, in: situation, by: mover, chosen: evidence.assignTo)
    var after = situation
    after.state = step.to
    after.assignedUnit = unit
    after.transfer = nil
    let informed = informed(by: step, of: mover, before: situation, after: after)
    return Move(
      from: situation.state, step: step, assignedUnit: unit,
      informedUnits: informed.uniqued(), due: deadline(after: step, in: situation, at: now),
      isFinal: procedure.isFinal(step.to),
      tells: tells(of: step, before: situation, after: after, informed: informed.uniqued()),
      share: nil, isSkip: isSkip)
  }

  /// The steps that a person's part in the case lets them take now, in the plan's order.
  public func openSteps(for mover: Mover, in situation: CaseSituation) -> [OpenStep] {
    guard situation.suspension == nil, situation.closedAt == nil else { return [] }
    var seen: Set<String> = []
    let leading = procedure.steps(from: situation.state)
    let taken = leading.compactMap { step -> OpenStep? in
      guard isFor(step, mover, in: situation), seen.insert(step.to).inserted else { return nil }
      return OpenStep(
        step: step, isSkip: false, needs: needs(of: step, in: situation),
        unitChoice: unitChoice(of: step, in: situation, by: mover),
        barredBy: bar(on: step, for: mover.name, in: situation.history))
    }
    let skipped = leading.filter { maySkip($0, mover) }.map { step in
      OpenStep(
        step: step, isSkip: true, needs: [.note],
        unitChoice: unitChoice(of: step, in: situation, by: mover),
        barredBy: nil)
    }
    return taken + skipped
  }

  /// The forward step that Lantian takes by itself from the present state: one that the plan allows
  /// `system`, that needs no evidence, checks nothing Lantian did itself, and whose unit is certain.
  public func automaticStep(in situation: CaseSituation) -> Step? {
    procedure.steps(from: situation.state).first { step in
      step.by.contains(.system) && !step.isReturn && needs(of: step, in: situation).isEmpty
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

  /// Deadline of a state reached at `start`: the earliest among its forward steps.
  public func deadline(in state: String, since start: Int) -> CaseDeadline? {
    procedure.steps(from: state).filter { !$0.isReturn }.compactMap(\.within).map { limit in
      CaseDeadline(
        at: limit.due(from: start, calendar: calendar), isWorking: limit.isWorking)
    }.min { $0.at < $1.at }
  }

  private func deadline(
    after step: Step, in situation: CaseSituation, at now: Int
  ) -> CaseDeadline? {
    if step.keepsDeadline, !procedure.isFinal(step.to), let running = situation.due {
      return running
    }
    return deadline(in: step.to, since: now)
  }

  /// The evidence a step needs: what the plan says, and of a step that ends the case the cause where
  /// nobody has named it.
  func needs(of step: Step, in situation: CaseSituation) -> [Step.Evidence] {
    guard situation.needsCause, procedure.isFinal(step.to), !step.needs.contains(.cause) else {
      return step.needs
    }
    return step.needs + [.cause]
  }

  private func step(
    to target: String, in situation: CaseSituation, for mover: Mover, isSkip: Bool
  ) throws(CaseRefusal) -> Step {
    let leading = procedure.steps(from: situation.state)
    guard !leading.isEmpty, situation.closedAt == nil else {
      throw .finished(state: situation.state)
    }
    let candidates = leading.filter { $0.to == target }
    guard !candidates.isEmpty else {
      throw .notFromHere(
        step: target, state: situation.state, allowed: leading.map(\.to).uniqued())
    }
    let step = candidates.first { isSkip ? maySkip($0, mover) : isFor($0, mover, in: situation) }
    guard let step else {
      throw .notYours(step: target, allowed: candidates.flatMap(\.by).uniqued())
    }
    return step
  }

  private func isFor(_ step: Step, _ mover: Mover, in situation: CaseSituation) -> Bool {
    guard step.parallel.isEmpty else {
      return mover.unit.map { waiting(for: step, in: situation).contains($0) } ?? false
    }
    return step.by.contains { mover.relations.contains($0) }
  }

  private func maySkip(_ step: Step, _ mover: Mover) -> Bool {
    step.optional.contains { mover.relations.contains($0) }
  }

  /// The earlier step by the same person that bars them, looked for since the last time the step's
  /// own state was entered. A return is no work of the kind it returns to.
  private func bar(on step: Step, for name: String, in history: [PastStep]) -> String? {
    let since = history.lastIndex { $0.to == step.to && $0.share == nil }.map { $0 + 1 } ?? 0
    return history[since...].first { past in
      past.by == name && !past.isReturn && !past.isSkip && step.notBy.contains(past.to)
    }?.to
  }

  private func check(
    _ evidence: StepEvidence, of needs: [Step.Evidence], for step: Step
  ) throws(CaseRefusal) {
    let missing = needs.filter { !evidence.offers($0) }
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
