import ActionPlan
import Casework
import Ledger

/// Refusals of casework in the page's language: what was found and what to do.
struct RefusalWording: Sendable {
  let names: PlanNames
  let procedure: Procedure

  func text(_ refusal: CaseRefusal) -> String {
    let texts = names.texts
    var values = refusal.values
    for name in ["step", "earlier"] {
      if let step = values[name] { values[name] = action(step) }
    }
    if let state = values["state"] { values["state"] = self.state(state) }
    if let unit = values["unit"] { values["unit"] = names.unit(unit) }
    switch refusal {
    case .notFromHere(_, _, let allowed): values["allowed"] = list(allowed.map(action))
    case .notYours(_, let allowed):
      values["allowed"] = list(allowed.filter { $0 != .system }.map { texts("actor.\($0)") })
    case .missingEvidence(_, let missing):
      values["missing"] = list(missing.map { texts("evidence.\($0.rawValue)") })
    case .textTooLong(let field, _, _): values["field"] = texts("evidence.\(field)")
    default: break
    }
    return texts("refusal.\(refusal.code)", values)
  }

  func text(_ fault: AttachmentError) -> String { names.texts(photo: fault) }

  private func list(_ words: [String]) -> String {
    words.joined(separator: names.texts("layout.separator"))
  }

  private func action(_ step: String) -> String {
    if step == "note" { return names.texts("cases.addNote") }
    if step == CaseAcknowledgeView.form { return names.texts("firm.acknowledge") }
    if step == NumbersView.form { return names.texts("exchange.add") }
    if CaseAct.Name(rawValue: step) != nil || CaseBook.Tie(rawValue: step) != nil {
      return names.texts("acts.\(step)")
    }
    return procedure.steps.first { $0.to == step }.map { names.texts($0.label) } ?? step
  }

  private func state(_ state: String) -> String {
    procedure.label(ofState: state).map { names.texts($0) } ?? state
  }
}

extension Texts {
  /// What is wrong with a photo and what to do.
  func callAsFunction(photo fault: AttachmentError) -> String {
    switch fault {
    case .empty: self("photo.empty")
    case .tooLarge(let bytes):
      self(
        "photo.tooLarge",
        [
          "found": "\(bytes / 1_048_576 + 1)",
          "limit": "\(AttachmentStore.byteLimit / 1_048_576)",
        ])
    case .notAPhoto: self("photo.notAPhoto")
    case .notADocument: self("photo.notADocument")
    case .malformed: self("photo.malformed")
    case .animated: self("photo.animated")
    case .badDimensions(let width, let height):
      self("photo.badDimensions", ["width": "\(width)", "height": "\(height)"])
    case .noSuchAttachment, .fileMissing, .fileChanged: self("photo.gone")
    }
  }
}
