import ActionPlan
import Casework
import Hummingbird
import Ledger

/// `GET /api/documents` and `GET /api/documents/ID`: documents for programs, as far as who asks may see
/// them.
struct DocumentAPIController {
  let subjects: ConsoleSubjects

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("api/documents", use: list)
    routes.get("api/documents/:id", use: show)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let account = context.account
    let parameters = request.uri.queryParameters
    let filter = parameters.get("show").flatMap { DocumentBook.Filter(rawValue: $0) } ?? .issued
    let before = parameters.get("before").flatMap { Int64($0) }
    let limit = DocumentBook.pageLength
    let found = try await subjects.ledger.read { db in
      try DocumentBook.list(filter, for: account, before: before, limit: limit + 1, in: db)
    }
    let shown = found.prefix(limit)
    return JSONAnswer.encode(
      DocumentListAnswer(
        documents: shown.map { DocumentAnswer($0.document, file: $0.file, label: $0.form.label) },
        next: found.count > limit ? shown.last?.document.id : nil))
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let reading = try await DocumentReading.read(subjects, context)
    return JSONAnswer.encode(DocumentDetailAnswer(reading.detail))
  }
}

/// A document as JSON; times are epoch seconds.
struct DocumentAnswer: Encodable {
  let id: Int64
  let form: String
  let label: Label
  let state: String
  let version: Int
  let number: String?
  let caseID: Int64
  let caseNumber: String
  let signers: [String]
  let draftedAt: Int
  let issuedAt: Int?
  let servedOn: String?
  let withdrawnAt: Int?

  init(_ document: CaseDocument, file: CaseFile, label: Label) {
    id = document.id
    form = document.form
    self.label = label
    state = document.state.rawValue
    version = document.version
    number = document.issue?.number
    caseID = file.id
    caseNumber = file.number
    signers = document.signers.map(\.code)
    draftedAt = document.draftedAt
    issuedAt = document.issue?.at
    servedOn = document.service?.on
    withdrawnAt = document.withdrawnAt
  }
}

struct DocumentListAnswer: Encodable {
  let documents: [DocumentAnswer]
  /// For `before`; missing on the last page.
  let next: Int64?
}

struct DocumentDetailAnswer: Encodable {
  struct Missing: Encodable {
    let kind: String
    let name: String
  }
  let document: DocumentAnswer
  /// By field; `en` is missing where the Chinese text stands for both.
  let values: [String: DocumentValue]
  let missing: [Missing]
  /// The wording as signed; missing for a draft.
  let text: Label?
  let sha256: String?

  init(_ detail: DocumentDetail) {
    document = DocumentAnswer(
      detail.document, file: detail.file, label: detail.filled.form.label)
    values = detail.filled.values
    missing = detail.gaps.map { Missing(kind: $0.kind, name: $0.name) }
    text = detail.document.issue?.text
    sha256 = detail.document.issue?.sha256
  }
}

extension DocumentGap {
  /// Permanent name of the kind of gap.
  var kind: String {
    switch self {
    case .field: "field"
    case .halfOfficer: "half-officer"
    case .sameOfficer: "same-officer"
    case .review: "review"
    }
  }
}
