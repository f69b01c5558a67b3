import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// What the map draws, as far as the visitor may see it.
struct MapController {
  let board: AirBoard
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("api/map", use: show)
    routes.get("tiles/:zoom/:x/:y", use: tile)
  }

  @Sendable func show(request: Request, context: ConsoleContext) async throws -> Response {
    let texts = pages.texts(context)
    let names = PlanNames(plan: subjects.plan, texts: texts)
    let now = subjects.now()
    let stations = try await board.stations().compactMap { air -> MapAnswer.Station? in
      guard let position = air.point.position else { return nil }
      let view = StationView(air, names: names, time: pages.time, now: now)
      return MapAnswer.Station(
        at: MapAnswer.place(position), id: view.id, name: view.name, aqi: view.aqi,
        level: view.level, category: view.category, note: view.note, isOld: view.isOld)
    }
    let answer = MapAnswer(
      plan: subjects.plan, tiles: subjects.tiles, texts: texts, stations: stations,
      cases: try await cases(of: context.visit.account, texts: texts),
      showsZones: request.uri.queryParameters.get("zones") == "1")
    return JSONAnswer.encode(answer)
  }

  /// Open cases within the account's scope; none for a guest.
  private func cases(of account: Account?, texts: Texts) async throws -> [MapAnswer.Case] {
    guard Policy.may(account, .viewDesk) else { return [] }
    let scope = Policy.caseFilter(account)
    let now = subjects.now()
    let wording = CaseWording(plan: subjects.plan, texts: texts)
    let page = try await subjects.ledger.read { db in
      try CaseBook.list(
        CaseFilter(isOpen: true, order: .newestFirst), scope: scope, limit: CaseBook.pageLimit,
        now: now, in: db)
    }
    return page.cases.compactMap { file in
      file.position.map {
        MapAnswer.Case(
          at: MapAnswer.place($0), href: "/cases/\(file.id)", name: wording.title(of: file),
          severity: file.severity.rawValue, state: wording.state(of: file),
          isLate: file.isLate(at: now))
      }
    }
  }

  @Sendable func tile(request: Request, context: ConsoleContext) async throws -> Response {
    guard let tiles = subjects.tiles else { throw PageError.notFound }
    let zoom = try context.parameters.require("zoom", as: Int.self)
    let x = try context.parameters.require("x", as: Int.self)
    let y = try context.parameters.require("y", as: Int.self)
    guard (0...tiles.greatestZoom).contains(zoom), (0..<(1 << zoom)).contains(x),
      (0..<(1 << zoom)).contains(y), let tile = try await tiles.tile(zoom, x, y)
    else { throw PageError.notFound }
    return Response(
      status: .ok,
      headers: [.contentType: tile.mediaType, .cacheControl: "private, max-age=604800"],
      body: ResponseBody(byteBuffer: tile.bytes))
  }
}
