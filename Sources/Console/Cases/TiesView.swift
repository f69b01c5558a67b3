import Casework
import Ledger

/// Cases merged into one, linked with it, and those that may be the same.
struct TiesView: Sendable {
  struct Line: Sendable {
    let lineHref: String
    let lineTitle: String
    let lineNumber: String
    let lineState: String
    /// Sent to untie it; empty where the account may not.
    let lineRequest: String
    let mayUntie: Bool
  }
  struct Form: Sendable {
    let tie: String
    let name: String
    let hint: String
    let request: String
    let fault: String?
    let isUnfolded: Bool
    let asksOther: Bool
    let needsNote: Bool
    let other: String
  }

  let action: String
  let version: String
  let merged: [Line]
  let hasMerged: Bool
  let linked: [Line]
  let hasLinked: Bool
  let forms: [Form]
  /// Numbers offered where one is asked for.
  let alike: [Line]

  init?(
    _ detail: CaseDetail, wording: CaseWording, form: SubmittedForm, problem: CaseAnswer.Problem?
  ) {
    let (file, texts) = (detail.file, wording.texts)
    let mayTie = detail.mayTie
    guard mayTie || !detail.merged.isEmpty || !detail.linked.isEmpty else { return nil }
    action = "/cases/\(file.id)/ties"
    version = "\(file.version)"
    func line(_ other: CaseFile, mayUntie: Bool) -> Line {
      Line(
        lineHref: "/cases/\(other.id)", lineTitle: wording.title(of: other),
        lineNumber: other.number, lineState: wording.state(of: other),
        lineRequest: RequestID.make(), mayUntie: mayUntie)
    }
    merged = detail.merged.map { line($0, mayUntie: false) }
    hasMerged = !merged.isEmpty
    linked = detail.linked.map { line($0, mayUntie: mayTie && file.mergedInto == nil) }
    hasLinked = !linked.isEmpty
    alike = detail.alike.map { line($0, mayUntie: false) }
    var ties: [CaseBook.Tie] = []
    if mayTie {
      if file.mergedInto != nil {
        ties = [.unmerge]
      } else {
        ties = file.isOpen ? [.merge, .link] : [.link]
      }
    }
    forms = ties.map { tie in
      let isSent = problem?.step == tie.rawValue
      return Form(
        tie: tie.rawValue, name: texts("acts.\(tie.rawValue)"),
        hint: texts("acts.\(tie.rawValue)Hint"), request: RequestID.make(),
        fault: isSent ? problem?.text : nil, isUnfolded: isSent || tie == .unmerge,
        asksOther: tie != .unmerge, needsNote: tie != .link,
        other: isSent ? form.text("other") ?? "" : "")
    }
  }
}
