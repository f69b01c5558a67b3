import ActionPlan
import Casework

/// What a case is called in the page's language, from the codes it was opened with.
struct CaseWording: Sendable {
  let plan: Plan
  let texts: Texts

  func title(of file: CaseFile) -> String {
    let values = file.title.values
    switch file.title.code {
    case .rule:
      let rule = values["rule"] ?? ""
      let label = plan.rule(rule).map { texts($0.label) } ?? rule
      return values["row"].map { "\(label) · \($0)" } ?? label
    case .camera:
      return texts(
        "case.titleCamera",
        [
          "kind": PlanNames(plan: plan, texts: texts).alarm(values["kind"] ?? ""),
          "camera": values["camera"] ?? "",
        ])
    case .report:
      let category = values["category"] ?? ""
      let label = plan.procedures.flatMap(\.intake.reportCategories).first { $0.id == category }
      return texts("case.titleReport", ["category": label.map { texts($0.label) } ?? category])
    case .manual:
      return values["text"] ?? procedure(of: file)
    }
  }

  func procedure(of file: CaseFile) -> String {
    plan.procedure(file.procedure).map { texts($0.label) } ?? file.procedure
  }

  func state(of file: CaseFile) -> String {
    plan.procedure(file.procedure)?.label(ofState: file.state).map { texts($0) } ?? file.state
  }

  func severity(_ severity: Severity) -> String { texts("case.severity-\(severity.rawValue)") }
}
