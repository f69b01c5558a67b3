import HTTPTypes
import Hummingbird
import NIOCore

/// Reads every submitted form, within limits, and refuses one that does not carry the visitor's
/// token: no handler can forget the check.
struct ReadForm: RouterMiddleware {
  typealias Context = ConsoleContext

  /// Name of the hidden field.
  static let tokenField = "form-token"
  private let uploads = UploadSlots()

  func handle(
    _ request: Request, context: ConsoleContext,
    next: (Request, ConsoleContext) async throws -> Response
  ) async throws -> Response {
    guard request.method != .get, request.method != .head else {
      return try await next(request, context)
    }
    let type = request.headers[.contentType] ?? ""
    var context = context
    if type.hasPrefix("application/x-www-form-urlencoded") {
      let body = try await collect(request, upTo: SubmittedForm.Limit.textBytes)
      context.visit.form = try read { () throws(SubmittedForm.Fault) in
        try .urlEncoded(body.readableBytesView)
      }
      return try await proceed(request, context, next)
    }
    guard type.hasPrefix("multipart/form-data"),
      let boundary = SubmittedForm.boundary(ofContentType: type)
    else { throw PageError(.unsupportedMediaType, "notAForm") }
    let sender = UploadSlots.Sender(context.visit)
    guard uploads.take(sender) else { throw PageError.busy }
    defer { uploads.giveBack(sender) }
    let body = try await collect(
      request, upTo: Self.fileLimit(request, context) + SubmittedForm.Limit.textBytes)
    context.visit.form = try read { () throws(SubmittedForm.Fault) in
      try .multipart(body, boundary: boundary)
    }
    return try await proceed(request, context, next)
  }

  /// A register's table may be larger than a photo, from somebody who is signed in.
  private static func fileLimit(_ request: Request, _ context: ConsoleContext) -> Int {
    let path = request.uri.path
    let isTable =
      (path.hasPrefix("/registers/") || path.hasPrefix("/firm/")) && path.hasSuffix("/imports")
    return isTable && context.visit.account != nil
      ? SubmittedForm.Limit.tableBytes : SubmittedForm.Limit.fileBytes
  }

  private func proceed(
    _ request: Request, _ context: ConsoleContext,
    _ next: (Request, ConsoleContext) async throws -> Response
  ) async throws -> Response {
    let sent = context.visit.form.fields[Self.tokenField]?.first ?? ""
    guard !context.visit.formToken.isEmpty,
      ConstantTime.areEqual(sent, context.visit.formToken)
    else { throw PageError.formExpired }
    return try await next(request, context)
  }

  private func collect(_ request: Request, upTo limit: Int) async throws -> ByteBuffer {
    let tooLarge = PageError(
      .contentTooLarge, "tooLarge",
      values: ["limit": "\(max(1, limit / 1024 / 1024))"])
    if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limit {
      throw tooLarge
    }
    do {
      return try await request.body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      throw tooLarge
    }
  }

  private func read(
    _ reading: () throws(SubmittedForm.Fault) -> SubmittedForm
  ) throws(PageError) -> SubmittedForm {
    do {
      return try reading()
    } catch {
      throw PageError(.badRequest, "badForm")
    }
  }
}
