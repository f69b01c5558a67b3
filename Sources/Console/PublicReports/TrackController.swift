import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// How far a report is, for whoever has its code. The code is only ever posted.
struct TrackController {
  let subjects: ConsoleSubjects
  let pages: Pages
  let limiter: RateLimiter

  /// Per source address: ten at once, then one each ten seconds; codes cannot be tried out.
  static let attempts = RateLimiter.Rule(name: "track", burst: 10, refillSeconds: 10)

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("track", use: form)
    routes.post("track", use: track)
    routes.post("track/messages", use: say)
    routes.post("track/disagreement", use: disagree)
  }

  @Sendable func form(request: Request, context: ConsoleContext) throws -> Response {
    show(TrackView(problem: nil, status: nil), context, .ok)
  }

  /// Takes a message of the reporter in and shows how far the report is.
  @Sendable func say(request: Request, context: ConsoleContext) async throws -> Response {
    let now = subjects.now()
    try limiter.require(Self.attempts, source: context.visit.sourceAddress, now: now)
    let (form, texts) = (context.visit.form, pages.texts(context))
    do {
      try await subjects.ledger.write { db in
        try PublicReports.say(
          form.text("message") ?? "", code: form.text("code") ?? "",
          requestID: form.text("request") ?? "", at: now, in: db)
      }
    } catch let refusal as ReportRefusal {
      return try await status(
        context, problem: texts("report.fault-\(refusal.code)", refusal.values),
        status: refusal.status)
    }
    await subjects.hub.publish(.case)
    return try await status(context)
  }

  @Sendable func track(request: Request, context: ConsoleContext) async throws -> Response {
    try limiter.require(
      Self.attempts, source: context.visit.sourceAddress, now: subjects.now())
    return try await status(context)
  }

  /// Takes the case up again, once.
  @Sendable func disagree(request: Request, context: ConsoleContext) async throws -> Response {
    let (now, plan) = (subjects.now(), subjects.plan)
    try limiter.require(Self.attempts, source: context.visit.sourceAddress, now: now)
    let (form, texts) = (context.visit.form, pages.texts(context))
    do {
      try await subjects.ledger.write { db in
        try PublicReports.disagree(
          form.text("message") ?? "", code: form.text("code") ?? "", plan: plan, at: now, in: db)
      }
    } catch let refusal as ReportRefusal {
      return try await status(
        context, problem: texts("report.fault-\(refusal.code)", refusal.values),
        status: refusal.status)
    } catch let refusal as CaseRefusal {
      let key =
        if case .missingEvidence = refusal { "report.fault-text-missing" } else {
          "track.noDisagreement"
        }
      return try await status(context, problem: texts(key), status: .conflict)
    }
    await subjects.hub.publish(.case)
    await subjects.hub.publish(.alarm)
    return try await status(context)
  }

  /// How far the report of the form's code is.
  private func status(
    _ context: ConsoleContext, problem: String? = nil, status answer: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let texts = pages.texts(context)
    let code = context.visit.form.text("code") ?? ""
    let status = try await subjects.ledger.read { db in try PublicReports.track(code, in: db) }
    guard let status else {
      return show(
        TrackView(problem: texts("track.unknown"), status: nil), context, .unprocessableContent)
    }
    let unsent = problem == nil ? "" : context.visit.form.text("message") ?? ""
    let view = TrackView(
      problem: problem,
      status: TrackView.Status(
        status, code: code, unsent: unsent, texts: texts, time: pages.time, now: subjects.now()))
    return show(view, context, answer)
  }

  private func show(
    _ view: TrackView, _ context: ConsoleContext, _ status: HTTPResponse.Status
  ) -> Response {
    pages.show(
      "reports/track", view, title: pages.texts(context)("track.title"), context: context,
      status: status)
  }
}

/// The tracking page, ready for its template.
struct TrackView: Sendable {
  let problem: String?
  let status: Status?

  /// How far a report is, in plain words.
  struct Status: Sendable {
    struct Stage: Sendable {
      let name: String
      /// What happens now; of the stage it is at.
      let more: String?
      let reachedAt: Moment?
      let isDone: Bool
      let isNext: Bool
    }

    struct Message: Sendable {
      let who: String
      let isOwn: Bool
      let messageText: String
      let sentAt: Moment
    }

    let stages: [Stage]
    let messages: [Message]
    let hasMessages: Bool
    let takesMessages: Bool
    let mayDisagree: Bool
    let disagreeHint: String
    let codeTyped: String
    let request: String
    /// What was refused, so that it is not lost.
    let unsent: String
    let messageLimit: String
    let answer: String?
    let answeredAt: Moment?
    /// By when it is taken up and answered; empty once that was done.
    let promised: [String]
    let reward: String
    let hasReward: Bool

    init(
      _ status: ReportStatus, code: String, unsent: String, texts: Texts, time: LocalTime,
      now: Int
    ) {
      messages = status.messages.map { message in
        Message(
          who: texts(message.isReporters ? "track.you" : "track.desk"),
          isOwn: message.isReporters, messageText: message.text,
          sentAt: Moment(message.at, now: now, time: time, texts: texts))
      }
      hasMessages = !messages.isEmpty
      takesMessages = status.takesMessages
      mayDisagree = status.disagreeUntil.map { now <= $0 } ?? false
      disagreeHint = texts(
        "track.disagreeHint", ["until": status.disagreeUntil.map { time.minute($0) } ?? ""])
      codeTyped = code
      request = RequestID.make()
      self.unsent = unsent
      messageLimit = "\(ReportMessage.textLimit)"
      let moments: [ReportStatus.Stage: Int?] = [
        .received: status.receivedAt, .handling: status.movedAt, .closed: status.closedAt,
      ]
      let reached = ReportStatus.Stage.allCases.firstIndex(of: status.stage) ?? 0
      stages = ReportStatus.Stage.allCases.enumerated().map { index, stage in
        Stage(
          name: texts("track.stage-\(stage.rawValue)"),
          more: index == reached ? texts("track.more-\(stage.rawValue)") : nil,
          reachedAt: index > reached
            ? nil
            : moments[stage].flatMap { $0 }.map {
              Moment($0, now: now, time: time, texts: texts)
            },
          isDone: index <= reached, isNext: index > reached)
      }
      promised = status.promises.words(texts, time)
      reward =
        status.reward.map {
          texts("track.reward-\($0.state.rawValue)", ["yuan": "\($0.yuan)"])
        } ?? ""
      hasReward = status.reward != nil
      answer = status.answer
      answeredAt = status.answeredAt.map { Moment($0, now: now, time: time, texts: texts) }
    }
  }
}

extension [ReportPromise] {
  /// What is still promised, for the reporter.
  func words(_ texts: Texts, _ time: LocalTime) -> [String] {
    filter { $0.keptAt == nil }.map {
      texts("track.promise-\($0.kind.rawValue)", ["until": time.minute($0.due.at)])
    }
  }
}
