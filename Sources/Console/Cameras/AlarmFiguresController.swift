import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// How many alarms were false, by camera, kind and hour of the day.
struct AlarmFiguresController {
  let subjects: ConsoleSubjects
  let pages: Pages

  /// Days looked back over, as the address asks.
  static let days = [7, 30, 90, 365]

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("cameras/figures", use: show)
    routes.get("api/cameras/figures", use: answer)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewAlarms) else { throw PageError.forbidden }
    let parameters = request.uri.queryParameters
    let asked = parameters.get("days").flatMap { Int($0) } ?? 30
    let days = Self.days.contains(asked) ? asked : 30
    let (plan, texts) = (subjects.plan, pages.texts(context))
    let figures = try await figures(days)
    let cameras = try await subjects.ledger.read { db in
      try CameraAlarms.cameraNames(plan: plan, in: db)
    }
    let wording = AlarmWording(
      names: PlanNames(plan: plan, texts: texts), cameras: cameras, time: pages.time,
      now: subjects.now())
    let view = AlarmFiguresView(
      figures, days: days, camera: parameters.get("camera"), kind: parameters.get("kind"),
      wording: wording)
    return pages.show("cameras/figures", view, title: texts("cameras.figures"), context: context)
  }

  @Sendable func answer(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewAlarms) else { throw PageError.forbidden }
    let given = request.uri.queryParameters.get("days") ?? "30"
    guard let days = Int(given), Self.days.contains(days) else {
      throw PageError.badQuery("days", Self.days.map(String.init).joined(separator: ", "))
    }
    return JSONAnswer.encode(AlarmFiguresAnswer(try await figures(days), days: days))
  }

  private func figures(_ days: Int) async throws -> [AlarmFigure] {
    let (now, offset) = (subjects.now(), subjects.plan.utcOffsetSeconds)
    // An alarm may be stamped some minutes ahead.
    let range = now - days * 86_400..<now + AlarmDraft.clockToleranceSeconds + 1
    return try await subjects.ledger.read { db in
      try AlarmDesk.figures(seenIn: range, utcOffsetSeconds: offset, in: db)
    }
  }
}

/// What a program is told.
struct AlarmFiguresAnswer: Encodable, Sendable {
  struct Figure: Encodable, Sendable {
    let camera: String
    let kind: String
    let hour: Int
    let alarms: Int
    let real: Int
    let nothing: Int
    let doubtful: Int
    let waiting: Int
    let judged: Int
    let judgedInTime: Int

    enum CodingKeys: String, CodingKey {
      case camera, kind, hour, alarms, doubtful, waiting, judged, judgedInTime
      case real = "true"
      case nothing = "false"
    }
  }
  let days: Int
  let figures: [Figure]

  init(_ figures: [AlarmFigure], days: Int) {
    self.days = days
    self.figures = figures.map {
      Figure(
        camera: $0.camera, kind: $0.kind, hour: $0.hour, alarms: $0.counts.all,
        real: $0.counts.real, nothing: $0.counts.nothing, doubtful: $0.counts.doubtful,
        waiting: $0.counts.waiting, judged: $0.counts.judged, judgedInTime: $0.counts.inTime)
    }
  }
}
