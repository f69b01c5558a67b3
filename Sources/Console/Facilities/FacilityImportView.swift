import ActionPlan
import Ledger
import Sheets

/// The page of a list of facilities: upload, preview, what was imported before.
struct FacilityImportView: Sendable {
  struct Done: Sendable {
    let doneFile: String
    let counts: String
    let who: String
    let when: Moment
    let undoAction: String
    let isUndone: Bool
    let isNewest: Bool
  }

  struct Sheet: Sendable {
    let sheetName: String
    let isChosen: Bool
  }

  let problem: String
  let hasProblem: Bool
  let asksFile: Bool
  let hint: String
  let file: String
  let isPreview: Bool
  let ownHref: String
  let applyAction: String
  let discardAction: String
  let mark: String
  let sheet: String
  let sheets: [Sheet]
  let hasSheets: Bool
  let added: String
  let changed: String
  let unchanged: String
  let doubtful: String
  let faultCount: String
  let faults: [FaultLine]
  /// A CSV file has none.
  let faultsHaveSheets: Bool
  let hasFaults: Bool
  let moreFaults: String
  let rows: [FacilityRowsView]
  let mayApply: Bool
  let isNothing: Bool
  let done: [Done]
  let hasDone: Bool

  /// - Parameter refusal: why the file is no table.
  init(
    _ reading: FacilityListReading?, upload: Upload?, refusal: SheetError?, problem: String,
    answers: [Int: FacilityListAnswer], imports: [FacilityImport], people: RowPeople,
    wording: FacilityWording, time: LocalTime, now: Int
  ) {
    let texts = wording.texts
    self.problem = problem
    hasProblem = !problem.isEmpty
    asksFile = upload == nil
    hint = texts(
      "firms.hint",
      [
        "limit": "\(SubmittedForm.Limit.fileBytes / 1024 / 1024)",
        "rows": "\(FacilityTable.rowLimit)",
      ])
    file = upload?.file ?? ""
    isPreview = upload != nil
    ownHref = "/facilities/imports/\(upload?.token ?? "")"
    applyAction = ownHref + "/apply"
    discardAction = ownHref + "/discard"
    let preview = reading?.preview
    mark = preview?.mark ?? ""
    sheet = reading?.table.sheet ?? ""
    let chosen = sheet
    sheets = (reading?.sheets ?? []).map { Sheet(sheetName: $0, isChosen: $0 == chosen) }
    hasSheets = sheets.count > 1
    let new = preview?.count { $0.meaning == .new } ?? 0
    let same = preview?.count { $0.isSame } ?? 0
    let asked = preview?.doubtful.count ?? 0
    let all = preview?.rows.count ?? 0
    added = "\(new)"
    unchanged = "\(same)"
    doubtful = "\(asked)"
    changed = "\(all - new - same - asked)"
    let listed = (preview?.faults.faults ?? []).map { FaultLine($0, texts) }
    faults = listed + (refusal.map { [FaultLine($0, texts)] } ?? [])
    faultsHaveSheets = faults.contains { !$0.sheet.isEmpty }
    let count = (preview?.faults.count ?? 0) + (refusal == nil ? 0 : 1)
    faultCount = "\(count)"
    hasFaults = count > 0
    moreFaults =
      count > faults.count
      ? texts("registers.importMoreFaults", ["count": "\(count - faults.count)"]) : ""
    let view = preview.map {
      FacilityRowsView(
        $0, facilities: reading?.facilities ?? [:], answers: answers, wording: wording)
    }
    rows = view.map { [$0] } ?? []
    mayApply = count == 0 && all > same && view?.isTooDoubtful == false
    isNothing = count == 0 && all == same && preview != nil
    done = imports.enumerated().map { place, one in
      Done(
        doneFile: one.file,
        counts: texts(
          "firms.counts",
          [
            "added": "\(one.newCount)", "changed": "\(one.changedCount)",
            "same": "\(one.sameCount)",
          ]), who: people.name(one.actor),
        when: Moment(one.at, now: now, time: time, texts: texts),
        undoAction: "/facilities/imported/\(one.id)/undo", isUndone: one.undoneBy != nil,
        isNewest: place == 0)
    }
    hasDone = !done.isEmpty
  }
}
