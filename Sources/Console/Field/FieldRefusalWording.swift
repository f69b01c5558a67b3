import ActionPlan
import Casework
import HTTPTypes
import Ledger

/// Why something from the field was refused, for a person in both languages and for a program.
struct FieldRefusalWording: Sendable {
  let plan: Plan
  let reader: FieldCaseReader
  /// Of the case that it was about.
  let procedure: Procedure?

  struct Refused: Sendable {
    let status: HTTPResponse.Status
    let detail: JSONError.Detail
    let said: Label
    var missing: [String]?
  }

  func refusal(_ error: any Error, request: String) -> Refused {
    switch error {
    case let refusal as CaseRefusal: refused(refusal, request)
    case let refusal as FieldRefusal: refused(refusal, request)
    default: preconditionFailure("only refusals are worded")
    }
  }

  private func refused(_ refusal: CaseRefusal, _ request: String) -> Refused {
    let said = reader.both { texts in
      let names = PlanNames(plan: plan, texts: texts)
      guard let procedure else { return texts("refusal.\(refusal.code)", refusal.values) }
      return RefusalWording(names: names, procedure: procedure).text(refusal)
    }
    return Refused(
      status: refusal.status, detail: detail(refusal.code, said, request), said: said)
  }

  private func refused(_ refusal: FieldRefusal, _ request: String) -> Refused {
    var values: [String: String] = [:]
    var missing: [String]?
    if case .photosMissing(let hashes) = refusal { missing = hashes }
    if case .unknownChecklist(let id) = refusal { values["checklist"] = id }
    let said = reader.both { texts in
      if case .badInspection(let faults) = refusal {
        values["fields"] = faults.map { fault in
          let label = plan.checklists.flatMap(\.items).first { $0.id == fault.field }?.label
          return label.map { texts($0) } ?? fault.field
        }.joined(separator: texts("layout.separator"))
      }
      return texts("field.refused-\(refusal.code)", values)
    }
    let status: HTTPResponse.Status =
      switch refusal {
      case .notYours: .forbidden
      case .photosMissing, .unknownRoute, .unknownStop: .conflict
      default: .unprocessableContent
      }
    return Refused(
      status: status, detail: detail(refusal.code, said, request), said: said, missing: missing)
  }

  private func detail(_ code: String, _ said: Label, _ request: String) -> JSONError.Detail {
    JSONError.Detail(
      code: code, message: said.en, remedy: "read the description of each code in Docs/api.md",
      request: request)
  }
}
