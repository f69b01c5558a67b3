import ActionPlan
import Casework
import Ledger

/// The form of something that is done with a case beside its steps.
struct ActFormView: Sendable {
  /// The name of the act; also the form's anchor.
  let act: String
  let action: String
  let label: String
  let hint: String
  let request: String
  let version: String
  let isUnfolded: Bool
  let fault: String?
  let needsGround: Bool
  let asksPriority: Bool
  let asksSeverity: Bool
  let asksUnit: Bool
  let asksDecision: Bool
  let offersPhoto: Bool
  let choices: [StepFormView.Option]
  let note: String

  static func forms(
    _ detail: CaseDetail, names: PlanNames, form: SubmittedForm, problem: CaseAnswer.Problem?
  ) -> [ActFormView] {
    detail.openActs.map { act in
      let isSent = act.rawValue == problem?.step
      return ActFormView(
        act, detail: detail, names: names, form: isSent ? form : SubmittedForm(),
        fault: isSent ? problem?.text : nil)
    }
  }

  private init(
    _ act: CaseAct.Name, detail: CaseDetail, names: PlanNames, form: SubmittedForm, fault: String?
  ) {
    let (file, texts) = (detail.file, names.texts)
    self.act = act.rawValue
    action = "/cases/\(file.id)/acts"
    label = texts("acts.\(act.rawValue)")
    hint = texts("acts.\(act.rawValue)Hint", ["unit": names.unit(file.transfer?.to) ?? ""])
    request = RequestID.make()
    version = "\(file.version)"
    // What waits for an answer is open at once.
    isUnfolded = fault != nil || [.accept, .arbitrate, .decide].contains(act)
    self.fault = fault
    needsGround = act.needsGround
    asksPriority = act == .prioritise
    asksSeverity = act == .reclassify
    asksUnit = act == .offer || act == .arbitrate
    asksDecision = act == .decide
    offersPhoto = act == .appeal
    choices = Self.choices(of: act, detail: detail, names: names, form: form)
    note = form.text("note") ?? ""
  }

  private static func choices(
    of act: CaseAct.Name, detail: CaseDetail, names: PlanNames, form: SubmittedForm
  ) -> [StepFormView.Option] {
    let (file, texts) = (detail.file, names.texts)
    func options(_ all: [(value: String, name: String)], _ key: String, _ chosen: String?)
      -> [StepFormView.Option]
    {
      let chosen = form.text(key) ?? chosen
      return all.map { .init(value: $0.value, name: $0.name, isChosen: $0.value == chosen) }
    }
    switch act {
    case .prioritise:
      let all = CasePriority.allCases.reversed().filter { $0 != file.priority }
      return options(
        all.map { ($0.rawValue, texts("acts.priority-\($0.rawValue)")) }, "priority", nil)
    case .reclassify:
      let all = Severity.allCases.reversed().filter { $0 != file.severity }
      return options(
        all.map { ($0.rawValue, texts("case.severity-\($0.rawValue)")) }, "severity", nil)
    case .offer, .arbitrate:
      let units = names.plan.units.filter { act == .arbitrate || $0.id != file.assignedUnit }
      return options(units.map { ($0.id, texts($0.label)) }, "unit", file.transfer?.to)
    case .decide:
      return options(
        ["upheld", "granted"].map { ($0, texts("acts.decision-\($0)")) }, "decision", nil)
    default: return []
    }
  }
}
