import ActionPlan
import AirQuality
import GRDB
import Ledger

/// Reports as rows of the plan's register of complaints, which says how many are repeated.
enum ReportComplaints {
  /// Fields that a report fills.
  private static let filled: Set<String> = [
    "about", "received-on", "repeated", "place", "facility", "answered-on",
  ]

  /// Writes a report into the register, where the plan says that its category is a complaint. A
  /// register that requires more than a report knows stays with people. What was said and who said it
  /// stays with the case: the register is read by more people.
  static func note(
    _ report: Int64, category: String, file: CaseFile, plan: Plan, at received: Int, now: Int,
    in db: Database
  ) throws {
    guard let rules = plan.reports?.complaints, rules.categories.contains(category),
      let register = plan.complaints,
      register.fields.allSatisfy({ !$0.isRequired || filled.contains($0.id) })
    else { return }
    let label = plan.procedures.flatMap(\.intake.reportCategories).first { $0.id == category }
    var values: [String: FieldValue] = [
      "about": .text("\(label?.label.zh ?? category) \(file.number)"),
      "received-on": .text(day(received, plan)),
      "repeated": .flag(
        try isRepeated(report, category: category, file: file, within: rules, at: received, in: db)),
    ]
    if let place = file.place { values["place"] = .text(place) }
    if let facility = file.facility { values["facility"] = .text(facility) }
    values = values.filter { register.field($0.key) != nil }
    let row = try RegisterStore.insert(
      register, values, plan: plan, by: .system("casework"), why: file.number, at: now, in: db)
    try db.execute(
      sql: "UPDATE public_report SET complaint_row = ? WHERE id = ?", arguments: [row.id, report])
  }

  /// The same kind of complaint before, about the same facility or near by, or by the same person.
  private static func isRepeated(
    _ report: Int64, category: String, file: CaseFile, within rules: ReportRules.Complaints,
    at received: Int, in db: Database
  ) throws -> Bool {
    let person = try PublicReports.contact(of: report, in: db).flatMap(ReporterPhone.init)
    let earlier = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT f.facility, f.longitude, f.latitude, c.contact FROM public_report AS r
            JOIN case_file AS f ON f.source_kind = 'report' AND f.source_id = r.id
            LEFT JOIN report_contact AS c ON c.report_id = r.id
          WHERE r.category = ? AND r.received_at BETWEEN ? AND ? AND r.id <> ?
          """),
      arguments: [category, received - rules.repeatedSeconds, received, report])
    while let row = try earlier.next() {
      if let facility = file.facility, (row["facility"] as String?) == facility { return true }
      if let here = file.position, let there = coordinate(row),
        PhotoDoubts.metres(here, there) <= NearbyCases.metres
      {
        return true
      }
      if let person, (row["contact"] as String?).flatMap(ReporterPhone.init) == person {
        return true
      }
    }
    return false
  }

  /// Says in the register when complaints were answered. A row that people removed stays removed.
  static func noteAnswers(_ plan: Plan, at now: Int, in db: Database) throws {
    guard let register = plan.complaints, register.field("answered-on") != nil else { return }
    let answered = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT r.id, r.complaint_row, p.kept_at FROM public_report AS r
            JOIN report_promise AS p ON p.report_id = r.id AND p.kind = 'answer'
          WHERE r.complaint_row IS NOT NULL AND r.is_complaint_answered = 0
            AND p.kept_at IS NOT NULL LIMIT 500
          """))
    for row in answered {
      let (id, complaint): (Int64, Int64) = (row["id"], row["complaint_row"])
      if try RegisterStore.row(register, complaint, in: db) != nil {
        _ = try RegisterStore.update(
          register, row: complaint, ["answered-on": .text(day(row["kept_at"], plan))],
          versionSeen: nil, plan: plan, by: .system("casework"), at: now, in: db)
      }
      try db.execute(
        sql: "UPDATE public_report SET is_complaint_answered = 1 WHERE id = ?", arguments: [id])
    }
  }

  /// Takes the row of a report out again that was imported by mistake.
  static func withdraw(
    _ report: Int64, plan: Plan, by actor: Actor, at now: Int, in db: Database
  ) throws {
    let row = try Int64.fetchOne(
      db, sql: "SELECT complaint_row FROM public_report WHERE id = ?", arguments: [report])
    guard let row, let register = plan.complaints,
      try RegisterStore.row(register, row, in: db) != nil
    else { return }
    try RegisterStore.remove(register, row: row, versionSeen: nil, by: actor, at: now, in: db)
  }

  private static func day(_ at: Int, _ plan: Plan) -> String {
    CalendarDay(ofEpoch: at, utcOffsetSeconds: plan.utcOffsetSeconds).description
  }
}

/// The telephone number in what a reporter left, by which two reports are known to be one person's.
struct ReporterPhone: Sendable, Hashable {
  /// Seven to twelve digits, of a mobile number eleven.
  let digits: String

  /// - Returns: nil where there is none: two contacts without a number say nothing about each other.
  init?(_ contact: String) {
    var runs: [String] = [""]
    for character in contact {
      // Chinese numerals stand in names.
      if let digit = character.wholeNumberValue,
        character.unicodeScalars.first?.properties.generalCategory == .decimalNumber
      {
        runs[runs.count - 1].append("\(digit)")
      } else if !" -()（）+".contains(character) {
        runs.append("")
      }
    }
    for run in runs {
      for country in ["0086", "86"] where run.hasPrefix(country) && run.count == country.count + 11
      {
        self.digits = String(run.dropFirst(country.count))
        return
      }
      if (7...12).contains(run.count) {
        self.digits = run
        return
      }
    }
    return nil
  }
}
