import ActionPlan
import Casework
import Ledger

/// A document's page, ready for its template.
struct DocumentView: Sendable {
  struct Gap: Sendable {
    let text: String
    /// Where it is filled in.
    let href: String
  }

  struct Review: Sendable {
    let label: String
    let isPassed: Bool
    /// Who passed it, when, with which remark.
    let said: String
    let action: String
    let review: String
    let request: String
    let mayPass: Bool
  }

  struct File: Sendable {
    let href: String
    let text: String
  }

  /// Where it was served, why it was refused, who saw it.
  struct ServiceFact: Sendable {
    let label: String
    let said: String
  }

  struct Way: Sendable {
    let value: String
    let name: String
  }

  let title: String
  let heading: String
  let state: String
  let tone: String
  let isDraft: Bool
  let hasNumber: Bool
  let number: String
  let caseHref: String
  let caseNumber: String
  let office: String
  let signers: String
  let drafter: String
  let drafted: Moment
  let isIssued: Bool
  let signer: String
  let issued: Moment?
  let sha256: String
  let isServed: Bool
  let served: String
  let hasReceipt: Bool
  let receiptHref: String
  let isWithdrawn: Bool
  let withdrawn: String
  let ground: String
  let hasGaps: Bool
  let gapCount: String
  let gaps: [Gap]
  let hasReviews: Bool
  let reviews: [Review]
  let mayEdit: Bool
  let inputs: [DocumentInput]
  let editAction: String
  let version: String
  let request: String
  let preview: DocumentPreview
  let files: [File]
  let cannotPrint: Bool
  let maySign: Bool
  let canSign: Bool
  let signAction: String
  let signRequest: String
  let mayServe: Bool
  let serveAction: String
  let serveRequest: String
  let serviceFacts: [ServiceFact]
  let ways: [Way]
  let today: String
  /// A contact of the firm that it is for says that it was received.
  let mayAcknowledge: Bool
  let acknowledgeAction: String
  let acknowledgeRequest: String
  /// The document that it is a receipt of, and its own receipts.
  let related: [DocumentLineView]
  let hasRelated: Bool
  /// Forms of a receipt of its service.
  let receiptForms: [Way]
  let mayDraftReceipt: Bool
  let draftAction: String
  let id: String
  let mayWithdraw: Bool
  let withdrawAction: String
  let withdrawRequest: String
  let hasProblem: Bool
  let problem: String
  let photoMegabytes: String

  /// - Throws: what a form that was changed by other hands throws.
  init(
    _ reading: DocumentReading, context: SignedInContext, pages: Pages, plan: Plan, now: Int,
    problem: String? = nil
  ) throws {
    let (detail, texts) = (reading.detail, pages.texts(context))
    let (document, file, form) = (detail.document, detail.file, detail.filled.form)
    let names = PlanNames(plan: plan, texts: texts)
    let wording = DocumentWording(names: names)
    let language = context.visit.language
    let moment = { (epoch: Int) in Moment(epoch, now: now, time: pages.time, texts: texts) }
    let people = reading.people
    func person(_ actor: String?) -> String {
      guard let actor else { return "" }
      if case .system(let name)? = Actor(auditName: actor) { return texts.platform(name) }
      return people[actor]?.displayName ?? texts("actor.unknown")
    }
    let href = "/documents/\(document.id)"
    title = document.issue.map { "\($0.number) \(texts(form.label))" } ?? texts(form.label)
    heading = texts(form.label)
    state = wording.state(document.state)
    tone = wording.tone(document.state)
    isDraft = document.state == .draft
    hasNumber = document.issue != nil
    number = document.issue?.number ?? ""
    caseHref = "/cases/\(file.id)"
    caseNumber = file.number
    office = names.unit(form.office) ?? form.office
    signers = wording.signers(document.signers, in: file)
    drafter = person(document.draftedBy)
    drafted = moment(document.draftedAt)
    isIssued = document.issue != nil
    signer = person(document.issue?.by)
    issued = document.issue.map { moment($0.at) }
    sha256 = document.issue?.sha256 ?? ""
    isServed = document.service != nil
    served =
      document.service.map { service in
        texts(
          "documents.servedText",
          [
            "on": [service.on, service.time].compactMap(\.self).joined(separator: " "),
            "way": texts("documents.way-\(service.way.rawValue)"),
            "receiver": service.receiver,
          ])
      } ?? ""
    serviceFacts =
      document.service.map { service in
        [("place", service.place), ("refusal", service.refusal), ("witness", service.witness)]
          .compactMap { key, said in
            said.map { ServiceFact(label: texts("documents.\(key)"), said: $0) }
          }
      } ?? []
    hasReceipt = reading.receipt != nil
    receiptHref = "\(href)/receipt"
    isWithdrawn = document.state == .withdrawn
    withdrawn =
      document.withdrawnAt.map { "\(person(document.withdrawnBy)) · \(pages.time.minute($0))" }
      ?? ""
    ground = document.ground ?? ""
    gaps = detail.gaps.map { gap in
      var anchor = "#field-\(gap.name)"
      if case .review = gap { anchor = "#reviews" }
      return Gap(text: wording.gap(gap, in: form), href: anchor)
    }
    hasGaps = !detail.gaps.isEmpty
    gapCount = texts("documents.gapCount", ["n": "\(detail.gaps.count)"])
    reviews = form.reviews.map { review in
      let passed = detail.reviews.last { $0.review == review.id }
      let said = passed.map { passed in
        ["\(passed.name) · \(pages.time.minute(passed.at))", passed.opinion].compactMap { $0 }
          .joined(separator: "：")
      }
      return Review(
        label: texts(review.label), isPassed: passed != nil,
        said: said ?? texts("documents.reviewOpen"), action: "\(href)/reviews", review: review.id,
        request: RequestID.make(), mayPass: detail.mayReview && passed == nil)
    }
    hasReviews = !form.reviews.isEmpty
    mayEdit = detail.mayEdit
    let typed = problem == nil ? nil : context.visit.form
    inputs = form.fields.map { DocumentInput($0, detail: detail, form: typed, texts: texts) }
    editAction = "\(href)/values"
    version = "\(document.version)"
    request = RequestID.make()
    preview = DocumentPreview(
      try document.issuedText(language) ?? detail.filled.preview(language))
    files = Language.allCases.flatMap { language in
      DocumentPress.Format.allCases.map { format in
        File(
          href: "\(href)/files/\(language.rawValue).\(format.rawValue)",
          text: texts("documents.file-\(language.rawValue)-\(format.rawValue)"))
      }
    }
    cannotPrint = !DocumentPrinter.missing.isEmpty
    maySign = detail.maySign
    canSign = detail.maySign && detail.gaps.isEmpty
    signAction = "\(href)/signature"
    signRequest = RequestID.make()
    mayServe = detail.mayServe
    serveAction = "\(href)/service"
    serveRequest = RequestID.make()
    ways = DocumentService.Way.allCases.map {
      Way(value: $0.rawValue, name: texts("documents.way-\($0.rawValue)"))
    }
    today = pages.time.date(now)
    mayAcknowledge =
      document.state == .issued && form.to == .facility
      && Policy.may(context.account, .acknowledge, .facility(file.facility))
    acknowledgeAction = "\(href)/acknowledgement"
    acknowledgeRequest = RequestID.make()
    related = ([reading.about].compactMap(\.self) + reading.receipts).map {
      DocumentLineView($0, names: names, time: pages.time, now: now)
    }
    hasRelated = !related.isEmpty
    receiptForms =
      document.state == .served && Policy.draftsDocuments(context.account, of: file.relation)
      ? plan.documents.filter { $0.of == .service }.map {
        Way(value: $0.id, name: texts($0.label))
      } : []
    mayDraftReceipt = !receiptForms.isEmpty && reading.receipts.isEmpty
    draftAction = "/cases/\(file.id)/documents"
    id = "\(document.id)"
    mayWithdraw = detail.mayWithdraw
    withdrawAction = "\(href)/withdrawal"
    withdrawRequest = RequestID.make()
    hasProblem = problem != nil
    self.problem = problem ?? ""
    photoMegabytes = SubmittedForm.photoMegabytes
  }
}
