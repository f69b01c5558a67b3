import ActionPlan
import Hummingbird
import Ledger

/// The list of devices and who knocks without being known.
struct DevicesController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("devices", use: list)
    routes.get("devices/live", use: live)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let title = pages.texts(context)("device.title")
    return pages.show(
      "devices/list", try await view(request, context), title: title, context: context)
  }

  @Sendable func live(request: Request, context: SignedInContext) async throws -> Response {
    pages.fragment("devices/list-fragment", try await view(request, context), context: context)
  }

  private func view(
    _ request: Request, _ context: SignedInContext
  ) async throws -> DeviceListView {
    let board = try await DeviceBoard.read(subjects, account: context.account)
    guard Policy.may(context.account, .viewDevice) || !board.devices.isEmpty else {
      throw PageError.forbidden
    }
    let filter = DeviceFilter(request.uri.queryParameters)
    // Strangers are nobody's yet: only who sees all devices sees them.
    let strangers =
      Policy.may(context.account, .viewDevice, .facility(nil)) ? await subjects.strangers() : []
    return DeviceListView(
      board, filter: filter, strangers: strangers,
      mayAdopt: Policy.may(context.account, .editDevice),
      names: PlanNames(plan: subjects.plan, texts: pages.texts(context)), time: pages.time,
      now: subjects.now())
  }
}

/// What the list is narrowed to.
struct DeviceFilter: Sendable {
  let text: String
  let state: DeviceBoard.State?

  init(_ parameters: Parameters) {
    text = (parameters.get("q") ?? "").replacing("+", with: " ").trimmingBlanks()
    state = parameters.get("state").flatMap(DeviceBoard.State.init(rawValue:))
  }

  /// - Parameter words: everything a row shows.
  func includes(_ entry: DeviceBoard.Entry, words: [String]) -> Bool {
    if let state, entry.state != state { return false }
    guard !text.isEmpty else { return true }
    return words.contains { $0.lowercased().contains(text.lowercased()) }
  }
}
