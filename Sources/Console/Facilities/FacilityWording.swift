import ActionPlan
import Ledger

/// Says in the page's language what was settled of facilities, and why something was refused.
struct FacilityWording: Sendable {
  let plan: Plan
  let texts: Texts

  func problem(_ error: FacilityError) -> String {
    var values: [String: String] = [:]
    switch error {
    case .badID(let id), .badName(let id), .badPosition(let id), .unknown(let id),
      .mergedIntoItself(let id), .isStandIn(let id), .noDoubt(let id), .isSettled(let id):
      values["name"] = id
    case .badCreditCode(let id, let code):
      values = ["name": id, "other": code]
    case .creditCodeTaken(let code, let other):
      values = ["name": code, "other": other]
    case .unknownPlace(let id, let place):
      values = ["name": id, "other": place]
    case .alreadyMerged(let id, let other), .mergedLater(let id, let other),
      .aliasTaken(let id, let other):
      values = ["name": id, "other": other]
    case .tooManyRows(let id, let count):
      values = ["name": id, "count": "\(count)"]
    case .rowStands(let id, let row, let fault):
      let register = plan.register(id)
      values = [
        "register": register.map { texts($0.label) } ?? id, "row": "\(row)",
        "fault": register.map {
          RegisterWording(plan: plan, texts: texts).problem(fault, in: $0)
        } ?? "\(fault)",
      ]
    }
    return texts("facilities.fault-\(error.code)", values)
  }

  /// Somebody changed the facility meanwhile: how it is now.
  func changed(_ present: Facility) -> String {
    let names = PlanNames(plan: plan, texts: texts)
    let facts = [
      texts(present.name), kind(present.kind), names.place(present.place), present.creditCode,
      present.position.map(CaseView.text),
    ].compactMap(\.self).joined(separator: " · ")
    return texts("facilities.changedMeanwhile", ["facts": facts])
  }

  func why(_ why: FacilityCandidate.Why) -> String { texts("facilities.why-\(why.rawValue)") }

  func kind(_ kind: Facility.Kind) -> String { texts(kind.label) }
}
