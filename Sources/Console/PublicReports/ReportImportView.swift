import ActionPlan
import Casework
import Ledger
import Sheets

/// A hotline's sheet before it is written, and what was imported before.
struct ReportImportView: Sendable {
  struct Done: Sendable {
    let doneFile: String
    let counts: String
    let who: String
    let when: Moment
    let undoAction: String
    let isUndone: Bool
  }
  struct Row: Sendable {
    let line: String
    let number: String
    let category: String
    let text: String
    let received: String
  }

  /// New reports that the preview lists.
  private static let shown = 100

  let problem: String
  let hasProblem: Bool
  let asksFile: Bool
  let isPreview: Bool
  let file: String
  let hint: String
  let applyAction: String
  let discardAction: String
  let expected: String
  let knownCount: String
  let faultCount: String
  let hasFaults: Bool
  let faults: [FaultLine]
  let moreFaults: String
  let rows: [Row]
  let hasRows: Bool
  let moreRows: String
  let isNothing: Bool
  let mayApply: Bool
  let done: [Done]
  let hasDone: Bool

  init(
    _ upload: Upload?, sheet: ReportSheet?, new: [SheetReport], refusal: SheetError?,
    problem: String, imports: [ReportImport], people: RowPeople, names: PlanNames,
    time: LocalTime, now: Int
  ) {
    let texts = names.texts
    self.problem = problem
    hasProblem = !problem.isEmpty
    asksFile = upload == nil
    isPreview = upload != nil
    file = upload?.file ?? ""
    hint = texts(
      "reports.importHint",
      [
        "limit": "\(SubmittedForm.Limit.fileBytes / 1024 / 1024)",
        "rows": "\(ReportSheet.rowLimit)",
      ])
    applyAction = "/reports/imports/\(upload?.token ?? "")/apply"
    discardAction = "/reports/imports/\(upload?.token ?? "")/discard"
    expected = "\(new.count)"
    let all = sheet?.reports.count ?? 0
    knownCount = "\(all - new.count)"
    let listed = (sheet?.faults ?? []).map { FaultLine($0, texts) }
    faults = listed + (refusal.map { [FaultLine($0, texts)] } ?? [])
    let more = sheet?.moreFaults ?? 0
    faultCount = "\(faults.count + more)"
    hasFaults = !faults.isEmpty
    moreFaults = more == 0 ? "" : texts("registers.importMoreFaults", ["count": "\(more)"])
    let categories = PublicReports.categories(of: names.plan)
    rows = new.prefix(Self.shown).map { report in
      Row(
        line: "\(report.line)", number: report.number,
        category: categories.first { $0.id == report.category }.map { texts($0.label) }
          ?? report.category, text: String(report.text.prefix(120)),
        received: report.receivedAt.map { time.minute($0) } ?? "—")
    }
    hasRows = !rows.isEmpty
    moreRows =
      new.count > Self.shown ? texts("reports.moreRows", ["n": "\(new.count - Self.shown)"]) : ""
    isNothing = sheet != nil && faults.isEmpty && new.isEmpty
    mayApply = sheet != nil && faults.isEmpty && !new.isEmpty
    done = imports.map { one in
      Done(
        doneFile: one.file,
        counts: texts(
          "reports.importCounts", ["new": "\(one.newCount)", "known": "\(one.knownCount)"]),
        who: people.name(one.actor), when: Moment(one.at, now: now, time: time, texts: texts),
        undoAction: "/reports/imported/\(one.id)/undo", isUndone: one.undoneBy != nil)
    }
    hasDone = !done.isEmpty
  }
}
