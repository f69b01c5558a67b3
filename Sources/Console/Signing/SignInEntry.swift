import HTTPTypes
import Hummingbird
import Ledger

/// The end of a sign-in, whichever way it came: a session, or the page that asks for the code.
struct SignInEntry: Sendable {
  let sessions: SignedInSessions

  func go(
    _ stage: Accounts.SignInStage, as account: Account, next: String?, request: Request,
    context: ConsoleContext
  ) async throws -> Response {
    switch stage {
    case .session(let ticket):
      return try await enter(account, ticket, next: next, request: request, context: context)
    case .code(let token):
      let query = next.map { "?next=" + LocalPath.encode($0) } ?? ""
      var response = Response.redirect(to: "/sign-in/code" + query, type: .normal)
      response.setCookie(
        context.visit.cookies.make(SiteCookies.code, token, seconds: Accounts.codeSeconds))
      return response
    }
  }

  /// A session of before ends: nobody carries one over from a guest or another account.
  func enter(
    _ account: Account, _ ticket: SessionTicket, next: String?, request: Request,
    context: ConsoleContext
  ) async throws -> Response {
    try await sessions.close(token: context.visit.cookies.value(SiteCookies.session, in: request))
    let target = account.mustChangePassword ? "/password" : next ?? Destination.home(of: account)
    var response = Response.redirect(to: target, type: .normal)
    response.setCookie(
      context.visit.cookies.make(
        SiteCookies.session, ticket.token, seconds: Sessions.absoluteSeconds))
    response.setCookie(context.visit.cookies.removal(SiteCookies.guest))
    response.setCookie(context.visit.cookies.removal(SiteCookies.code))
    return response
  }
}
