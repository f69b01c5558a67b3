import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger
import Logging
import NIOCore
import NIOPosix

/// Lists of documents, a document's page, its files.
struct DocumentsController {
  let subjects: ConsoleSubjects
  let pages: Pages
  let press: DocumentPress

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("documents", use: list)
    routes.get("documents/:id", use: show)
    routes.get("documents/:id/files/:file", use: file)
    routes.get("documents/:id/receipt", use: receipt)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let account = context.account
    let filters: [DocumentBook.Filter] =
      account.roles == [.enterprise] ? [.issued] : DocumentBook.Filter.allCases
    let asked = request.uri.queryParameters.get("show").flatMap {
      DocumentBook.Filter(rawValue: $0)
    }
    let before = request.uri.queryParameters.get("before").flatMap { Int64($0) }
    let filter = asked.flatMap { filters.contains($0) ? $0 : nil } ?? filters[0]
    let found = try await subjects.ledger.read { db in
      try DocumentBook.list(
        filter, for: account, before: before, limit: Self.pageLength + 1, in: db)
    }
    let shown = Array(found.prefix(Self.pageLength))
    let texts = pages.texts(context)
    let view = DocumentListView(
      shown, filter: filter, filters: filters,
      next: found.count > shown.count ? shown.last?.document.id : nil,
      names: PlanNames(plan: subjects.plan, texts: texts), time: pages.time, now: subjects.now())
    return pages.show(
      "documents/list", view, title: texts("documents.title"), context: context)
  }

  static let pageLength = 50

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let reading = try await DocumentReading.read(subjects, context)
    let view = try DocumentView(
      reading, context: context, pages: pages, plan: subjects.plan, now: subjects.now())
    return pages.show("documents/show", view, title: view.title, context: context)
  }

  /// `zh.pdf`, `zh.docx`, `en.pdf`, `en.docx`.
  @Sendable func file(request: Request, context: SignedInContext) async throws -> Response {
    let id = try context.parameters.require("id", as: Int64.self)
    let parts = try context.parameters.require("file").split(separator: ".").map(String.init)
    guard parts.count == 2, let language = Language(rawValue: parts[0]),
      let format = DocumentPress.Format(rawValue: parts[1])
    else { throw PageError.notFound }
    do {
      let printed = try await press.print(
        id, as: format, in: language, for: context.account, plan: subjects.plan,
        at: subjects.now())
      return Response(
        status: .ok,
        headers: [
          .contentType: printed.mediaType.rawValue, .cacheControl: "private, no-store",
          .vary: "Cookie",
          .contentDisposition: "attachment; filename*=UTF-8''\(LocalPath.encode(printed.name))",
        ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: printed.bytes)))
    } catch DocumentRefusal.unknownDocument {
      throw PageError.notYours
    } catch let fault as PrintFault {
      context.logger.error(
        "a document could not be printed",
        metadata: ["document": "\(id)", "error": "\(fault)"])
      let reading = try await DocumentReading.read(subjects, context)
      let names = PlanNames(plan: subjects.plan, texts: pages.texts(context))
      let view = try DocumentView(
        reading, context: context, pages: pages, plan: subjects.plan, now: subjects.now(),
        problem: DocumentWording(names: names).fault(fault))
      return pages.show(
        "documents/show", view, title: view.title, context: context, status: .serviceUnavailable)
    }
  }

  /// The signed receipt of service.
  @Sendable func receipt(request: Request, context: SignedInContext) async throws -> Response {
    let reading = try await DocumentReading.read(subjects, context)
    guard let receipt = reading.receipt else { throw PageError.notFound }
    let photos = subjects.photos
    let bytes = try await NIOThreadPool.singleton.runIfActive { try photos.publicCopy(receipt) }
    return AttachmentAnswer.response(receipt, bytes, cacheControl: "private, max-age=86400")
  }
}
