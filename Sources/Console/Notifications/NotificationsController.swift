import Casework
import Hummingbird
import Ledger

/// What an account was told: its own, its unit's, its role's, its facility's.
struct NotificationsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("notifications", use: list)
    routes.get("notifications/live", use: live)
    routes.post("notifications/read", use: markRead)
  }

  static let pageLength = 50

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let view = try await view(request, context)
    let title = pages.texts(context)("notifications.title")
    return pages.show("notifications/list", view, title: title, context: context)
  }

  @Sendable func live(request: Request, context: SignedInContext) async throws -> Response {
    pages.fragment(
      "notifications/fragment", try await view(request, context), context: context)
  }

  /// Marks everything up to the newest on the page that was read; what came since stays unread.
  @Sendable func markRead(request: Request, context: SignedInContext) async throws -> Response {
    let account = context.account
    guard let through = context.visit.form.integer("through") else {
      throw PageError(.badRequest, "badForm")
    }
    try await subjects.ledger.write { db in
      try Notifications.markAllRead(through: Int64(through), by: account, in: db)
    }
    return .redirect(to: "/notifications", type: .normal)
  }

  private func view(
    _ request: Request, _ context: SignedInContext
  ) async throws -> NotificationListView {
    let before = request.uri.queryParameters.get("before").flatMap { Int64($0) }
    let account = context.account
    let reading = try await subjects.ledger.read { db in
      try NotificationReading.read(
        for: account, before: before, limit: Self.pageLength, in: db)
    }
    return NotificationListView(
      reading, before: before, unread: context.visit.unread,
      names: PlanNames(plan: subjects.plan, texts: pages.texts(context)), time: pages.time,
      now: subjects.now())
  }
}
