import ActionPlan
import AirQuality
import Hummingbird
import Ledger
import Steering

/// Where the plan's objectives stand.
struct ObjectivesController {
  let board: ObjectiveBoard
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("objectives", use: show)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.forbidden }
    let texts = pages.texts(context)
    let today = CalendarDay(
      ofEpoch: subjects.now(), utcOffsetSeconds: subjects.plan.utcOffsetSeconds)
    let query = request.uri.queryParameters
    let wanted = query.get("on").flatMap { $0.isEmpty ? nil : $0 }
    let origin = wanted.flatMap { CalendarDay($0) }.flatMap { day in
      (1980...2100).contains(day.year) ? day : nil
    }
    let asThen = query.get("known") == "then"
    let reading = try await board.read(
      place: query.get("place").flatMap { Int64($0) }, on: origin ?? today, asThen: asThen)
    let view = ObjectivesView(
      reading, origin: origin ?? today, asThen: asThen, texts: texts,
      problem: wanted != nil && origin == nil ? texts("objectives.noDay") : nil)
    return pages.show(
      "objectives/list", view, title: texts("objectives.title"), context: context)
  }
}
