import Hummingbird
import Ledger
import NIOCore
import ServiceLifecycle

/// Server-sent events of the desk and of a device's page.
///
/// - Source: WHATWG HTML, 9.2 Server-sent events.
struct LiveController {
  let hub: LiveHub
  let sessions: SignedInSessions

  static let path = "/desk/events"

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get(RouterPath(Self.path), use: stream)
  }

  @Sendable func stream(request: Request, context: SignedInContext) async throws -> Response {
    // The router gives each GET a HEAD; nobody would ever read this one's stream.
    guard request.method == .get else { throw MethodRefused(allowed: "GET") }
    let account = context.account.id
    let token = context.visit.cookies.value(SiteCookies.session, in: request) ?? ""
    let joined: (id: Int, messages: AsyncStream<LiveHub.Message>)
    do {
      joined = try await hub.join(account: account)
    } catch {
      throw PageError(.serviceUnavailable, "busy", retryAfterSeconds: 30)
    }
    let (hub, sessions) = (hub, sessions)
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream", .cacheControl: "no-store",
        .accelBuffering: "no",
      ],
      body: ResponseBody { writer in
        defer { hub.leave(joined.id) }
        // The browser waits this long before it connects again.
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        try await request.body.consumeWithCancellationOnInboundClose { _ in
          for await message in joined.messages.cancelOnGracefulShutdown() {
            switch message {
            case .event(let event):
              try await writer.write(ByteBuffer(string: "event: \(event.rawValue)\ndata: {}\n\n"))
            case .heartbeat:
              // Somebody who signed out, or was locked out, hears nothing more.
              let found = try await sessions.find(token: token, isSeen: false)
              guard found?.account.id == account else { return }
              try await writer.write(ByteBuffer(string: "event: beat\ndata: {}\n\n"))
            }
          }
        }
        try await writer.finish(nil)
      })
  }
}
