import ActionPlan
import Casework
import Hummingbird
import Ledger

/// The duty officer's one screen.
struct DeskController {
  let subjects: ConsoleSubjects
  let pages: Pages
  private let shared = SharedReadings<Viewers, String>()

  init(subjects: ConsoleSubjects, pages: Pages) {
    self.subjects = subjects
    self.pages = pages
  }

  /// People whose desks are the same: all that the desk depends on but what happens.
  private struct Viewers: Hashable {
    let scope: CaseScope
    let roles: Set<Role>
    let toSign: Int
    let language: Language
  }

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
    let account = context.account
    try check(account)
    let toSign = try await subjects.ledger.read { db in
      try DocumentBook.waitingCount(for: account, in: db)
    }
    let viewers = Viewers(
      scope: Policy.caseFilter(account), roles: account.roles, toSign: toSign,
      language: context.visit.language)
    let parts = try await shared.value(
      of: viewers,
      at: .init(events: subjects.hub.eventCount, second: subjects.now())
    ) {
      pages.parts("desk/fragment", try await view(context), context: context)
    }
    return pages.fragment(parts, context: context)
  }

  private func check(_ account: Account) throws {
    guard Policy.may(account, .viewDesk) else { throw PageError.forbidden }
  }

  private func view(_ context: SignedInContext) async throws -> DeskView {
    try check(context.account)
    let board = try await DeskBoard.read(subjects, account: context.account)
    let stations = try await AirBoard(subjects: subjects).stations()
    let devices = try await DeviceBoard.read(subjects, account: context.account)
    let names = PlanNames(plan: subjects.plan, texts: pages.texts(context))
    return DeskView(
      board, stations: stations, devices: devices, names: names, time: pages.time,
      now: subjects.now())
  }
}
