import HTTPTypes
import Hummingbird

/// What machines ask: is it ready, what does it count.
struct OperationsController {
  let subjects: ConsoleSubjects
  let metricsAreOpen: Bool

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("healthz", use: health)
    routes.get("metrics", use: metrics)
  }

  @Sendable func health(request: Request, context: ConsoleContext) async throws -> Response {
    let isReady = await subjects.isReady()
    return text(isReady ? "ready\n" : "not ready\n", status: isReady ? .ok : .serviceUnavailable)
  }

  /// Behind a proxy everybody seems local, so that a forwarded request does not count as such.
  @Sendable func metrics(request: Request, context: ConsoleContext) async throws -> Response {
    let isForwarded = Self.forwarding.contains { request.headers.contains($0) }
    let isLocal = context.isPeerLoopback && !isForwarded
    guard metricsAreOpen || isLocal else { throw PageError.forbidden }
    return text(
      await subjects.metrics(), status: .ok, type: "text/plain; version=0.0.4; charset=utf-8")
  }

  /// What proxies add; one of them is enough.
  private static let forwarding: [HTTPField.Name] = [
    .forwardedFor, .forwardedProto, .forwarded, .realIP,
  ]

  private func text(
    _ text: String, status: HTTPResponse.Status, type: String = "text/plain; charset=utf-8"
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
