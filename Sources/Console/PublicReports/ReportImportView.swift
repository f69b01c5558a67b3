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

  /// A row whose number a case has already.
  struct Known: Sendable {
    let knownLine: String
    let knownNumber: String
    let knownHref: String
    let knownCase: String
  }
  struct Hotline: Sendable {
    let hotlineID: String
    let hotlineName: String
  }

  /// New reports that the preview lists, and known ones.
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
  /// A CSV file has none.
  let faultsHaveSheets: Bool
  let moreFaults: String
  let rows: [Row]
  let hasRows: Bool
  let moreRows: String
  let knowns: [Known]
  let hasKnowns: Bool
  let hotlines: [Hotline]
  let hasHotlines: Bool
  let isNothing: Bool
  let mayApply: Bool
  let done: [Done]
  let hasDone: Bool

  init(
    _ upload: Upload?, sheet: ReportSheet?, _ compared: ReportImports.Comparison?,
    refusal: SheetError?,
    problem: String, imports: [ReportImport], people: RowPeople, names: PlanNames,
    time: LocalTime, now: Int
  ) {
    let texts = names.texts
    let new = compared?.new ?? []
    self.problem = problem
    hasProblem = !problem.isEmpty
    asksFile = upload == nil
    isPreview = upload != nil
    file = [upload?.file, sheet?.hotline.map { texts($0.label) }].compactMap(\.self)
      .joined(separator: " · ")
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
    let listed = (sheet?.faults.faults ?? []).map { FaultLine($0, texts) }
    faults = listed + (refusal.map { [FaultLine($0, texts)] } ?? [])
    faultsHaveSheets = faults.contains { !$0.sheet.isEmpty }
    let more = sheet?.faults.more ?? 0
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
    knowns = (compared?.known ?? []).prefix(Self.shown).map { report, file in
      Known(
        knownLine: "\(report.line)", knownNumber: report.number,
        knownHref: file.map { "/cases/\($0.id)" } ?? "/cases", knownCase: file?.number ?? "—")
    }
    hasKnowns = !knowns.isEmpty
    hotlines = (names.plan.reports?.hotlines ?? []).compactMap(names.plan.system).map {
      Hotline(hotlineID: $0.id, hotlineName: texts($0.label))
    }
    hasHotlines = !hotlines.isEmpty
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
