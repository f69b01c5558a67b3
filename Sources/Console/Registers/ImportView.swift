import ActionPlan
import Ledger

/// The page of an import: the upload, its progress, what it will change, what it did.
struct ImportView: Sendable {
  struct Fault: Sendable {
    let sheet: String
    let line: String
    let column: String
    let found: String
    let remedy: String
  }

  struct Change: Sendable {
    let href: String
    let title: String
    let isLinked: Bool
    let differences: [RowView.Difference]
  }

  let register: String
  let listHref: String
  let importHref: String
  let templateHref: String
  let uploadAction: String
  let applyAction: String
  let discardAction: String
  let file: String
  let hasFile: Bool
  let problem: String
  let hasProblem: Bool
  let asksFile: Bool
  let importHint: String
  let isWorking: Bool
  let working: String
  let share: String
  let hasShare: Bool
  let isDone: Bool
  let doneText: String
  let isPreview: Bool
  let added: String
  let changedCount: String
  let unchanged: String
  let faultCount: String
  let faults: [Fault]
  let hasFaults: Bool
  let hasSheets: Bool
  let moreFaults: String
  let changes: [Change]
  let hasChanges: Bool
  let changesText: String
  let mayApply: Bool
  /// Which cases it would open, and how many.
  let opens: String
  let hasOpens: Bool

  /// - Parameters:
  ///   - job: nil before anything was uploaded.
  ///   - openings: how many cases each rule would open, by its id.
  init(
    _ visit: RegisterVisit, job: ImportDesk.Job?, wording: RegisterWording, problem: String = "",
    openings: [String: Int] = [:]
  ) {
    let (register, texts) = (visit.register, wording.texts)
    let path = RegisterAddress.list(register.id)
    self.register = texts(register.label)
    listHref = path
    importHref = path + "/import"
    templateHref = path + "/template"
    uploadAction = path + "/imports"
    applyAction = "\(path)/imports/\(job?.id ?? "")/apply"
    discardAction = "\(path)/imports/\(job?.id ?? "")/discard"
    file = job?.file ?? ""
    hasFile = job != nil
    var failure = problem
    if case .failed(let key)? = job?.state { failure = texts("registers.\(key)") }
    self.problem = failure
    hasProblem = !failure.isEmpty
    asksFile = job == nil || hasProblem
    importHint = texts(
      "registers.importHint", ["limit": "\(SubmittedForm.Limit.tableBytes / 1024 / 1024)"])
    let progress = Self.progress(job?.state, texts)
    isWorking = progress != nil
    working = progress?.text ?? ""
    share = progress?.share.map { "\($0)" } ?? ""
    hasShare = progress?.share != nil
    if case .done(let added, let changed)? = job?.state {
      isDone = true
      doneText = texts(
        "registers.importDone", ["added": "\(added)", "changed": "\(changed)"])
    } else {
      (isDone, doneText) = (false, "")
    }
    var preview: ImportDesk.Preview?
    if case .previewed(let found)? = job?.state { preview = found }
    isPreview = preview != nil
    added = "\(preview?.added ?? 0)"
    changedCount = "\(preview?.changed ?? 0)"
    unchanged = "\(preview?.unchanged ?? 0)"
    let faults = preview?.faults ?? []
    faultCount = "\(faults.count + (preview?.moreFaults ?? 0))"
    self.faults = faults.map {
      Fault(sheet: $0.sheet, line: $0.row, column: $0.column, found: $0.found, remedy: $0.remedy)
    }
    hasFaults = preview.map { !$0.isSound } ?? false
    hasSheets = faults.contains { !$0.sheet.isEmpty }
    let more = preview?.moreFaults ?? 0
    moreFaults = more > 0 ? texts("registers.importMoreFaults", ["count": "\(more)"]) : ""
    changes = (preview?.changes ?? []).map { Self.change($0, register, wording) }
    hasChanges = !changes.isEmpty
    let all = (preview?.added ?? 0) + (preview?.changed ?? 0)
    changesText = texts(
      "registers.importShown", ["shown": "\(changes.count)", "all": "\(all)"])
    let rules = visit.plan.rules.compactMap { rule in
      openings[rule.id].map { count in
        texts("registers.importOpensRule", ["rule": texts(rule.label), "count": "\(count)"])
      }
    }
    opens = texts(
      "registers.importOpens", ["rules": rules.joined(separator: texts("layout.separator"))])
    hasOpens = !rules.isEmpty
    mayApply = preview.map { $0.isSound && $0.added + $0.changed > 0 } ?? false
  }

  private static func progress(
    _ state: ImportDesk.State?, _ texts: Texts
  ) -> (text: String, share: Int?)? {
    switch state {
    case .reading: (texts("registers.importReading"), nil)
    case .writing(let done, let all):
      (
        texts("registers.importWriting", ["done": "\(done)", "all": "\(all)"]),
        all > 0 ? done * 100 / all : nil
      )
    case .previewed, .done, .failed, nil: nil
    }
  }

  private static func change(
    _ change: ImportDesk.Preview.Change, _ register: Register, _ wording: RegisterWording
  ) -> Change {
    let differences = register.fields.compactMap { field -> RowView.Difference? in
      let (old, new) = (change.old[field.id] ?? .null, change.new[field.id] ?? .null)
      guard old != new else { return nil }
      return RowView.Difference(
        label: wording.texts(field.label),
        before: wording.shown(old, of: field, in: register, row: change.row),
        after: wording.shown(new, of: field, in: register, row: change.row))
    }
    let isKnown = change.row > 0
    return Change(
      href: RegisterAddress.row(change.row, of: register.id), title: change.title,
      isLinked: isKnown, differences: differences)
  }
}
