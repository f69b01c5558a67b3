import ActionPlan
import AirQuality
import FoundationEssentials
import GRDB
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// Hands a register out as a table that can be filled in and given back: the rows of a list's own
/// query, or none.
struct ExportsController {
  let subjects: ConsoleSubjects

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("registers/:id/export", use: export)
    routes.get("registers/:id/template", use: template)
  }

  @Sendable func export(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    let query = try RegisterListQuery(request.uri.queryParameters, of: visit.register)
    let asked = RegisterListing.asked(query, of: visit.register)
    return try await table(visit, rows: asked, request)
  }

  @Sendable func template(request: Request, context: SignedInContext) async throws -> Response {
    try await table(try RegisterVisit(subjects, context), rows: nil, request)
  }

  private func table(
    _ visit: RegisterVisit, rows: RegisterQuery?, _ request: Request
  ) async throws -> Response {
    let text = request.uri.queryParameters.get("format") ?? RegisterExport.Format.xlsx.rawValue
    guard let format = RegisterExport.Format(rawValue: text) else {
      throw PageError.badQuery(
        "format", RegisterExport.Format.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let (register, plan) = (visit.register, visit.plan)
    let today = CalendarDay(ofEpoch: subjects.now(), utcOffsetSeconds: plan.utcOffsetSeconds)
    let file = FileManager.default.temporaryDirectory
      .appending(path: "register-\(RequestID.make()).\(format.rawValue)")
    defer { try? FileManager.default.removeItem(at: file) }
    let bytes = try await subjects.ledger.read { db in
      try RegisterExport(register, plan: plan, in: db).write(
        format, to: file.path, rows: rows, today: today, in: db)
      return try Data(contentsOf: file)
    }
    var headers: HTTPFields = [
      .contentType: format == .csv
        ? "text/csv; charset=utf-8"
        : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      .cacheControl: "no-store",
    ]
    let name = "\(register.label.zh)\(rows == nil ? "" : " \(today)").\(format.rawValue)"
    headers[.contentDisposition] = "attachment; filename*=UTF-8''\(LocalPath.encode(name))"
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
