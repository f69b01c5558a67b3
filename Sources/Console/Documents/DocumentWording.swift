import ActionPlan
import Casework
import HTTPTypes
import Ledger

/// Documents in the page's language: states, signers, what is missing, why something was refused.
struct DocumentWording: Sendable {
  let names: PlanNames

  private var texts: Texts { names.texts }

  func state(_ state: CaseDocument.State) -> String { texts("documents.state-\(state.rawValue)") }

  /// How a badge of the state looks.
  func tone(_ state: CaseDocument.State) -> String {
    switch state {
    case .draft: "warn"
    case .issued: "info"
    case .served: "good"
    case .withdrawn: "plain"
    }
  }

  func signers(_ signers: [DocumentForm.Signer], in file: CaseFile) -> String {
    // The unit that leads and the one that works the case are often the same.
    var seen: Set<String> = []
    return signers.map { signer in
      switch signer {
      case .leader: texts("role.leader")
      case .duty: texts("role.duty")
      case .lead: names.unit(file.leadUnit) ?? file.leadUnit
      case .assignee: names.unit(file.assignedUnit) ?? texts("documents.nobodyYet")
      case .unit(let unit): names.unit(unit) ?? unit
      }
    }.filter { seen.insert($0).inserted }.joined(separator: texts("documents.or"))
  }

  /// What is missing, and what to do.
  func gap(_ gap: DocumentGap, in form: DocumentForm) -> String {
    let label = self.label(gap.name, in: form)
    switch gap {
    case .field(_, .always): return texts("documents.gap-field", ["field": label])
    case .field(_, .telemetry): return texts("documents.gap-telemetry", ["field": label])
    case .field(_, .choice(let other, let value)):
      let choice = form.field(other)?.choices.first { $0.id == value }
      return texts(
        "documents.gap-choice",
        [
          "field": label, "other": self.label(other, in: form),
          "value": choice.map { texts($0.label) } ?? value,
        ])
    case .halfOfficer: return texts("documents.gap-half", ["field": label])
    case .sameOfficer(_, let other):
      return texts("documents.gap-same", ["field": label, "other": self.label(other, in: form)])
    case .review: return texts("documents.gap-review", ["field": label])
    }
  }

  /// Of a field, a review, or a part of an officer.
  func label(_ name: String, in form: DocumentForm) -> String {
    let id = String(name.prefix { $0 != "." })
    if let field = form.field(id) { return texts(field.label) }
    return form.reviews.first { $0.id == id }.map { texts($0.label) } ?? name
  }

  func refusal(_ refusal: DocumentRefusal, detail: DocumentDetail?) -> String {
    var values = refusal.values
    let form = detail?.filled.form
    if let field = values["field"] {
      values["field"] =
        form.map { label(field, in: $0) }
        ?? texts.text(ofCode: field, in: "documents")
      if ["opinion", "receiver", "ground", "place", "refusal", "witness"].contains(field) {
        values["field"] = texts("documents.\(field)")
      }
    }
    if let state = values["state"].flatMap({ CaseDocument.State(rawValue: $0) }) {
      values["state"] = self.state(state)
    }
    if case .notYourSignature(let signers) = refusal, let file = detail?.file {
      values["signers"] = self.signers(signers, in: file)
    }
    if case .missing(let gaps) = refusal, let form {
      values["missing"] = gaps.map { label($0.name, in: form) }
        .joined(separator: texts("layout.separator"))
    }
    return texts("documents.refused-\(refusal.code)", values)
  }

  /// What went wrong with printing, and what to do.
  func fault(_ fault: PrintFault) -> String { texts("documents.print-\(fault.code)") }
}

extension DocumentRefusal {
  var status: HTTPResponse.Status {
    switch self {
    case .unknownDocument, .unknownForm: .notFound
    case .noDraft, .notIssued, .stale, .requestReused: .conflict
    case .notYourDraft, .notYourReview, .notYourSignature, .ownDraft: .forbidden
    default: .unprocessableContent
    }
  }
}
