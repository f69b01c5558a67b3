import ActionPlan
import Hummingbird
import Ledger

/// The duty officer's one screen.
struct DeskController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("desk", use: show)
    routes.get("desk/live", use: live)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let title = pages.texts(context)("desk.title")
    return pages.show("desk/desk", try await view(context), title: title, context: context)
  }

  /// The parts of the page that change, for `live.js`.
  @Sendable func live(request: Request, context: SignedInContext) async throws -> Response {
    pages.fragment("desk/fragment", try await view(context), context: context)
  }

  private func view(_ context: SignedInContext) async throws -> DeskView {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.forbidden }
    let board = try await DeskBoard.read(subjects, account: context.account)
    let stations = try await AirBoard(subjects: subjects).stations()
    let devices = try await DeviceBoard.read(subjects, account: context.account)
    let names = PlanNames(plan: subjects.plan, texts: pages.texts(context))
    return DeskView(
      board, stations: stations, devices: devices, names: names, time: pages.time,
      now: subjects.now())
  }
}
