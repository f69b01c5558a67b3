/// Whether a procedure is a loop that closes: everything reachable, everything due some time, nothing
/// verified by who handled it.
extension PlanReader {
  func check(
    machine procedure: Procedure, _ steps: [(step: Step, location: Location)], _ table: Table
  ) {
    var states = [Procedure.openedState]
    let before = log.errorCount
    for (step, location) in steps {
      if step.to == Procedure.openedState {
        log.error(
          location, "a step leads back to \"opened\", where \(table.name) begins",
          "lead it to a state of its own")
      }
      if !states.contains(step.to) { states.append(step.to) }
    }
    checkNames(steps, states, table)
    // What hangs on a name that leads nowhere would only be told twice.
    guard log.errorCount == before else { return }
    checkReach(procedure, steps, states, table)
    checkDeadlines(procedure, steps, states, table)
    checkVerification(procedure, steps, table)
  }

  private func checkNames(
    _ steps: [(step: Step, location: Location)], _ states: [String], _ table: Table
  ) {
    var taken: Set<String> = []
    for (step, location) in steps {
      for from in step.from {
        if !states.contains(from) {
          log.error(
            location,
            "step \"\(step.to)\" of \(table.name) starts from \"\(from)\", a state no step leads to",
            suggestion(Value(location: location, content: .text(from)), among: states))
        }
        if !taken.insert("\(from)>\(step.to)").inserted {
          log.error(
            location, "\(table.name) has two steps from \"\(from)\" to \"\(step.to)\"",
            "join them, or give one a state of its own")
        }
      }
      for other in step.notBy where !states.dropFirst().contains(other) {
        log.error(
          location, "step \"\(step.to)\" of \(table.name) is not-by \"\(other)\", which is no step",
          suggestion(
            Value(location: location, content: .text(other)), among: Array(states.dropFirst())))
      }
    }
  }

  private func checkReach(
    _ procedure: Procedure, _ steps: [(step: Step, location: Location)], _ states: [String],
    _ table: Table
  ) {
    let reachable = closure(of: [Procedure.openedState]) { state in
      procedure.steps(from: state).map(\.to)
    }
    for state in states where !reachable.contains(state) {
      guard let location = steps.first(where: { $0.step.to == state })?.location else { continue }
      log.error(
        location, "no way leads from \"opened\" to \"\(state)\" of \(table.name)",
        "add a step to one of the states it starts from")
    }
    let ends = states.filter { procedure.isFinal($0) }
    guard !ends.isEmpty else {
      log.error(
        table.location(of: "steps"), "\(table.name) never ends: a step leads out of every state",
        "add a step to a state such as closed that no step leaves")
      return
    }
    let ending = closure(of: ends) { state in
      procedure.steps.filter { $0.to == state }.flatMap(\.from)
    }
    for state in states where reachable.contains(state) && !ending.contains(state) {
      log.error(
        table.location(of: "steps"), "a case of \(table.name) can be caught in \"\(state)\"",
        "add a way from it to an end")
    }
  }

  private func closure(of start: [String], _ next: (String) -> [String]) -> Set<String> {
    var found = Set(start)
    var open = start
    while let state = open.popLast() {
      for other in next(state) where found.insert(other).inserted { open.append(other) }
    }
    return found
  }

  private func checkDeadlines(
    _ procedure: Procedure, _ steps: [(step: Step, location: Location)], _ states: [String],
    _ table: Table
  ) {
    for (step, location) in steps where step.keepsDeadline && procedure.isFinal(step.to) {
      log.error(
        location,
        "step \"\(step.to)\" of \(table.name) keeps the deadline that runs, but ends the case",
        "remove keeps-deadline")
    }
    for state in states where !procedure.isFinal(state) {
      let forward = procedure.steps(from: state).filter { !$0.isReturn }
      if forward.isEmpty {
        log.error(
          table.location(of: "steps"), "only returns lead out of \"\(state)\" of \(table.name)",
          "add a step that goes on")
      } else if forward.allSatisfy({ $0.within == nil }) {
        log.error(
          table.location(of: "steps"), "a case of \(table.name) may stay in \"\(state)\" for ever",
          "add within to a step out of it")
      }
    }
  }

  /// A step into an end must be barred to whoever took the last handling step before it, and so must
  /// a step by others that takes up what was handled.
  private func checkVerification(
    _ procedure: Procedure, _ steps: [(step: Step, location: Location)], _ table: Table
  ) {
    for (step, location) in steps {
      let isEnd = procedure.isFinal(step.to)
      if isEnd, !step.optional.isEmpty {
        log.error(
          location, "step \"\(step.to)\" of \(table.name) ends the case and may be skipped",
          "remove optional; a step that ends the case is taken")
      }
      guard isEnd || !(step.isReturn || Self.isHandling(step)) else { continue }
      let handlers =
        isEnd
        ? Set(step.from.flatMap { lastHandlers(of: procedure, before: $0) })
        : handlers(of: procedure, into: step.from)
      for handler in handlers.sorted() where !step.notBy.contains(handler) {
        log.error(
          location,
          "step \"\(step.to)\" of \(table.name) may be taken by who took \"\(handler)\": nobody verifies what they handled",
          "add not-by: [\(handler)]")
      }
      if isEnd, handlers.isEmpty, Self.isHandling(step) {
        log.error(
          location, "step \"\(step.to)\" of \(table.name) ends the case by who handles it",
          "lead it to a state such as handled, and let the lead verify from there")
      }
    }
  }

  private static func isHandling(_ step: Step) -> Bool {
    !step.parallel.isEmpty || step.by.contains { $0 == .assignee || $0 == .facility }
  }

  /// The handling steps that lead straight into one of the states.
  private func handlers(of procedure: Procedure, into states: [String]) -> Set<String> {
    Set(
      procedure.steps.filter {
        states.contains($0.to) && !$0.isReturn && Self.isHandling($0)
      }.map(\.to))
  }

  private func lastHandlers(of procedure: Procedure, before state: String) -> Set<String> {
    var handlers: Set<String> = []
    var seen: Set<String> = [state]
    var open = [state]
    while let state = open.popLast() {
      for step in procedure.steps where step.to == state && !step.isReturn {
        if Self.isHandling(step) {
          handlers.insert(step.to)
        } else {
          for from in step.from where seen.insert(from).inserted { open.append(from) }
        }
      }
    }
    return handlers
  }
}
