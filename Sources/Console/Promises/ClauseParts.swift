import ActionPlan

/// The elements of a plan that carry out one clause.
struct ClauseParts: Sendable {
  let objectives: [Objective]
  let indicators: [Indicator]
  /// Without those that checklists make.
  let registers: [Register]
  let checklists: [Checklist]
  let rules: [Rule]
  let procedures: [Procedure]
  let campaigns: [Campaign]
  let checks: [Check]
  let zones: [Zone]
  let credits: [CreditScheme]
  let vetoes: [Veto]

  init(of clause: String, in plan: Plan) {
    objectives = plan.objectives.filter { $0.clause == clause }
    indicators = plan.indicators.filter { $0.clause == clause }
    registers = plan.registers.filter { $0.clause == clause && $0.checklist == nil }
    checklists = plan.checklists.filter { $0.clause == clause }
    rules = plan.rules.filter { $0.clause == clause }
    procedures = plan.procedures.filter { $0.clause == clause }
    campaigns = plan.campaigns.filter { $0.clause == clause }
    checks = plan.checks.filter { $0.clause == clause || $0.clauses.contains(clause) }
    zones = plan.zones.filter { $0.clause == clause }
    credits = plan.credits.filter { $0.clause == clause }
    vetoes = plan.vetoes.filter { $0.clause == clause }
  }
}
