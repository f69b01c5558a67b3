import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// The form by which anybody reports a smell, smoke or dust; it needs no account.
struct ReportController {
  let subjects: ConsoleSubjects
  let pages: Pages
  let limiter: RateLimiter

  /// Per source address: `ReportDraft.hourlyLimit` within an hour.
  static let reports = RateLimiter.Rule(
    name: "report", burst: ReportDraft.hourlyLimit, refillSeconds: 3600 / ReportDraft.hourlyLimit)

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("report", use: form)
    routes.post("report", use: submit)
  }

  @Sendable func form(request: Request, context: ConsoleContext) throws -> Response {
    show(problem: nil, context: context)
  }

  /// The receipt is the answer itself: the code stands in no address and no log.
  @Sendable func submit(request: Request, context: ConsoleContext) async throws -> Response {
    let texts = pages.texts(context)
    let (plan, now) = (subjects.plan, subjects.now())
    let wait = limiter.take(Self.reports, source: context.visit.sourceAddress, now: now)
    do {
      let photo = try await photo(of: context.visit.form)
      let draft = try draft(context.visit.form, photo: photo)
      let photos = subjects.photos
      let receipt = try await subjects.ledger.write { db in
        let receipt = try PublicReports.submit(
          draft, sentThisHour: wait == nil ? 0 : ReportDraft.hourlyLimit, plan: plan, at: now,
          in: db)
        // Only what is taken comes to the disk: nobody fills it with what is refused.
        if let photo, !receipt.isRepeat { try photos.keep(photo) }
        return receipt
      }
      if !receipt.isRepeat {
        await subjects.hub.publish(.case)
        await subjects.hub.publish(.alarm)
      }
      let promises = try await subjects.ledger.read { db in
        try ReportPromises.of(receipt.report, in: db)
      }
      let view = ReportReceiptView(
        code: receipt.code.description, number: receipt.file.number,
        promised: promises.words(texts, pages.time))
      return pages.show(
        "reports/receipt", view, title: texts("report.receiptTitle"), context: context,
        status: .created)
    } catch let refusal as ReportRefusal {
      var values = refusal.values
      values["wait"] = texts.duration(seconds: wait ?? 0)
      var response = show(
        problem: texts("report.fault-\(refusal.code)", values), context: context,
        status: refusal.status)
      if case .tooMany = refusal { response.headers[.retryAfter] = wait.map { "\($0)" } }
      return response
    } catch let fault as AttachmentError {
      return show(
        problem: texts(photo: fault), context: context, status: .unprocessableContent)
    }
  }

  private func photo(of form: SubmittedForm) async throws -> ExaminedPhoto? {
    guard let file = form.file("photo") else { return nil }
    return try await PhotoUpload.examine(file)
  }

  private func draft(
    _ form: SubmittedForm, photo: ExaminedPhoto?
  ) throws(ReportRefusal) -> ReportDraft {
    let position: Coordinate?
    do throws(PositionFault) {
      position = try form.position()
    } catch {
      throw .positionNotOnEarth
    }
    return ReportDraft(
      category: form.text("category") ?? "", text: form.text("text") ?? "",
      contact: form.text("contact"), photo: photo?.staged, position: position,
      requestID: form.text("request") ?? "")
  }

  private func show(
    problem: String?, context: ConsoleContext, status: HTTPResponse.Status = .ok
  ) -> Response {
    let texts = pages.texts(context)
    let view = ReportFormView(
      plan: subjects.plan, texts: texts, form: context.visit.form, problem: problem)
    return pages.show(
      "reports/form", view, title: texts("report.title"), context: context, status: status)
  }
}

extension ReportRefusal {
  var status: HTTPResponse.Status {
    switch self {
    case .tooMany: .tooManyRequests
    case .requestReused, .isClosed, .tooManyMessages: .conflict
    default: .unprocessableContent
    }
  }
}
