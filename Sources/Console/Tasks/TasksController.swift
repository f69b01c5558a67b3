import ActionPlan
import AirQuality
import Hummingbird
import Ledger
import NIOCore
import NIOPosix
import Steering

/// Lists of tasks, and one task with everything about it.
struct TasksController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("tasks", use: list)
    routes.get("tasks/:clause/:unit", use: show)
    routes.get("tasks/:clause/:unit/files/:file", use: file)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewTask) else { throw PageError.forbidden }
    let (plan, today) = (subjects.plan, subjects.today)
    let tasks = try await subjects.ledger.read { db in
      try TaskBook.tasks(of: plan, on: today, in: db)
    }
    let texts = pages.texts(context)
    let view = TaskListView(
      tasks, unit: unit(request, context.account), account: context.account, today: today,
      names: PlanNames(plan: plan, texts: texts))
    return pages.show("tasks/list", view, title: texts("tasks.title"), context: context)
  }

  /// The unit that is asked for; an officer's own unless another one is.
  private func unit(_ request: Request, _ account: Account) -> String? {
    let asked = request.uri.queryParameters.get("unit") ?? ""
    if asked == TaskListView.everyUnit { return nil }
    if subjects.plan.unit(asked) != nil { return asked }
    return account.roles.contains(.officer) ? account.unit : nil
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let reading = try await TaskReading.read(subjects, context)
    let view = TaskView(
      reading, context: context, pages: pages, plan: subjects.plan, now: subjects.now())
    return pages.show("tasks/task", view, title: view.pageTitle, context: context)
  }

  /// A photo, a document or a page of a letter. What the camera wrote into it is for the duty desk
  /// alone.
  @Sendable func file(request: Request, context: SignedInContext) async throws -> Response {
    let reading = try await TaskReading.read(subjects, context)
    let id = try context.parameters.require("file", as: Int64.self)
    guard let attachment = reading.files[id] else { throw PageError.notFound }
    let photos = subjects.photos
    let isForDesk = context.account.roles.contains(.duty)
    let bytes = try await NIOThreadPool.singleton.runIfActive {
      try isForDesk ? photos.original(attachment) : photos.publicCopy(attachment)
    }
    return AttachmentAnswer.response(
      attachment, bytes, cacheControl: "private, max-age=86400")
  }
}

extension ConsoleSubjects {
  /// The local day of the plan.
  var today: CalendarDay {
    CalendarDay(ofEpoch: now(), utcOffsetSeconds: plan.utcOffsetSeconds)
  }
}
