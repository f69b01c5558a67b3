import ActionPlan
import Casework
import Ledger

/// What became of many cases, ready for the template.
struct CaseBulkView: Sendable {
  struct Line: Sendable {
    let lineNumber: String
    let lineHref: String
    let isThere: Bool
    let why: String
  }

  let title: String
  let summary: String
  /// Nothing was done at all, and why.
  let refusal: String
  let hasRefusal: Bool
  let done: [Line]
  let hasDone: Bool
  let refused: [Line]
  let hasRefused: Bool
  let back: String

  init(_ lines: [BulkLine], work: BulkWork, back: String, names: PlanNames) {
    let texts = names.texts
    title = texts("bulk.work-\(work.name.rawValue)")
    done = lines.filter { $0.refusal == nil }.map { Self.line($0, why: "") }
    refused = lines.filter { $0.refusal != nil }.map {
      Self.line($0, why: Self.why($0, work: work, names: names))
    }
    summary = texts(
      lines.isEmpty ? "bulk.none" : "bulk.summary",
      ["done": "\(done.count)", "refused": "\(refused.count)"])
    (hasDone, hasRefused) = (!done.isEmpty, !refused.isEmpty)
    (refusal, hasRefusal, self.back) = ("", false, back)
  }

  /// Nothing was done with any of them.
  init(_ refusal: CaseRefusal, work: BulkWork, back: String, names: PlanNames) {
    title = names.texts("bulk.work-\(work.name.rawValue)")
    self.refusal = names.texts("refusal.\(refusal.code)", refusal.values)
    (summary, hasRefusal, self.back) = ("", true, back)
    (done, hasDone, refused, hasRefused) = ([], false, [], false)
  }

  private static func line(_ line: BulkLine, why: String) -> Line {
    Line(
      lineNumber: line.number ?? "#\(line.id)", lineHref: "/cases/\(line.id)",
      isThere: line.number != nil, why: why)
  }

  /// By the words of the case's procedure, as far as the plan in force has it.
  private static func why(_ line: BulkLine, work: BulkWork, names: PlanNames) -> String {
    var values = line.values ?? [:]
    let texts = names.texts
    let procedure = line.procedure.flatMap { names.plan.procedure($0) }
    func action(_ step: String) -> String {
      if step == work.name.rawValue { return texts("bulk.work-\(step)") }
      if step == "note" { return texts("cases.addNote") }
      if CaseAct.Name(rawValue: step) != nil { return texts("acts.\(step)") }
      return procedure?.steps.first { $0.to == step }.map { texts($0.label) } ?? step
    }
    func list(_ key: String, _ word: (String) -> String) {
      values[key] = values[key].map {
        $0.split(separator: ",").map { word(String($0)) }.joined(
          separator: texts("layout.separator"))
      }
    }
    for key in ["step", "earlier"] { values[key] = values[key].map(action) }
    values["state"] = values["state"].map { state in
      procedure?.label(ofState: state).map { texts($0) } ?? state
    }
    values["unit"] = values["unit"].flatMap { names.unit($0) }
    list("missing") { texts("evidence.\($0)") }
    let isOfActors = line.refusal == "not-yours"
    list("allowed") { isOfActors ? texts("actor.\($0)") : action($0) }
    if values["allowed"]?.isEmpty ?? false { values["allowed"] = texts("bulk.nothingPossible") }
    return texts("refusal.\(line.refusal ?? "")", values)
  }
}
