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
  }

  @Sendable func form(request: Request, context: ConsoleContext) throws -> Response {
    show(TrackView(problem: nil, status: nil), context, .ok)
  }

  @Sendable func track(request: Request, context: ConsoleContext) async throws -> Response {
    let now = subjects.now()
    try limiter.require(Self.attempts, source: context.visit.sourceAddress, now: now)
    let texts = pages.texts(context)
    let code = context.visit.form.text("code") ?? ""
    let status = try await subjects.ledger.read { db in try PublicReports.track(code, in: db) }
    guard let status else {
      return show(
        TrackView(problem: texts("track.unknown"), status: nil), context, .unprocessableContent)
    }
    let view = TrackView(
      problem: nil, status: TrackView.Status(status, texts: texts, time: pages.time, now: now))
    return show(view, context, .ok)
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

    let stages: [Stage]
    let answer: String?
    let answeredAt: Moment?

    init(_ status: ReportStatus, texts: Texts, time: LocalTime, now: Int) {
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
      answer = status.answer
      answeredAt = status.answeredAt.map { Moment($0, now: now, time: time, texts: texts) }
    }
  }
}
