extension Plan {
  /// The plan with other elements of some kinds, under the same digest: for trying things out, never
  /// for putting in force.
  public func replacing(
    clauses: [Clause]? = nil, registers: [Register]? = nil, rules: [Rule]? = nil,
    procedures: [Procedure]? = nil, indicators: [Indicator]? = nil,
    checklists: [Checklist]? = nil, credits: [CreditScheme]? = nil, vetoes: [Veto]? = nil,
    checks: [Check]? = nil, sources: [DataSource]? = nil, destinations: [Destination]? = nil
  ) -> Plan {
    Plan(
      id: id, title: title, digest: digest, utcOffsetSeconds: utcOffsetSeconds, center: center,
      zoom: zoom, boundary: boundary, units: units, places: places, quantities: quantities,
      objectives: objectives, clauses: clauses ?? self.clauses,
      registers: registers ?? self.registers, rules: rules ?? self.rules,
      procedures: procedures ?? self.procedures, airDistrict: airDistrict, rankings: rankings,
      year: year, indicators: indicators ?? self.indicators,
      checklists: checklists ?? self.checklists, campaigns: campaigns, zones: zones,
      trades: trades, credits: credits ?? self.credits, vetoes: vetoes ?? self.vetoes,
      checks: checks ?? self.checks, roles: roles, tests: tests, chapters: chapters,
      documents: documents, calendar: calendar, dailyBudget: dailyBudget, loop: loop,
      reports: reports, systems: systems, quality: quality, sources: sources ?? self.sources,
      destinations: destinations ?? self.destinations)
  }
}
