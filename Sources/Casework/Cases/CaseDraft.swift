import ActionPlan
import GRDB

/// What is worked out once, when a case is opened: its place, its town, the units its row names and
/// the words by which a search finds it.
struct CaseDraft {
  let opening: CaseOpening
  let procedure: Procedure
  let plan: Plan
  let place: Place?
  let isPlaceCertain: Bool

  init(_ opening: CaseOpening, procedure: Procedure, plan: Plan) {
    self.opening = opening
    self.procedure = procedure
    self.plan = plan
    if let id = opening.place, let place = plan.place(id) {
      self.place = place
      isPlaceCertain = opening.isPlaceCertain
    } else {
      let guess = opening.position.flatMap { plan.place(containing: $0) }
      place = guess?.place
      isPlaceCertain = guess.map { !$0.isApproximate } ?? false
    }
  }

  /// Unit ids by field id, for the fields that the procedure assigns or informs by.
  var fieldUnits: [String: String] {
    var units: [String: String] = [:]
    for field in procedure.assigningFields {
      guard let name = opening.subject?.names[field] else { continue }
      units[field] = plan.unit(name)?.id
    }
    return units
  }

  private func searchText(number: String) -> String {
    let words: [String?] = [
      number, procedure.label.zh, procedure.label.en, opening.facility, opening.facilityName,
      place?.label.zh, place?.label.en,
    ]
    return (words + opening.title.values.sorted { $0.key < $1.key }.map(\.value))
      .compactMap { $0 }.joined(separator: "\n")
  }

  /// - Returns: the new case's id.
  func insert(number: String, due: CaseDeadline?, at now: Int, in db: Database) throws -> Int64 {
    let words = searchText(number: number)
    try db.execute(
      sql: """
        INSERT INTO case_file (
          number, plan_digest, procedure, title_code, title_values, source_kind, source_id,
          severity, clause, lead_unit, facility, place, town_unit, is_place_certain, longitude,
          latitude, subject_register, subject_row, field_units, grounds, search_text, occurred_at,
          opened_at, is_opened_late, state, state_since, due_at, is_due_working, next_late_at, closed_at, version,
          likeness)
        VALUES (
          :number, :digest, :procedure, :titleCode, :titleValues, :sourceKind, :sourceID,
          :severity, :clause, :lead, :facility, :place, :town, :isPlaceCertain, :longitude,
          :latitude, :register, :row, :fieldUnits, :grounds, :search, :occurredAt,
          :now, :isLate, :state, :now, :dueAt, :isDueWorking, :nextLateAt, :closedAt, 1, :likeness)
        """,
      arguments: [
        "number": number, "digest": plan.digest, "procedure": procedure.id,
        "titleCode": opening.title.code.rawValue, "titleValues": encoded(opening.title.values),
        "sourceKind": opening.source.kind, "sourceID": opening.source.id,
        "severity": opening.severity.rawValue, "clause": opening.clause ?? procedure.clause,
        "lead": procedure.lead, "facility": opening.facility, "place": place?.id,
        "town": place?.unit, "isPlaceCertain": isPlaceCertain,
        "longitude": opening.position?.longitude, "latitude": opening.position?.latitude,
        "register": opening.subject?.register, "row": opening.subject?.row,
        "fieldUnits": encoded(fieldUnits), "grounds": encoded(opening.grounds),
        "search": words, "occurredAt": opening.occurredAt, "now": now,
        "isLate": opening.isLate, "state": Procedure.openedState, "dueAt": due?.at,
        "isDueWorking": due?.isWorking ?? false,
        "nextLateAt": procedure.nextTellingAt(due: due?.at, after: now),
        "closedAt": procedure.isFinal(Procedure.openedState) ? now : nil,
        "likeness": opening.title.likeness,
      ])
    let id = db.lastInsertedRowID
    try CaseSearch.add(id, words, in: db)
    return id
  }
}
