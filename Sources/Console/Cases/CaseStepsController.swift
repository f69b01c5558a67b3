import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// Steps taken in a case, and notes added to it.
struct CaseStepsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.post("cases/:id/steps", use: take)
    routes.post("cases/:id/notes", use: annotate)
    routes.post("cases/:id/numbers", use: number)
    routes.post("cases/:id/acknowledgements", use: acknowledge)
  }

  /// Gives the case a number in another system, changes it or takes it away.
  @Sendable func number(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    return try await CaseAnswer(subjects: subjects, pages: pages).to(NumbersView.form, context) {
      file in
      let (account, plan, now) = (context.account, subjects.plan, subjects.now())
      return try await subjects.ledger.write { db in
        try CaseBook.setNumber(
          form.text("number") ?? "", in: form.text("system") ?? "", over: form.text("former"),
          case: file.id, by: account, requestID: form.text("request") ?? "", plan: plan, at: now,
          in: db)
      }
    }
  }

  @Sendable func take(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    return try await CaseAnswer(subjects: subjects, pages: pages).to(
      form.text("step") ?? "", context
    ) { file in
      var evidence = try StepEvidence(form)
      evidence.photos = try await PhotoUpload.stage(form.files("photo"), in: subjects.photos)
      let (account, plan, now) = (context.account, subjects.plan, subjects.now())
      return try await subjects.ledger.write { [evidence] db in
        try CaseBook.take(
          step: form.text("step") ?? "", case: file.id, by: account, evidence: evidence,
          isSkip: form.text("skip") != nil, requestID: form.text("request") ?? "",
          versionSeen: form.integer("version") ?? 0,
          plan: plan, at: now, in: db)
      }
    }
  }

  /// A contact of the case's firm says that the firm has received what happened so far.
  @Sendable func acknowledge(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    return try await CaseAnswer(subjects: subjects, pages: pages).to(
      CaseAcknowledgeView.form, context
    ) { file in
      let (account, now) = (context.account, subjects.now())
      return try await subjects.ledger.write { db in
        try CaseBook.acknowledge(
          case: file.id, by: account, requestID: form.text("request") ?? "", at: now, in: db)
      }
    }
  }

  @Sendable func annotate(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    return try await CaseAnswer(subjects: subjects, pages: pages).to("note", context) { file in
      let photos = try await PhotoUpload.stage(form.files("photo"), in: subjects.photos)
      let (account, now) = (context.account, subjects.now())
      return try await subjects.ledger.write { db in
        try CaseBook.annotate(
          case: file.id, by: account, note: form.text("note"), photos: photos,
          requestID: form.text("request") ?? "", at: now, in: db)
      }
    }
  }
}

extension CaseRefusal {
  var status: HTTPResponse.Status {
    switch self {
    case .unknownCase: .notFound
    case .finished, .notFromHere, .stale, .requestReused, .suspended, .isOpen, .merged,
      .nothingChanged, .disagreedBefore, .numberTaken, .hasNumber, .numberChanged:
      .conflict
    case .notYours, .ownWork: .forbidden
    default: .unprocessableContent
    }
  }
}

extension StepEvidence {
  /// What a step's form holds, apart from its photos.
  ///
  /// - Throws: `CaseRefusal.positionNotOnEarth` for a position that is no number.
  init(_ form: SubmittedForm) throws(CaseRefusal) {
    self.init(
      note: form.text("note"), cause: form.text("cause"), assignTo: form.text("unit"),
      reading: form.reading, publicAnswer: form.text("answer"))
    do throws(PositionFault) {
      position = try form.position()
    } catch {
      throw .positionNotOnEarth
    }
  }
}

extension SubmittedForm {
  /// The fields of a portable instrument's reading; nil where none is filled in.
  fileprivate var reading: InstrumentReading? {
    let (instrument, value) = (text("instrument"), text("reading"))
    guard instrument != nil || value != nil else { return nil }
    return InstrumentReading(
      instrument: instrument ?? "", quantity: text("quantity") ?? "", value: value ?? "")
  }
}
