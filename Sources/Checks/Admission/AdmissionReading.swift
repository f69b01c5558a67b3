import ActionPlan
import AirQuality
import GRDB

/// Reads a project from the input, and how the offsets stand for it.
enum AdmissionReading {
  static func keys(of check: AdmissionCheck) -> [CheckInputKey] {
    [CheckInputKey("trade", isRequired: true)]
      + ["project", "place", "position", "capacity", "replaced"].map { CheckInputKey($0) }
      + check.questions.map { CheckInputKey("is.\($0.id)") }
      + pollutants(of: check).map { CheckInputKey("emission.\($0)") }
  }

  /// Those that are offset at all, in the plan's order.
  static func pollutants(of check: AdmissionCheck) -> [String] {
    (check.offsets?.ratios ?? []).reduce(into: []) { pollutants, ratio in
      if !pollutants.contains(ratio.pollutant) { pollutants.append(ratio.pollutant) }
    }
  }

  static func answer(
    _ check: AdmissionCheck, _ input: CheckInput, _ question: Question, in db: Database
  ) throws -> CheckAnswer {
    let (entry, reasons) = try decision(check, input, question, in: db).answer
    return question.answer(entry.rawValue, reasons)
  }

  static func decision(
    _ check: AdmissionCheck, _ input: CheckInput, _ question: Question, in db: Database
  ) throws -> AdmissionDecision {
    let project = try project(check, input, question.plan)
    var standings: [String: OffsetStanding] = [:]
    if let offsets = check.offsets {
      let ledger = try OffsetLedger.read(offsets, question, in: db)
      for pollutant in pollutants(of: check) {
        standings[pollutant] = OffsetStanding(
          left: ledger.left(of: pollutant),
          drawn: project.name.map { ledger.drawn(by: $0, of: pollutant) } ?? .zero)
      }
    }
    return AdmissionDecision(
      check: check, project: project, plan: question.plan, offsets: standings)
  }

  private static func project(
    _ check: AdmissionCheck, _ input: CheckInput, _ plan: Plan
  ) throws(CheckInputError) -> AdmissionProject {
    let wanted = try input.required("trade")
    guard
      let trade = plan.trade(wanted)
        ?? plan.trades.first(where: { $0.label.zh == wanted || $0.label.en == wanted })
    else {
      throw .bad(
        key: "trade", found: wanted,
        remedy: "write one of \(plan.trades.map(\.id).joined(separator: ", "))")
    }
    let position = try input.position("position")
    let match = position.flatMap { plan.place(containing: $0) }
    var emissions: [String: ExactDecimal] = [:]
    for pollutant in pollutants(of: check) {
      emissions[pollutant] = try amount("emission.\(pollutant)", input)
    }
    var yes: Set<String> = []
    for question in check.questions where try input.flag("is.\(question.id)") {
      yes.insert(question.id)
    }
    return AdmissionProject(
      trade: trade, place: try position == nil ? place(input, plan) : match?.place,
      placeIsApproximate: match?.isApproximate ?? false, position: position,
      name: input["project"], capacity: try amount("capacity", input),
      replaced: try amount("replaced", input), emissions: emissions, yes: yes)
  }

  private static func place(_ input: CheckInput, _ plan: Plan) throws(CheckInputError) -> Place {
    guard let wanted = input["place"] else { throw .missing("position") }
    guard
      let place = plan.place(wanted)
        ?? plan.places.first(where: { $0.label.zh == wanted || $0.label.en == wanted })
    else {
      throw .bad(
        key: "place", found: wanted,
        remedy: "write one of \(plan.places.map(\.id).joined(separator: ", "))")
    }
    return place
  }

  /// Within limits in which its product with any ratio of a plan is exact.
  private static func amount(
    _ key: String, _ input: CheckInput
  ) throws(CheckInputError) -> ExactDecimal? {
    guard let number = try input.number(key) else { return nil }
    guard number <= ExactDecimal(100_000_000), number.scale <= 4 else {
      throw .bad(
        key: key, found: number.description,
        remedy: "write at most 100000000 with at most four decimals")
    }
    return number
  }
}
