import ActionPlan
import AirQuality
import Casework
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Which places officers listed for their rounds, and which of them somebody visited on a day.
struct PatrolsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("patrols", use: list)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewPeople) else { throw PageError.forbidden }
    let today = CalendarDay(
      ofEpoch: subjects.now(), utcOffsetSeconds: subjects.plan.utcOffsetSeconds)
    let asked = request.uri.queryParameters.get("day").flatMap { CalendarDay($0) }
    let day = min(asked ?? today, today)
    let account = context.account
    let reading = try await subjects.ledger.read { db in
      let routes = try PatrolBook.routes(for: account, in: db)
      var walked: [PatrolReading] = []
      for route in routes {
        let visits = try PatrolBook.visits(of: route.id, on: day, in: db)
        var people: [Int64: String] = [:]
        for id in Set(visits.values.map(\.account)) {
          people[id] = try Accounts.find(id, in: db)?.displayName
        }
        walked.append(PatrolReading(route: route, visits: visits, people: people))
      }
      return walked
    }
    let texts = pages.texts(context)
    let view = PatrolsView(
      reading, day: day, today: today, names: PlanNames(plan: subjects.plan, texts: texts),
      time: pages.time, mayWalk: Policy.may(account, .workInField))
    return pages.show(
      "patrols/list", view, title: texts("field.patrols"), context: context)
  }
}

/// A route with what was visited of it on one day.
struct PatrolReading: Sendable {
  let route: PatrolRoute
  let visits: [Int: PatrolVisit]
  let people: [Int64: String]
}

struct PatrolsView: Sendable {
  struct Stop: Sendable {
    let name: String
    let isVisited: Bool
    let visitedText: String
    /// Something about the visit is to be looked at.
    let isDoubtful: Bool
    let doubtText: String
  }

  struct Route: Sendable {
    let name: String
    let unitName: String
    let counts: String
    let isWhole: Bool
    let isMissed: Bool
    let stops: [Stop]
  }

  let day: String
  let beforeHref: String
  let afterHref: String
  let isToday: Bool
  let mayWalk: Bool
  let hasNone: Bool
  let routes: [Route]

  init(
    _ readings: [PatrolReading], day: CalendarDay, today: CalendarDay, names: PlanNames,
    time: LocalTime, mayWalk: Bool
  ) {
    self.day = day.description
    beforeHref = "/patrols?day=\(day.adding(days: -1))"
    afterHref = "/patrols?day=\(day.adding(days: 1))"
    isToday = day >= today
    self.mayWalk = mayWalk
    hasNone = readings.isEmpty
    let texts = names.texts
    routes = readings.map { reading in
      let stops = reading.route.stops
      return Route(
        name: reading.route.name, unitName: names.unit(reading.route.unit) ?? "",
        counts: texts(
          "field.visitedOf", ["n": "\(reading.visits.count)", "of": "\(stops.count)"]),
        isWhole: reading.visits.count == stops.count,
        isMissed: reading.visits.count < stops.count && day < today,
        stops: stops.enumerated().map { index, stop in
          Self.stop(stop, reading.visits[index], reading.people, texts, time)
        })
    }
  }

  private static func stop(
    _ stop: PatrolRoute.Stop, _ visit: PatrolVisit?, _ people: [Int64: String], _ texts: Texts,
    _ time: LocalTime
  ) -> Stop {
    guard let visit else {
      return Stop(
        name: stop.name, isVisited: false, visitedText: texts("field.notVisited"),
        isDoubtful: false, doubtText: "")
    }
    var doubts: [String] = []
    if let doubt = visit.doubt { doubts.append(texts("field.doubt-\(doubt.rawValue)")) }
    if let metres = visit.metres(from: stop), metres > PatrolBook.metresAllowed {
      doubts.append(texts("field.farAway", ["metres": "\(metres)"]))
    }
    if visit.position == nil { doubts.append(texts("field.noPositionThen")) }
    let who = people[visit.account] ?? ""
    return Stop(
      name: stop.name, isVisited: true,
      visitedText: [time.clock(visit.doneAt), who, visit.note ?? ""].filter { !$0.isEmpty }
        .joined(separator: " · "),
      isDoubtful: !doubts.isEmpty, doubtText: doubts.joined(separator: texts("layout.separator")))
  }
}
