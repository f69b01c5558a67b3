import ActionPlan
import Casework
import Ledger

/// The form of one step: exactly the evidence that it needs.
struct StepFormView: Sendable {
  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  /// The state the step leads to; also the form's anchor.
  let step: String
  let action: String
  let label: String
  let request: String
  let version: String
  let isReturn: Bool
  /// Leaves the step out, with a ground.
  let isSkip: Bool
  /// Part of the form's anchor: a step may be taken or left out on one page.
  let anchor: String
  /// Unfolded when the page opens.
  let isUnfolded: Bool
  /// Why the account may not take it although it is of its part.
  let barred: String?
  /// What was wrong with it when it was sent; not `problem`, which is the page's.
  let fault: String?
  let needsPhoto: Bool
  let needsNote: Bool
  let needsPosition: Bool
  let needsCause: Bool
  let needsReading: Bool
  let quantities: [Option]
  let instrument: String
  let readingText: String
  let causes: [Option]
  let asksUnit: Bool
  let unitHint: String?
  let units: [Option]
  let offersAnswer: Bool
  /// Typed before a refusal.
  let note: String
  let answer: String
  let longitude: String
  let latitude: String

  /// The forms of all steps that the account's part in the case lets it take.
  static func forms(
    _ detail: CaseDetail, names: PlanNames, form: SubmittedForm,
    problem: CaseAnswer.Problem?
  ) -> [StepFormView] {
    let isSkip = form.text("skip") != nil
    let chosen = detail.openSteps.first { $0.step.to == problem?.step && $0.isSkip == isSkip }
    let first =
      chosen
      ?? detail.openSteps.first { !$0.step.isReturn && !$0.isSkip && $0.barredBy == nil }
    return detail.openSteps.map { open in
      StepFormView(
        open, detail: detail, names: names, isUnfolded: open == first,
        form: open == chosen ? form : SubmittedForm(),
        problem: open == chosen ? problem?.text : nil)
    }
  }

  private init(
    _ open: OpenStep, detail: CaseDetail, names: PlanNames, isUnfolded: Bool, form: SubmittedForm,
    problem: String?
  ) {
    let (step, file, texts) = (open.step, detail.file, names.texts)
    self.step = step.to
    action = "/cases/\(file.id)/steps"
    isSkip = open.isSkip
    anchor = open.isSkip ? "skip-\(step.to)" : step.to
    label = isSkip ? texts("acts.skip", ["step": texts(step.label)]) : texts(step.label)
    request = RequestID.make()
    version = "\(file.version)"
    isReturn = step.isReturn
    self.isUnfolded = isUnfolded
    barred = open.barredBy.map { earlier in
      let label = detail.procedure.steps.first { $0.to == earlier }.map { texts($0.label) }
      return texts("refusal.own-work", ["step": texts(step.label), "earlier": label ?? earlier])
    }
    fault = problem
    needsPhoto = open.needs.contains(.photo)
    needsNote = open.needs.contains(.note)
    needsPosition = open.needs.contains(.position)
    needsCause = open.needs.contains(.cause)
    needsReading = open.needs.contains(.reading)
    quantities =
      needsReading
      ? names.plan.quantities.map { quantity in
        let unit = quantity.unit.isEmpty ? "" : " (\(quantity.unit))"
        return Option(
          value: quantity.id, name: texts(quantity.label) + unit,
          isChosen: form.text("quantity") == quantity.id)
      } : []
    instrument = form.text("instrument") ?? ""
    readingText = form.text("reading") ?? ""
    causes = detail.procedure.causes.map { cause in
      Option(
        value: cause.id, name: texts(cause.label), isChosen: form.text("cause") == cause.id)
    }
    let proposed: String?
    switch open.unitChoice {
    case .none:
      (asksUnit, unitHint, proposed) = (false, nil, nil)
    case .choose:
      (asksUnit, unitHint, proposed) = (true, nil, nil)
    case .confirm(let unit):
      let isGuess = step.assign == .townOfPlace && !file.isPlaceCertain
      let hint = unit == nil ? "cases.unitUnknown" : isGuess ? "cases.unitGuessed" : nil
      (asksUnit, unitHint, proposed) = (true, hint.map { texts($0) }, unit)
    }
    let marked = form.text("unit") ?? proposed
    units = names.plan.units.map { unit in
      Option(value: unit.id, name: texts(unit.label), isChosen: unit.id == marked)
    }
    offersAnswer = detail.report != nil && !step.isReturn
    note = form.text("note") ?? ""
    answer = form.text("answer") ?? ""
    longitude = form.text("longitude") ?? ""
    latitude = form.text("latitude") ?? ""
  }
}

/// Ids that forms carry, so that a form sent twice counts once.
enum RequestID {
  /// 32 characters of hexadecimal digits from the system's random source.
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
