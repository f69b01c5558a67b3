import ActionPlan
import GRDB
import Ledger

/// Findings beyond what a unit can look into in a day come together in one case of each procedure.
extension CaseBook {
  /// The name of the day's collecting case where the lead unit's budget is spent; nil where the finding
  /// opens a case of its own. What is grave always does.
  static func digestKey(
    of opening: CaseOpening, procedure: Procedure, plan: Plan, at now: Int, in db: Database
  ) throws -> String? {
    guard let budget = plan.dailyBudget, case .finding = opening.source,
      opening.severity < .grave
    else { return nil }
    let local = now + plan.utcOffsetSeconds
    let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    let start = day * 86_400 - plan.utcOffsetSeconds
    let opened = try Int.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT count(*) FROM case_file
          WHERE lead_unit = ? AND opened_at >= ? AND source_kind = 'finding'
          """),
      arguments: [procedure.lead, start])
    guard (opened ?? 0) >= budget else { return nil }
    return "\(procedure.lead)\n\(procedure.id)\n\(day)"
  }

  /// Adds a finding to the day's collecting case; nil where there is none yet, or it is closed.
  static func group(
    _ opening: CaseOpening, under digest: String, actor: Actor, at now: Int, in db: Database
  ) throws -> CaseFile? {
    let id = try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id FROM case_file WHERE digest_of = ? AND closed_at IS NULL
          ORDER BY id DESC LIMIT 1
          """),
      arguments: [digest])
    guard let id, let source = opening.source.id else { return nil }
    try db.execute(
      sql: "INSERT INTO case_source (source_kind, source_id, case_id) VALUES (?, ?, ?)",
      arguments: [opening.source.kind, source, id])
    var values = ["since": "\(opening.occurredAt)", "source": "\(source)", "grouped": "true"]
    values["subject"] = opening.facilityName ?? opening.facility ?? opening.title.values["subject"]
    return try join(existing(id, in: db), values: values, actor: actor, at: now, in: db)
  }
}
