import ActionPlan
import Casework

/// A document in a list, ready for its template.
struct DocumentLineView: Sendable {
  let key: String
  let href: String
  let label: String
  let hasNumber: Bool
  let number: String
  let state: String
  let tone: String
  let caseNumber: String
  let signers: String
  let when: Moment

  init(_ line: DocumentLine, names: PlanNames, time: LocalTime, now: Int) {
    let wording = DocumentWording(names: names)
    let document = line.document
    key = "document-\(document.id)"
    href = "/documents/\(document.id)"
    label = names.texts(line.form.label)
    hasNumber = document.issue != nil
    number = document.issue?.number ?? ""
    state = wording.state(document.state)
    tone = wording.tone(document.state)
    caseNumber = line.file.number
    signers = wording.signers(document.signers, in: line.file)
    when = Moment(
      document.issue?.at ?? document.draftedAt, now: now, time: time, texts: names.texts)
  }
}

/// The page of documents, ready for its template.
struct DocumentListView: Sendable {
  struct Tab: Sendable {
    let href: String
    let text: String
    let isCurrent: Bool
  }

  let tabs: [Tab]
  let lines: [DocumentLineView]
  let isEmpty: Bool
  let emptyText: String
  let hasNext: Bool
  let nextHref: String

  init(
    _ found: [DocumentLine], filter: DocumentBook.Filter, filters: [DocumentBook.Filter],
    next: Int64?, names: PlanNames, time: LocalTime, now: Int
  ) {
    let texts = names.texts
    tabs = filters.map {
      Tab(
        href: "/documents?show=\($0.rawValue)", text: texts("documents.show-\($0.rawValue)"),
        isCurrent: $0 == filter)
    }
    lines = found.map { DocumentLineView($0, names: names, time: time, now: now) }
    isEmpty = found.isEmpty
    emptyText = texts("documents.none-\(filter.rawValue)")
    hasNext = next != nil
    nextHref = "/documents?show=\(filter.rawValue)&before=\(next ?? 0)"
  }
}

/// The documents on a case's page.
struct CaseDocumentsView: Sendable {
  struct Form: Sendable {
    let value: String
    let name: String
  }

  let hasLines: Bool
  let lines: [DocumentLineView]
  let mayDraft: Bool
  let action: String
  let request: String
  let forms: [Form]

  /// - Returns: nil where there is nothing to show.
  init?(
    _ lines: [DocumentLine], forms: [DocumentForm], file: CaseFile, names: PlanNames,
    time: LocalTime, now: Int
  ) {
    guard !lines.isEmpty || !forms.isEmpty else { return nil }
    self.lines = lines.map { DocumentLineView($0, names: names, time: time, now: now) }
    hasLines = !lines.isEmpty
    mayDraft = !forms.isEmpty
    action = "/cases/\(file.id)/documents"
    request = RequestID.make()
    self.forms = forms.map { Form(value: $0.id, name: names.texts($0.label)) }
  }
}
