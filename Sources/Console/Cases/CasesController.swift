import Casework
import HTTPTypes
import Hummingbird
import Ledger
import Logging
import NIOCore
import NIOPosix

/// The list of cases, a case's page, its photos.
struct CasesController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("cases", use: list)
    routes.get("cases/:id", use: show)
    routes.get("cases/:id/live", use: live)
    routes.get("cases/:id/photos/:photo", use: photo)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let query = CaseListQuery(request.uri.queryParameters)
    let account = context.account
    let now = subjects.now()
    let (page, facilities) = try await subjects.ledger.read { db in
      let page = try CaseBook.list(
        query.filter(for: account), scope: Policy.caseFilter(account), after: query.after,
        limit: query.pageLength, now: now, in: db)
      var facilities: [String: Facility] = [:]
      for id in Set(page.cases.map(\.facility) + [query.facility]).compactMap(\.self) {
        facilities[id] = try Facilities.find(id, in: db)
      }
      return (page, facilities)
    }
    let texts = pages.texts(context)
    let view = CaseListView(
      page, query: query, account: account, facilities: facilities,
      names: PlanNames(plan: subjects.plan, texts: texts), time: pages.time, now: now)
    return pages.show("cases/list", view, title: texts("cases.title"), context: context)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let reading = try await CaseReading.read(subjects, context)
    let view = CaseView(
      reading, context: context, pages: pages, plan: subjects.plan, now: subjects.now())
    return pages.show("cases/case", view, title: view.title, context: context)
  }

  /// The parts of the page that change while somebody reads or writes on it; its forms stay.
  @Sendable func live(request: Request, context: SignedInContext) async throws -> Response {
    let reading = try await CaseReading.read(subjects, context)
    let view = CaseView(
      reading, context: context, pages: pages, plan: subjects.plan, now: subjects.now(),
      versionSeen: request.uri.queryParameters.get("version").flatMap { Int($0) })
    return pages.fragment("cases/fragment", view, context: context)
  }

  /// A photo for those who may see the case: without what the camera wrote into it, which may be
  /// where the reporter lives. The duty desk, which also reads how to reach the reporter, gets the
  /// original.
  @Sendable func photo(request: Request, context: SignedInContext) async throws -> Response {
    let file = try await CaseReading.file(subjects, context)
    let id = try context.parameters.require("photo", as: Int64.self)
    let account = context.account
    let attachment = try await subjects.ledger.read { db in
      try CasePhotos.find(id, of: file.id, for: account, in: db)
    }
    guard let attachment else { throw PageError.notFound }
    let photos = subjects.photos
    let isForDesk = Policy.may(context.account, .stepAsDuty, .caseFile(file.relation))
    let bytes = try await NIOThreadPool.singleton.runIfActive {
      try isForDesk ? photos.original(attachment) : photos.publicCopy(attachment)
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: attachment.mediaType.rawValue,
        .cacheControl: "private, max-age=86400", .vary: "Cookie",
      ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
