import ActionPlan

extension Plan {
  /// The plan as it would be if these elements had never been written. What names them still does:
  /// a rule without its register watches nothing.
  func without(_ removed: Set<PlanElement>) -> Plan {
    guard !removed.isEmpty else { return self }
    return replacing(
      clauses: clauses.map { clause in
        clause.leading(clause.lead.filter { !removed.contains(.task(clause: clause.id, unit: $0)) })
      },
      registers: registers.filter {
        !removed.contains(.register($0.id)) && !removed.contains(.checklist($0.id))
      },
      rules: rules.filter { !removed.contains(.rule($0.id)) },
      procedures: procedures.filter { !removed.contains(.procedure($0.id)) },
      indicators: indicators.filter { !removed.contains(.indicator($0.id)) },
      checklists: checklists.filter { !removed.contains(.checklist($0.id)) },
      credits: credits.filter { !removed.contains(.credit($0.id)) },
      vetoes: vetoes.filter { !removed.contains(.veto($0.id)) },
      checks: checks.filter { !removed.contains(.check($0.id)) })
  }
}

extension Clause {
  fileprivate func leading(_ lead: [String]) -> Clause {
    Clause(
      id: id, label: label, lead: lead, with: with, target: target, due: due, rhythm: rhythm,
      milestones: milestones, pending: pending)
  }
}
