public import ActionPlan

extension Coverage {
  /// Measures a plan against a list of clauses, running every test of the plan several times.
  ///
  /// - Parameter plan: a checked plan.
  /// - Throws: what SQLite and the file system said.
  public static func of(
    _ plan: Plan, against list: ClauseList
  ) async throws -> Coverage {
    let runner = try await PlanTestRunner(plan)
    let proofs = try await runner.answers(of: plan.tests) { try await runner.proof(by: $0) }
    let listed = Set(list.entries.map(\.id))
    return Coverage(
      clauses: list.entries.map { entry in
        ClauseCoverage(
          entry, in: plan, proofs: proofs.filter { $0.result.clause == entry.id })
      },
      unlisted: plan.clauses.map(\.id).filter { !listed.contains($0) },
      tests: proofs.map(\.result))
  }
}

extension ClauseCoverage {
  init(_ entry: ClauseList.Entry, in plan: Plan, proofs: [TestProof]) {
    id = entry.id
    guard let clause = plan.clause(entry.id) else {
      (status, elements, differences) = (.pending, [], [])
      missing = ["the plan has no clause \(entry.id)"]
      isInPlan = false
      return
    }
    isInPlan = true
    elements = plan.elements(of: clause)
    differences = Self.differences(clause, entry, in: plan)
    var missing = clause.pending.map(\.en)
    if missing.isEmpty, !proofs.contains(where: \.isProven) {
      missing = proofs.isEmpty ? ["no passing test"] : proofs.compactMap(\.missing)
    }
    self.missing = missing
    status = missing.isEmpty ? .carried : .pending
  }

  private static func differences(
    _ clause: ActionPlan.Clause, _ entry: ClauseList.Entry, in plan: Plan
  ) -> [String] {
    let towns = plan.units.filter { $0.kind == .town }.map(\.id)
    func expanded(_ units: [String]) -> [String] {
      units.flatMap { $0 == ClauseList.everyTown ? towns : [$0] }
    }
    var differences: [String] = []
    let lead = expanded(entry.lead)
    if Set(clause.lead) != Set(lead) || clause.lead.first != lead.first {
      differences.append(
        "lead is \(shown(clause.lead)), the list says \(shown(entry.lead))")
    }
    if Set(clause.with) != Set(expanded(entry.with)) {
      differences.append("with is \(shown(clause.with)), the list says \(shown(entry.with))")
    }
    if clause.target?.en != entry.target {
      differences.append(
        "target is \(shown(clause.target?.en)), the list says \(shown(entry.target))")
    }
    return differences
  }

  private static func shown(_ units: [String]) -> String {
    units.isEmpty ? "nobody" : units.joined(separator: ", ")
  }

  private static func shown(_ target: String?) -> String { target.map { "\"\($0)\"" } ?? "none" }
}

extension Plan {
  /// Everything that names the clause, by kind and in the plan's order; its tasks last.
  fileprivate func elements(of clause: ActionPlan.Clause) -> [String] {
    let id = clause.id
    var elements: [String] = []
    func add(_ kind: String, _ ids: some Sequence<String>) {
      elements += ids.map { "\(kind):\($0)" }
    }
    add("objective", objectives.filter { $0.clause == id }.map(\.id))
    add("indicator", indicators.filter { $0.clause == id }.map(\.id))
    add("rule", rules.filter { $0.clause == id }.map(\.id))
    add("procedure", procedures.filter { $0.clause == id }.map(\.id))
    add("checklist", checklists.filter { $0.clause == id }.map(\.id))
    add("register", registers.filter { $0.clause == id && $0.checklist == nil }.map(\.id))
    add("campaign", campaigns.filter { $0.clause == id }.map(\.id))
    add("zone", zones.filter { $0.clause == id }.map(\.id))
    add("credit", credits.filter { $0.clause == id }.map(\.id))
    add("veto", vetoes.filter { $0.clause == id }.map(\.id))
    add("check", checks.filter { $0.serves(id) }.map(\.id))
    add("ranking", rankings.filter { $0.clause == id }.map(\.id))
    add("task", clause.lead.map { "\(id)/\($0)" })
    return elements
  }
}
