import ActionPlan
import Casework
import Ledger

/// A case's numbers in other systems, on its page.
struct NumbersView: Sendable {
  // Names of their own: a template looks for what is nil here in the page around it.
  struct Held: Sendable {
    let heldNumber: String
    let systemID: String
    let systemName: String
    let hasStatus: Bool
    let theirs: String
    let told: Moment?
    let isOther: Bool
    let otherText: String
    let heldRequest: String
    let heldField: String
    let heldTyped: String
    let hasHeldFault: Bool
    let heldFault: String
    let isHeldOpen: Bool
  }
  struct Option: Sendable {
    let optionValue: String
    let optionName: String
    let isOptionChosen: Bool
  }
  let held: [Held]
  let hasHeld: Bool
  let mayChange: Bool
  let mayAdd: Bool
  let isAddOpen: Bool
  let numberAction: String
  let addRequest: String
  let hasAddFault: Bool
  let addFault: String
  let addTyped: String
  let systems: [Option]

  /// Nil where there is nothing to show or do.
  init?(
    _ detail: CaseDetail, names: PlanNames, form: SubmittedForm, problem: CaseAnswer.Problem?,
    time: LocalTime, now: Int
  ) {
    let (file, texts) = (detail.file, names.texts)
    guard !detail.numbers.isEmpty || detail.mayNumber else { return nil }
    let isSent = problem?.step == Self.form
    let former = isSent ? form.text("former") : nil
    held = detail.numbers.enumerated().map { index, number in
      let system = names.plan.system(number.system)
      let isFaulty = isSent && former == number.number && form.text("system") == number.system
      let word = system?.word(for: file.standing)?.word
      return Held(
        heldNumber: number.number, systemID: number.system,
        systemName: system.map { texts($0.label) } ?? number.system,
        hasStatus: number.status != nil, theirs: number.status ?? "",
        told: number.statusAt.map { Moment($0, now: now, time: time, texts: texts) },
        isOther: system.map { file.differs(from: number, in: $0) } ?? false,
        otherText: texts(
          "exchange.shouldBe",
          [
            "standing": texts("exchange.standing-\(file.standing.rawValue)"), "word": word ?? "",
          ]), heldRequest: RequestID.make(), heldField: "number-\(index)",
        heldTyped: isFaulty ? form.text("number") ?? "" : number.number, hasHeldFault: isFaulty,
        heldFault: problem?.text ?? "", isHeldOpen: isFaulty)
    }
    hasHeld = !held.isEmpty
    mayChange = detail.mayNumber
    // A system that gives one number is offered until the case has it.
    let open = names.plan.systems.filter { system in
      system.hasSeveral || !detail.numbers.contains { $0.system == system.id }
    }
    mayAdd = detail.mayNumber && !open.isEmpty
    let isAddFaulty = isSent && former == nil
    isAddOpen = isAddFaulty
    hasAddFault = isAddFaulty
    addFault = isAddFaulty ? problem?.text ?? "" : ""
    addTyped = isAddFaulty ? form.text("number") ?? "" : ""
    numberAction = "/cases/\(file.id)/numbers"
    addRequest = RequestID.make()
    let chosen = isAddFaulty ? form.text("system") : nil
    systems = open.map {
      Option(
        optionValue: $0.id, optionName: texts($0.label), isOptionChosen: $0.id == chosen)
    }
  }

  /// By which a refusal finds its form.
  static let form = "number"
}

/// What was done with a number, as the timeline says it.
struct NumberWording: Sendable {
  let names: PlanNames

  func title(of event: CaseEvent) -> String {
    let values = event.values
    let system = values["system"].flatMap { names.plan.system($0) }
    let key =
      values["number"] == nil
      ? "removed"
      : values["former"] != nil ? "changed" : values["status"] != nil ? "told" : "added"
    return names.texts(
      "exchange.event-\(key)",
      [
        "system": system.map { names.texts($0.label) } ?? values["system"] ?? "",
        "number": values["number"] ?? "", "former": values["former"] ?? "",
        "status": values["status"] ?? "",
      ])
  }
}
