import Hummingbird
import Ledger
import NIOCore
import ServiceLifecycle

/// Server-sent events of every page that follows what happens.
///
/// People of the house hear that something happened and fetch what they may see of it; a firm's contact
/// hears of the own firms alone.
///
/// - Source: WHATWG HTML, 9.2 Server-sent events.
struct LiveController {
  let subjects: ConsoleSubjects
  let sessions: SignedInSessions
  /// One reading of a firm after each event serves all its contacts.
  private let pulses = SharedReadings<String, FirmPulse>()

  init(subjects: ConsoleSubjects, sessions: SignedInSessions) {
    self.subjects = subjects
    self.sessions = sessions
  }

  static let path = "/desk/events"

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get(RouterPath(Self.path), use: stream)
  }

  @Sendable func stream(request: Request, context: SignedInContext) async throws -> Response {
    // The router gives each GET a HEAD; nobody would ever read this one's stream.
    guard request.method == .get else { throw MethodRefused(allowed: "GET") }
    let account = context.account.id
    let token = context.visit.cookies.value(SiteCookies.session, in: request) ?? ""
    // As it is before the stream opens: what happens from then on is heard.
    let ear = try await ear(of: context.account)
    let (hub, sessions) = (subjects.hub, sessions)
    let joined: (id: Int, messages: AsyncStream<LiveHub.Message>)
    do {
      joined = try await hub.join(account: account)
    } catch {
      throw PageError(.serviceUnavailable, "busy", retryAfterSeconds: 30)
    }
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
          var ear = ear
          for await message in joined.messages.cancelOnGracefulShutdown() {
            switch message {
            case .event(let event):
              for heard in try await ear?.hear() ?? [event] {
                try await writer.write(
                  ByteBuffer(string: "event: \(heard.rawValue)\ndata: {}\n\n"))
              }
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

  /// Nil for people of the house, who hear everything.
  private func ear(of account: Account) async throws -> FirmEar? {
    guard account.roles == [.enterprise] else { return nil }
    let (subjects, pulses) = (subjects, pulses)
    return try await FirmEar(account) { firm in
      try await pulses.value(
        of: firm, at: .init(events: subjects.hub.eventCount, second: subjects.now())
      ) { try await FirmPulse.read(firm, subjects) }
    }
  }
}
