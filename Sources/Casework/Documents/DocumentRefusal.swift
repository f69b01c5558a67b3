public import ActionPlan

/// Why something was not done with a document. Pages tell it by `code` and `values`.
public enum DocumentRefusal: Error, Sendable, Hashable {
  /// No such document, or not one the account may see: the answer is the same.
  case unknownDocument(Int64)
  case unknownForm(String)
  /// Writing drafts, reading them over, or signing this one is for others.
  case notYourDraft
  case notYourReview
  case notYourSignature(signers: [DocumentForm.Signer])
  /// Nobody reads over what they wrote.
  case ownDraft
  case unknownReview(String)
  /// It was signed, or withdrawn: nothing of it changes.
  case noDraft(state: CaseDocument.State)
  /// Only what was issued is served, once.
  case notIssued(state: CaseDocument.State)
  /// Somebody was faster.
  case stale(version: Int, seen: Int)
  /// Everything that is missing, at once.
  case missing([DocumentGap])
  case unknownField(String)
  case badDate(field: String)
  case unknownChoice(field: String)
  case tooLong(field: String, found: Int, limit: Int)
  /// A date of service before the document was issued, or ahead of the clock.
  case serviceDate
  /// No time of day.
  case serviceTime
  case receiverMissing
  /// What is left behind needs the ground of the refusal, and a witness or a photo.
  case refusalMissing
  case witnessMissing
  /// A receipt of service is drafted from a document that was served in the same case.
  case nothingServed
  /// It is not for the firm of who says that it was received.
  case notForYou
  case groundMissing
  case requestReused(String)
  case badRequestID

  /// Permanent name of the kind of refusal.
  public var code: String {
    switch self {
    case .unknownDocument: "unknown-document"
    case .unknownForm: "unknown-form"
    case .notYourDraft: "not-your-draft"
    case .notYourReview: "not-your-review"
    case .notYourSignature: "not-your-signature"
    case .ownDraft: "own-draft"
    case .unknownReview: "unknown-review"
    case .noDraft: "no-draft"
    case .notIssued: "not-issued"
    case .stale: "stale"
    case .missing: "missing"
    case .unknownField: "unknown-field"
    case .badDate: "bad-date"
    case .unknownChoice: "unknown-choice"
    case .tooLong: "too-long"
    case .serviceDate: "service-date"
    case .serviceTime: "service-time"
    case .receiverMissing: "receiver-missing"
    case .refusalMissing: "refusal-missing"
    case .witnessMissing: "witness-missing"
    case .nothingServed: "nothing-served"
    case .notForYou: "not-for-you"
    case .groundMissing: "ground-missing"
    case .requestReused: "request-reused"
    case .badRequestID: "bad-request-id"
    }
  }

  /// What the text of the refusal names.
  public var values: [String: String] {
    switch self {
    case .unknownDocument(let id): ["document": "\(id)"]
    case .unknownForm(let form): ["form": form]
    case .notYourSignature(let signers):
      ["signers": signers.map(\.code).joined(separator: ",")]
    case .unknownReview(let review): ["review": review]
    case .noDraft(let state), .notIssued(let state): ["state": state.rawValue]
    case .stale(let version, let seen): ["version": "\(version)", "seen": "\(seen)"]
    case .missing(let gaps): ["missing": gaps.map(\.name).joined(separator: ",")]
    case .unknownField(let field), .badDate(let field), .unknownChoice(let field):
      ["field": field]
    case .tooLong(let field, let found, let limit):
      ["field": field, "found": "\(found)", "limit": "\(limit)"]
    case .requestReused(let id): ["request": id]
    case .notYourDraft, .notYourReview, .ownDraft, .serviceDate, .serviceTime, .receiverMissing,
      .refusalMissing, .witnessMissing, .nothingServed, .notForYou, .groundMissing, .badRequestID:
      [:]
    }
  }
}

/// What a document lacks before it may be signed.
public enum DocumentGap: Sendable, Hashable {
  public enum Why: Sendable, Hashable {
    case always
    /// The case rests on readings of an instrument.
    case telemetry
    /// Another field holds this choice.
    case choice(field: String, value: String)
  }
  case field(String, why: Why)
  /// An officer has a name without the number of a certificate, or the other way round.
  case halfOfficer(String)
  /// Two officers are one person.
  case sameOfficer(String, as: String)
  /// A review has not been passed for the wording as it stands.
  case review(String)

  /// The field or review.
  public var name: String {
    switch self {
    case .field(let id, _), .halfOfficer(let id), .sameOfficer(let id, _), .review(let id): id
    }
  }
}
