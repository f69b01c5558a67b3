public import ActionPlan
public import GRDB
public import Ledger

/// The steps somebody may take in a case, now and after own steps, for a phone that will be out of reach.
public struct StepsAhead: Sendable {
  public let procedure: Procedure
  public let open: [OpenStep]
  /// By the state that own steps lead to.
  public let later: [String: [OpenStep]]
  public let mayAnnotate: Bool
  /// What somebody reported; nil for a case from elsewhere.
  public let report: String?
}

extension CaseBook {
  /// Steps that nobody but the account comes between. Where a step hands the case to others, or Lantian
  /// takes the next one, nothing is foretold.
  public static func stepsAhead(
    in file: CaseFile, for account: Account, plan: Plan, in db: Database
  ) throws -> StepsAhead {
    let machine = try machine(of: file, plan: plan, in: db)
    let mover = mover(account, in: file)
    let now = try situation(of: file, in: db)
    let open = machine.openSteps(for: mover, in: now)
    var later: [String: [OpenStep]] = [:]
    var reached = [(now, open)]
    while let (situation, steps) = reached.popLast() {
      for step in steps where step.isForetold && later[step.step.to] == nil {
        var after = situation
        after.state = step.step.to
        after.history.append(
          PastStep(
            from: situation.state, to: step.step.to, by: mover.name,
            isReturn: step.step.isReturn))
        guard step.step.to != file.state, machine.automaticStep(in: after) == nil else { continue }
        let next = machine.openSteps(for: mover, in: after)
        later[step.step.to] = next
        reached.append((after, next))
      }
    }
    return StepsAhead(
      procedure: machine.procedure, open: open, later: later.filter { !$0.value.isEmpty },
      mayAnnotate: file.isOpen
        && Policy.may(account, .noteCase, .caseFile(file.relation)),
      report: try PublicReports.find(file.source, in: db)?.text)
  }
}

extension OpenStep {
  /// Whether taking it leads to its state and leaves the case with whom it is.
  fileprivate var isForetold: Bool {
    !isSkip && barredBy == nil && unitChoice == .none && step.assign == nil
      && step.parallel.isEmpty
  }
}
