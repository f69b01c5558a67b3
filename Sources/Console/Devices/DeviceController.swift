import ActionPlan
import DataQuality
import Hummingbird
import Ledger
import Telemetry

/// One device: what it sends, how it is connected, what could not be used.
struct DeviceController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("devices/:mn", use: show)
    routes.get("devices/:mn/live", use: live)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let view = try await view(request, context)
    return pages.show("devices/show", view, title: view.name, context: context)
  }

  @Sendable func live(request: Request, context: SignedInContext) async throws -> Response {
    pages.fragment("devices/show-fragment", try await view(request, context), context: context)
  }

  private func view(_ request: Request, _ context: SignedInContext) async throws -> DeviceView {
    // Only numbers and letters are device numbers; anything else is not found by itself.
    let mn = try context.parameters.require("mn")
    let now = subjects.now()
    let found = try await subjects.ledger.read { db in
      try Devices.find(mn, in: db).map { record in
        (
          record, try record.facility.flatMap { try Facilities.find($0, in: db) },
          try Bindings.list(mn: mn, in: db), try Points.list(in: db),
          try DeviceAsked.read(mn, now: now, in: db)
        )
      }
    }
    guard let (record, facility, bindings, points, asked) = found,
      Policy.may(context.account, .viewDevice, .facility(record.facility))
    else { throw PageError.notFound }
    let link = await subjects.links().first { $0.mn == mn }
    let texts = pages.texts(context)
    let asking = DeviceAskedView(
      asked, of: record, mayAsk: Policy.may(context.account, .askDevice), texts: texts,
      time: pages.time, now: now)
    let series = DeviceSeries.list(
      bindings, points: points, latest: subjects.latest, now: now)
    let chosen = DeviceSeries.choose(request.uri.queryParameters.get("series"), among: series)
    let range = DeviceRange(request.uri.queryParameters.get("range"), chosen?.key)
    let rows = try await DeviceRow.read(chosen?.key, range: range, store: subjects.store, now: now)
    let fed = Set(series.map(\.key.point))
    let marks = try await subjects.ledger.read { db in
      try QualityMarks.lines(
        QualityMarkFilter(isOpen: true, points: fed), limit: DeviceView.mostMarks, in: db)
    }
    return DeviceView(
      record, facility: facility, link: link, series: series, chosen: chosen, range: range,
      rows: rows, faults: await subjects.faults(mn), marks: marks, points: points,
      asking: asking, mayEdit: Policy.may(context.account, .editDevice),
      names: PlanNames(plan: subjects.plan, texts: texts), time: pages.time,
      now: now)
  }
}
