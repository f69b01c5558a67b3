import ActionPlan
import Casework
import Ledger
import Sheets

/// The other systems of the plan.
struct ExchangeIndexView: Sendable {
  struct Line: Sendable {
    let lineHref: String
    let lineName: String
    let casesHref: String
    let cases: String
    let differHref: String
    let differing: String
    let hasDiffering: Bool
  }
  let systems: [Line]
  let isEmpty: Bool

  init(_ all: [OutsideSystem], counts: [(all: Int, differing: Int)], texts: Texts) {
    systems = zip(all, counts).map { system, count in
      let id = LocalPath.encode(system.id)
      return Line(
        lineHref: "/exchange/\(id)", lineName: texts(system.label),
        casesHref: "/cases?show=all&system=\(id)",
        cases: texts("exchange.cases", ["count": "\(count.all)"]),
        differHref: "/cases?show=all&system=\(id)&differs=1",
        differing: texts("exchange.differing", ["count": "\(count.differing)"]),
        hasDiffering: count.differing > 0)
    }
    isEmpty = all.isEmpty
  }
}

/// The page of one other system: export, upload, preview, what was taken in before.
struct ExchangeView: Sendable {
  struct Done: Sendable {
    let doneFile: String
    let counts: String
    let who: String
    let when: Moment
    let undoAction: String
    let isUndone: Bool
    let mayUndo: Bool
  }
  struct Sheet: Sendable {
    let sheetName: String
    let isChosen: Bool
  }
  struct Line: Sendable {
    let line: String
    let caseHref: String
    let caseNumber: String
    let caseState: String
    let kind: String
    let kindClass: String
    let before: String
    let after: String
    let differs: Bool
    let asks: Bool
    let answerName: String
  }

  let title: String
  let hint: String
  let words: String
  let hasWords: Bool
  let problem: String
  let hasProblem: Bool
  let asksFile: Bool
  let isPreview: Bool
  let file: String
  let ownHref: String
  let exportHref: String
  let templateHref: String
  let uploadAction: String
  let applyAction: String
  let discardAction: String
  let mark: String
  let sheet: String
  let sheets: [Sheet]
  let hasSheets: Bool
  let added: String
  let changed: String
  let same: String
  let conflicting: String
  let faultCount: String
  let faults: [FaultLine]
  /// A CSV file has none.
  let faultsHaveSheets: Bool
  let hasFaults: Bool
  let moreFaults: String
  let lines: [Line]
  let hasLines: Bool
  let moreLines: String
  let asksOnce: Bool
  let mayApply: Bool
  let isNothing: Bool
  let done: [Done]
  let hasDone: Bool

  /// Lines shown of a preview.
  private static let shownLines = 200

  /// - Parameter refusal: why the file is no table.
  init(
    _ system: OutsideSystem, reading: ExchangeReading?, upload: Upload?, refusal: SheetError?,
    problem: String, done: [CaseExchange], account: Account, people: RowPeople, names: PlanNames,
    time: LocalTime, now: Int
  ) {
    let texts = names.texts
    let base = "/exchange/\(LocalPath.encode(system.id))"
    title = texts(system.label)
    hint = texts(
      "exchange.hint",
      [
        "limit": "\(SubmittedForm.Limit.fileBytes / 1024 / 1024)",
        "rows": "\(ExchangeTable.rowLimit)",
      ])
    words = system.words.map(\.word).joined(separator: texts("layout.separator"))
    hasWords = !system.words.isEmpty
    self.problem = problem
    hasProblem = !problem.isEmpty
    asksFile = upload == nil
    isPreview = upload != nil
    file = upload?.file ?? ""
    ownHref = "\(base)/imports/\(upload?.token ?? "")"
    exportHref = "/cases/export?show=all&words=\(LocalPath.encode(system.id))&numbered=1"
    templateHref = base + "/template"
    uploadAction = base + "/imports"
    applyAction = ownHref + "/apply"
    discardAction = ownHref + "/discard"
    let preview = reading?.preview
    mark = preview?.mark ?? ""
    sheet = reading?.table.sheet ?? ""
    let chosen = sheet
    sheets = (reading?.sheets ?? []).map { Sheet(sheetName: $0, isChosen: $0 == chosen) }
    hasSheets = sheets.count > 1
    added = "\(preview?.count(.added) ?? 0)"
    changed = "\(preview?.count(.changed) ?? 0)"
    same = "\(preview?.count(.same) ?? 0)"
    let conflicts = preview?.count(.conflict) ?? 0
    conflicting = "\(conflicts)"
    let listed = (preview?.faults.faults ?? []).map { FaultLine($0, texts) }
    faults = listed + (refusal.map { [FaultLine($0, texts)] } ?? [])
    faultsHaveSheets = faults.contains { !$0.sheet.isEmpty }
    let count = (preview?.faults.count ?? 0) + (refusal == nil ? 0 : 1)
    faultCount = "\(count)"
    hasFaults = count > 0
    moreFaults =
      count > faults.count
      ? texts("registers.importMoreFaults", ["count": "\(count - faults.count)"]) : ""
    asksOnce = conflicts > ExchangePreview.askedLimit
    let isAskedEach = !asksOnce
    let wording = CaseWording(plan: names.plan, texts: texts)
    // Conflicts first: they wait for an answer.
    let all = (preview?.outcomes ?? []).filter { $0.kind != .same }
    let ordered = all.filter { $0.kind == .conflict } + all.filter { $0.kind != .conflict }
    lines = ordered.prefix(Self.shownLines).map { outcome in
      Line(
        line: "\(outcome.row.line)", caseHref: "/cases/\(outcome.file.id)",
        caseNumber: outcome.file.number, caseState: wording.state(of: outcome.file),
        kind: texts("exchange.kind-\(outcome.kind.rawValue)"),
        kindClass: outcome.kind == .conflict ? "bad" : outcome.kind == .added ? "good" : "info",
        before: Self.text(outcome.old, time, texts), after: Self.text(outcome.new, time, texts),
        differs: outcome.differs, asks: outcome.kind == .conflict && isAskedEach,
        answerName: "row-\(outcome.row.line)")
    }
    hasLines = !lines.isEmpty
    moreLines =
      ordered.count > lines.count
      ? texts("exchange.moreLines", ["count": "\(ordered.count - lines.count)"]) : ""
    mayApply = count == 0 && !all.isEmpty
    isNothing = count == 0 && all.isEmpty && preview != nil
    self.done = done.map { one in
      Done(
        doneFile: one.file,
        counts: texts(
          "exchange.counts",
          [
            "added": "\(one.addedCount)", "changed": "\(one.changedCount)",
            "same": "\(one.sameCount)",
          ]), who: people.name(one.actor),
        when: Moment(one.at, now: now, time: time, texts: texts),
        undoAction: "\(base)/done/\(one.id)/undo", isUndone: one.undoneBy != nil,
        mayUndo: one.undoneBy == nil
          && (account.roles.contains(.duty) || one.actor == Actor.account(account.id).auditName))
    }
    hasDone = !done.isEmpty
  }

  private static func text(_ number: OutsideNumber?, _ time: LocalTime, _ texts: Texts) -> String {
    guard let number else { return texts("exchange.none") }
    return [number.number, number.status].compactMap(\.self).joined(separator: " · ")
  }
}
