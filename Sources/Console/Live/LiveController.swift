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

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("desk/events", use: stream)
  }

  @Sendable func stream(request: Request, context: SignedInContext) async throws -> Response {
    let account = context.account.id
    let token = request.cookies[SiteCookies.session]?.value ?? ""
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
        do {
          // The browser waits this long before it connects again.
          try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
          try await request.body.consumeWithCancellationOnInboundClose { _ in
            for await message in joined.messages.cancelOnGracefulShutdown() {
              switch message {
              case .event(let event):
                try await writer.write(
                  ByteBuffer(string: "event: \(event.rawValue)\ndata: {}\n\n"))
              case .heartbeat:
                // Somebody who signed out, or was locked out, hears nothing more.
                guard try await sessions.find(token: token)?.account.id == account else { return }
                try await writer.write(ByteBuffer(string: "event: beat\ndata: {}\n\n"))
              }
            }
          }
        } catch {
          await hub.leave(joined.id)
          throw error
        }
        await hub.leave(joined.id)
        try await writer.finish(nil)
      })
  }
}
