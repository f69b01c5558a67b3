import ActionPlan
import Ledger
import Sheets

/// The page of an import: the upload, its progress, what it will change, what it did.
struct ImportView: Sendable {
  struct Change: Sendable {
    let href: String
    let title: String
    let isLinked: Bool
    let differences: [RowView.Difference]
  }

  struct Note: Sendable {
    let noteText: String
  }

  struct Sheet: Sendable {
    let sheetName: String
    let isChosen: Bool
  }

  struct Waiting: Sendable {
    let href: String
    let waitingFile: String
    let sent: String
    let discardHref: String
  }

  let register: String
  let homeHref: String
  let homeText: String
  let listHref: String
  let importHref: String
  let templateHref: String
  let uploadAction: String
  let applyAction: String
  let discardAction: String
  let sheetAction: String
  let file: String
  let hasFile: Bool
  let problem: String
  let hasProblem: Bool
  let asksFile: Bool
  let importHint: String
  let waiting: [Waiting]
  let hasWaiting: Bool
  let isWorking: Bool
  let working: String
  let share: String
  let hasShare: Bool
  let isDone: Bool
  let doneText: String
  let isPreview: Bool
  /// Which preview is confirmed.
  let previewID: String
  /// Why the preview is another one than before; empty for none.
  let notice: String
  let hasNotice: Bool
  let notes: [Note]
  let hasNotes: Bool
  let sheets: [Sheet]
  let hasChoice: Bool
  let added: String
  let changedCount: String
  let unchanged: String
  let faultCount: String
  let faults: [FaultLine]
  let hasFaults: Bool
  let faultsHaveSheets: Bool
  let moreFaults: String
  let changes: [Change]
  let hasChanges: Bool
  let changesText: String
  let mayApply: Bool
  /// Which cases it would open, and how many.
  let opens: String
  let hasOpens: Bool
  /// Names that nobody knows, where they are all that is wrong.
  let hasUnknown: Bool
  let unknownText: String
  let mayRegister: Bool
  let namesHref: String

  init(
    _ visit: RegisterVisit, _ reading: ImportReading, wording: RegisterWording, time: LocalTime,
    problem: String = ""
  ) {
    let (register, texts) = (visit.register, wording.texts)
    let path = visit.address
    (homeHref, homeText) = visit.home(texts)
    let upload = reading.upload
    let own = "\(path)/imports/\(upload?.token ?? "")"
    self.register = texts(register.label)
    listHref = path
    importHref = path + "/import"
    templateHref = path + "/template"
    uploadAction = path + "/imports"
    applyAction = own + "/apply"
    discardAction = own + "/discard"
    sheetAction = own + "/sheet"
    file = upload?.file ?? ""
    hasFile = upload != nil
    importHint = texts(
      "registers.importHint", ["limit": "\(SubmittedForm.Limit.tableBytes / 1024 / 1024)"])
    waiting = reading.waiting.map {
      Waiting(
        href: "\(path)/imports/\($0.token)", waitingFile: $0.file, sent: time.minute($0.at),
        discardHref: "\(path)/imports/\($0.token)/discard")
    }
    hasWaiting = !waiting.isEmpty

    let found = Found(reading)
    isWorking = found.progress != nil
    working = found.progress?.text(texts) ?? ""
    share = found.progress?.share.map { "\($0)" } ?? ""
    hasShare = found.progress?.share != nil
    isDone = found.done != nil
    doneText = texts(
      "registers.importDone",
      ["added": "\(found.done?.added ?? 0)", "changed": "\(found.done?.changed ?? 0)"])
    let failure = problem.isEmpty && found.hasFailed ? texts("registers.importFailed") : problem
    self.problem = failure
    hasProblem = !failure.isEmpty
    asksFile = upload == nil || found.hasFailed

    let preview = found.preview
    isPreview = preview != nil || found.refusal != nil
    previewID = preview.map { "\($0.id)" } ?? ""
    let noticeKey = isPreview && !found.hasFailed ? upload?.notice.map(Self.key) : nil
    notice = noticeKey.map { texts("registers.\($0)") } ?? ""
    hasNotice = !notice.isEmpty
    notes = (preview?.notes ?? []).map { Note(noteText: texts($0)) }
    hasNotes = !notes.isEmpty
    let chosen = preview?.sheet
    sheets = (preview?.sheets ?? []).map { Sheet(sheetName: $0, isChosen: $0 == chosen) }
    hasChoice = sheets.count > 1
    added = "\(preview?.newRows ?? 0)"
    changedCount = "\(preview?.changedRows ?? 0)"
    unchanged = "\(preview?.sameRows ?? 0)"
    let importWording = ImportWording(register: register, wording: wording)
    let faults =
      (preview?.faults ?? []).map {
        FaultLine($0, found: importWording.found($0), remedy: importWording.remedy($0))
      } + (found.refusal.map { [FaultLine($0, texts)] } ?? [])
    let more = preview?.moreFaults ?? 0
    faultCount = "\(faults.count + more)"
    self.faults = faults
    hasFaults = !faults.isEmpty
    faultsHaveSheets = faults.contains { !$0.sheet.isEmpty }
    moreFaults = more > 0 ? texts("registers.importMoreFaults", ["count": "\(more)"]) : ""
    changes = reading.changes.map { Self.change($0, register, wording) }
    hasChanges = !changes.isEmpty
    let all = (preview?.newRows ?? 0) + (preview?.changedRows ?? 0)
    changesText = texts(
      "registers.importShown", ["shown": "\(changes.count)", "all": "\(all)"])
    let rules = visit.plan.rules.compactMap { rule in
      reading.openings[rule.id].map { count in
        texts("registers.importOpensRule", ["rule": texts(rule.label), "count": "\(count)"])
      }
    }
    opens = texts(
      "registers.importOpens", ["rules": rules.joined(separator: texts("layout.separator"))])
    hasOpens = !rules.isEmpty
    let unknown = preview?.unknownNames.count ?? 0
    hasUnknown = unknown > 0
    unknownText = texts("firms.namesUnknown", ["count": "\(unknown)"])
    mayRegister = Policy.may(visit.account, .settleFacility)
    namesHref = own + "/names"
    mayApply = found.refusal == nil && preview.map(\.isSound) == true && all > 0
  }

  private static func key(_ notice: Upload.Notice) -> String {
    switch notice {
    case .planChanged: "importPlanChanged"
    case .rowsChanged: "importRowsChanged"
    case .interrupted: "importInterrupted"
    case .failed: "importFailed"
    case .busy: "importBusy"
    }
  }

  private static func change(
    _ change: ImportReading.Change, _ register: Register, _ wording: RegisterWording
  ) -> Change {
    let differences = register.fields.compactMap { field -> RowView.Difference? in
      let (old, new) = (change.old[field.id] ?? .null, change.new[field.id] ?? .null)
      guard old != new else { return nil }
      return RowView.Difference(
        label: wording.texts(field.label),
        before: wording.shown(old, of: field, in: register, row: change.row),
        after: wording.shown(new, of: field, in: register, row: change.row))
    }
    return Change(
      href: wording.address(ofRow: change.row, in: register), title: change.title,
      isLinked: change.row > 0, differences: differences)
  }
}

extension ImportView {
  /// What there is to show of an upload.
  private struct Found {
    struct Progress {
      let isWriting: Bool
      let done: Int
      let all: Int

      var share: Int? { isWriting && all > 0 ? done * 100 / all : nil }

      func text(_ texts: Texts) -> String {
        isWriting
          ? texts("registers.importWriting", ["done": "\(done)", "all": "\(all)"])
          : texts("registers.importReading")
      }
    }

    var progress: Progress?
    var preview: RegisterPreview?
    var refusal: SheetError?
    var done: (added: Int, changed: Int)?
    /// Nothing can be decided on; the file must be sent again.
    var hasFailed = false

    init(_ reading: ImportReading) {
      guard let upload = reading.upload else { return }
      switch reading.state {
      case .writing(let done, let all):
        progress = Progress(isWriting: true, done: done, all: all)
      case .done(let new, let changed): done = (new, changed)
      case _ where reading.isAtWork: progress = Progress(isWriting: false, done: 0, all: 0)
      case _ where upload.refusal != nil: refusal = upload.refusal
      case .previewed(let preview, _): self.preview = preview
      case .kept, .reading, .undone:
        hasFailed = upload.notice == .failed
        if !hasFailed { progress = Progress(isWriting: false, done: 0, all: 0) }
      }
    }
  }
}
