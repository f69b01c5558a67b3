import Hummingbird
import Logging

/// One line a request: method, path without its query, status, time, source address.
struct LogRequests: RouterMiddleware {
  typealias Context = ConsoleContext

  func handle(
    _ request: Request, context: ConsoleContext,
    next: (Request, ConsoleContext) async throws -> Response
  ) async throws -> Response {
    let clock = ContinuousClock()
    let start = clock.now
    let response = try await next(request, context)
    // Static files and probes would drown what matters.
    let level: Logger.Level = response.status.code >= 500 ? .warning : .info
    let isRoutine =
      response.status.code < 400
      && (request.uri.path.hasPrefix("/static/") || request.uri.path == "/healthz")
    context.logger.log(
      level: isRoutine ? .debug : level, "request answered",
      metadata: [
        "method": "\(request.method.rawValue)", "path": "\(request.uri.path)",
        "status": "\(response.status.code)",
        "ms": "\(Int((clock.now - start) / .milliseconds(1)))",
        "source": "\(context.sourceAddress)",
      ])
    return response
  }
}
