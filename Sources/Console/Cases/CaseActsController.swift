import ActionPlan
import Casework
import Hummingbird
import Ledger

/// What is done with a case beside its steps, and cases tied to one another.
struct CaseActsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.post("cases/:id/acts", use: act)
    routes.post("cases/:id/ties", use: tie)
  }

  @Sendable func act(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    let name = form.text("act") ?? ""
    guard let act = CaseAct(form) else { throw PageError(.badRequest, "badForm") }
    return try await CaseAnswer(subjects: subjects, pages: pages).to(name, context) { file in
      let photos = try await PhotoUpload.stage(form.files("photo"), in: subjects.photos)
      let evidence = StepEvidence(note: form.text("note"), photos: photos)
      let (account, plan, now) = (context.account, subjects.plan, subjects.now())
      return try await subjects.ledger.write { db in
        try CaseBook.act(
          act, case: file.id, by: account, evidence: evidence,
          requestID: form.text("request") ?? "", versionSeen: form.integer("version") ?? 0,
          plan: plan, at: now, in: db)
      }
    }
  }

  @Sendable func tie(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    let name = form.text("tie") ?? ""
    guard let tie = CaseBook.Tie(rawValue: name) else { throw PageError(.badRequest, "badForm") }
    return try await CaseAnswer(subjects: subjects, pages: pages).to(name, context) { file in
      let (account, plan, now) = (context.account, subjects.plan, subjects.now())
      return try await subjects.ledger.write { db in
        try CaseBook.tie(
          tie, case: file.id, to: form.text("other") ?? "", by: account, note: form.text("note"),
          requestID: form.text("request") ?? "", versionSeen: form.integer("version") ?? 0,
          plan: plan, at: now, in: db)
      }
    }
  }
}

extension CaseAct {
  /// What a form asks for; nil where it names nothing that can be done.
  init?(_ form: SubmittedForm) {
    switch form.text("act").flatMap(Name.init(rawValue:)) {
    case .prioritise:
      guard let priority = form.text("priority").flatMap(CasePriority.init(rawValue:)) else {
        return nil
      }
      self = .prioritise(priority)
    case .reclassify:
      guard let severity = form.text("severity").flatMap(Severity.init(rawValue:)) else {
        return nil
      }
      self = .reclassify(severity)
    case .suspend: self = .suspend
    case .resume: self = .resume
    case .offer: self = .offer(unit: form.text("unit") ?? "")
    case .accept: self = .accept
    case .refuse: self = .refuse
    case .arbitrate: self = .arbitrate(unit: form.text("unit") ?? "")
    case .reopen: self = .reopen
    case .appeal: self = .appeal
    case .decide:
      guard let decision = form.text("decision"), ["granted", "upheld"].contains(decision) else {
        return nil
      }
      self = .decide(isGranted: decision == "granted")
    case nil: return nil
    }
  }
}
