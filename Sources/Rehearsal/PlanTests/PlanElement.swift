public import ActionPlan

/// An element of a plan that a test can watch, and that can be taken out to see whether the test
/// notices.
public enum PlanElement: Sendable, Hashable, Comparable, CustomStringConvertible {
  case indicator(String)
  case rule(String)
  case procedure(String)
  case register(String)
  case checklist(String)
  case credit(String)
  case veto(String)
  /// A check that answers on the spot.
  case check(String)
  /// What a lead unit has to do for a clause.
  case task(clause: String, unit: String)

  /// `indicator:diesel-spot-checks`, `task:3.3.a/MSB`.
  public var description: String {
    switch self {
    case .indicator(let id): "indicator:\(id)"
    case .rule(let id): "rule:\(id)"
    case .procedure(let id): "procedure:\(id)"
    case .register(let id): "register:\(id)"
    case .checklist(let id): "checklist:\(id)"
    case .credit(let id): "credit:\(id)"
    case .veto(let id): "veto:\(id)"
    case .check(let id): "check:\(id)"
    case .task(let clause, let unit): "task:\(clause)/\(unit)"
    }
  }

  public static func < (a: PlanElement, b: PlanElement) -> Bool { a.description < b.description }

  /// Whether the plan has it, for that clause.
  func serves(_ clause: String, in plan: Plan) -> Bool {
    switch self {
    case .indicator(let id): plan.indicator(id)?.clause == clause
    case .rule(let id): plan.rule(id)?.clause == clause
    case .procedure(let id): plan.procedure(id)?.clause == clause
    case .register(let id): plan.register(id)?.clause == clause
    case .checklist(let id): plan.checklist(id)?.clause == clause
    case .credit(let id): plan.credits.contains { $0.id == id && $0.clause == clause }
    case .veto(let id): plan.vetoes.contains { $0.id == id && $0.clause == clause }
    case .check(let id): plan.check(id)?.serves(clause) ?? false
    case .task(let of, let unit):
      of == clause && plan.clause(clause)?.lead.contains(unit) ?? false
    }
  }
}

extension Check {
  func serves(_ clause: String) -> Bool { self.clause == clause || clauses.contains(clause) }
}

extension PlanTest {
  /// The elements that its expectations watch. A register is watched where a row of it must be
  /// refused; one with a checklist is its checklist.
  public func elements(in plan: Plan) -> Set<PlanElement> {
    Set(
      entries.compactMap { entry -> PlanElement? in
        guard case .expect(let expectation) = entry.step else { return nil }
        switch expectation {
        case .indicator(let id, _, _): return .indicator(id)
        case .findings(let rule, _): return .rule(rule)
        case .cases(let procedure, _): return .procedure(procedure)
        case .task(let clause, let unit, _): return .task(clause: clause, unit: unit)
        case .credit(let scheme, _, _, _): return .credit(scheme)
        case .veto(let id, _, _): return .veto(id)
        case .check(let id, _, _): return .check(id)
        case .refused(let register, _, _):
          return plan.checklist(register) == nil ? .register(register) : .checklist(register)
        }
      })
  }
}
