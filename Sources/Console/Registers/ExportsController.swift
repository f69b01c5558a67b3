import ActionPlan
import AirQuality
import Hummingbird
import Ledger

/// Hands a register out as a table that can be filled in and given back: the rows of a list's own
/// query, or none.
struct ExportsController {
  let subjects: ConsoleSubjects

  /// - Parameter base: `registers/:id`, or a firm's ledger.
  func addRoutes(
    to routes: some RouterMethods<SignedInContext>, at base: String = RegisterAddress.route
  ) {
    routes.get("\(base)/export", use: export)
    routes.get("\(base)/template", use: template)
  }

  @Sendable func export(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    let query = try visit.narrowed(
      RegisterListQuery(request.uri.queryParameters, of: visit.register))
    let asked = RegisterListing.asked(query, of: visit.register)
    return try await table(visit, rows: asked, request)
  }

  @Sendable func template(request: Request, context: SignedInContext) async throws -> Response {
    try await table(try RegisterVisit(subjects, context), rows: nil, request)
  }

  private func table(
    _ visit: RegisterVisit, rows: RegisterQuery?, _ request: Request
  ) async throws -> Response {
    let (register, plan) = (visit.register, visit.plan)
    let today = CalendarDay(ofEpoch: subjects.now(), utcOffsetSeconds: plan.utcOffsetSeconds)
    let name = "\(register.label.zh)\(rows == nil ? "" : " \(today)")"
    return try await TableAnswer.make(request, name: name, subjects) { format, path, db in
      try RegisterExport(register, plan: plan, in: db).write(
        format, to: path, rows: rows, today: today, in: db)
    }
  }
}
