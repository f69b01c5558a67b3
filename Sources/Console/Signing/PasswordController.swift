import HTTPTypes
import Hummingbird
import Ledger

/// The own password; the only page of an account that must change it.
struct PasswordController {
  let accounts: Accounts
  let pages: Pages
  let now: @Sendable () -> Int

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("password", use: form)
    routes.post("password", use: change)
  }

  @Sendable func form(request: Request, context: ConsoleContext) throws -> Response {
    show(problem: nil, account: try account(context), context: context)
  }

  @Sendable func change(request: Request, context: ConsoleContext) async throws -> Response {
    let account = try account(context)
    let form = context.visit.form
    let texts = pages.texts(context)
    func again(_ problem: String) -> Response {
      show(problem: problem, account: account, context: context, status: .unprocessableContent)
    }
    guard let current = form.fields["current"]?.first, let new = form.fields["new"]?.first else {
      return again(texts("signing.fillBoth"))
    }
    guard new == form.fields["again"]?.first else { return again(texts("signing.notTheSame")) }
    let ticket: SessionTicket
    do {
      ticket = try await accounts.changePassword(
        of: account.id, from: current, to: new, source: context.visit.sourceAddress,
        agent: request.headers[.userAgent] ?? "")
    } catch AccountError.password(let fault) {
      return again(texts("signing.fault-\(fault.rawValue)"))
    } catch SignInRefusal.locked(let until) {
      let wait = texts.duration(seconds: until - now())
      return again(texts("signing.locked", ["duration": wait]))
    } catch is PasswordHasher.Busy {
      throw PageError.busy
    }
    var response = Response.redirect(to: Destination.home(of: account), type: .normal)
    response.setCookie(
      context.visit.cookies.make(
        SiteCookies.session, ticket.token, seconds: Sessions.absoluteSeconds))
    return response
  }

  private func account(_ context: ConsoleContext) throws -> Account {
    guard let account = context.visit.account else { throw PageError.signInFirst }
    return account
  }

  private func show(
    problem: String?, account: Account, context: ConsoleContext,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    let view = PasswordView(
      name: account.name, isForced: account.mustChangePassword, problem: problem)
    let title = pages.texts(context)("signing.changePassword")
    return pages.show("signing/password", view, title: title, context: context, status: status)
  }
}

struct PasswordView: Sendable {
  let name: String
  let isForced: Bool
  let problem: String?
}
