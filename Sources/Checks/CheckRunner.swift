public import ActionPlan
public import GRDB

/// Asks a check of the plan.
public enum CheckRunner {
  /// Reads only: nothing is written down, drawn or spent.
  ///
  /// - Parameters:
  ///   - input: texts by the keys that `keys(of:)` names.
  ///   - now: epoch seconds.
  /// - Throws: `CheckInputError`.
  public static func answer(
    check: Check, input: [String: String], plan: Plan, now: Int, in db: Database
  ) throws -> CheckAnswer {
    let input = try CheckInput(input, keys: keys(of: check))
    let question = Question(check: check, plan: plan, now: now)
    return switch check.kind {
    case .gate(let gate): try GateReading.answer(gate, input, question, in: db)
    case .retest(let retest): try RetestReading.answer(retest, input, question, in: db)
    case .admission(let admission):
      try AdmissionReading.answer(admission, input, question, in: db)
    case .draw(let draw): try DrawReading.answer(draw, input, question, in: db)
    case .label(let label): try LabelReading.answer(label, input, question, in: db)
    }
  }

  /// The position that a check is asked at; nil where there is none, or no readable one.
  public static func position(_ input: [String: String]) -> Coordinate? {
    guard let text = input["position"] else { return nil }
    return try? CheckInput(["position": text], keys: [CheckInputKey("position")])
      .position("position")
  }

  /// What the check may be asked with, in the order of its form.
  public static func keys(of check: Check) -> [CheckInputKey] {
    switch check.kind {
    case .gate(let gate):
      [CheckInputKey("subject", isRequired: true)]
        + (gate.log?.site == nil ? [] : [CheckInputKey("site")])
    case .retest: [CheckInputKey("plate", isRequired: true)]
    case .admission(let admission): AdmissionReading.keys(of: admission)
    case .draw:
      ["seed", "subjects", "inspectors"].map { CheckInputKey($0, isRequired: true) }
    case .label: [CheckInputKey("code", isRequired: true)]
    }
  }
}

/// What every kind of check needs to know beside its input.
struct Question {
  let check: Check
  let plan: Plan
  let now: Int

  func answer(_ code: String, _ reasons: [CheckReason]) -> CheckAnswer {
    CheckAnswer(check: check.id, code: code, reasons: reasons, at: now)
  }
}
