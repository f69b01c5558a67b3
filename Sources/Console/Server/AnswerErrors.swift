import ActionPlan
import HTTPTypes
import Hummingbird
import Ledger
import Logging

/// Turns every error into an answer that its reader understands: a page in the visitor's language
/// with the request's number, or JSON for a program.
struct AnswerErrors: RouterMiddleware {
  typealias Context = ConsoleContext

  let pages: Pages

  func handle(
    _ request: Request, context: ConsoleContext,
    next: (Request, ConsoleContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as CancellationError {
      throw error
    } catch is PasswordChangeDue {
      return .redirect(to: "/password", type: .normal)
    } catch is SecondFactorDue {
      return .redirect(to: SecondFactorController.path, type: .normal)
    } catch let refused as MethodRefused {
      var response = answer(
        PageError(.methodNotAllowed, "methodNotAllowed"), request: request, context: context)
      response.headers[.allow] = refused.allowed
      return response
    } catch let error as PageError {
      return answer(error, request: request, context: context)
    } catch RegisterImportError.isImporting {
      return answer(.busy, request: request, context: context)
    } catch let error as any HTTPResponseError {
      return answer(Self.pageError(of: error), request: request, context: context)
    } catch {
      context.logger.error(
        "request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
      return answer(
        PageError(.internalServerError, "internal"), request: request, context: context)
    }
  }

  private static func pageError(of error: any HTTPResponseError) -> PageError {
    switch error.status {
    case .notFound: .notFound
    case .unauthorized: .signInFirst
    case .forbidden: .forbidden
    case .contentTooLarge:
      PageError(.contentTooLarge, "tooLarge", values: ["limit": SubmittedForm.photoMegabytes])
    case .internalServerError: PageError(.internalServerError, "internal")
    default: PageError(error.status, "badRequest")
    }
  }

  private func answer(_ error: PageError, request: Request, context: ConsoleContext) -> Response {
    if Self.wantsJSON(request) { return json(error, context: context) }
    if error.asksSignIn, request.method == .get || request.method == .head {
      let target = LocalPath.encode(request.uri.string)
      return .redirect(to: "/sign-in?next=\(target)", type: .normal)
    }
    var context = context
    context.visit.readPreferences(of: request)
    let texts = pages.texts(context)
    let view = ErrorView(
      status: "\(error.status.code)",
      title: texts("error.\(error.reason)"),
      remedy: texts("error.\(error.reason)Remedy", error.values),
      requestID: context.requestNumber)
    var response = pages.show(
      "layout/error", view, title: view.title, context: context, status: error.status)
    response.headers[.retryAfter] = error.retryAfterSeconds.map { "\($0)" }
    return response
  }

  private func json(_ error: PageError, context: ConsoleContext) -> Response {
    let english = pages.catalogue.texts(in: .en)
    let body = JSONError(
      error: .init(
        code: error.reason, message: english("error.\(error.reason)"),
        remedy: english("error.\(error.reason)Remedy", error.values), request: context.requestNumber
      ))
    var response = JSONAnswer.encode(body, status: error.status)
    response.headers[.retryAfter] = error.retryAfterSeconds.map { "\($0)" }
    return response
  }

  static func wantsJSON(_ request: Request) -> Bool {
    if request.uri.path.hasPrefix("/api/") { return true }
    guard let accept = request.headers[.accept] else { return false }
    return accept.contains("application/json") && !accept.contains("text/html")
  }
}

struct ErrorView: Sendable {
  let status: String
  let title: String
  let remedy: String
  let requestID: String
}

/// What a program is told: a stable code, a sentence, what to do, the request's number, the field.
struct JSONError: Encodable, Sendable {
  struct Detail: Encodable, Sendable {
    let code: String
    let message: String
    let remedy: String
    let request: String
    /// The field at fault; left out where none is.
    var field: String?
  }
  let error: Detail
}
