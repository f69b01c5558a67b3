import Checks
import HTTPTypes
import Hummingbird
import Ledger

/// The own second factor: setting it up, its recovery codes, taking it away.
struct SecondFactorController {
  static let path = "/account/second-factor"

  let accounts: Accounts
  let ledger: LedgerDatabase
  let pages: Pages
  let now: @Sendable () -> Int

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("account/second-factor", use: show)
    routes.post("account/second-factor", use: begin)
    routes.post("account/second-factor/confirmation", use: confirm)
    routes.post("account/second-factor/recovery-codes", use: renew)
    routes.post("account/second-factor/removal", use: remove)
  }

  @Sendable func show(request: Request, context: ConsoleContext) async throws -> Response {
    try await page(try OwnAccount(context), context)
  }

  @Sendable func begin(request: Request, context: ConsoleContext) async throws -> Response {
    let own = try OwnAccount(context)
    return try await after(own, context) {
      try await accounts.beginSecondFactor(
        of: own.account.id, password: Self.password(context),
        source: context.visit.sourceAddress)
      return nil
    }
  }

  @Sendable func confirm(request: Request, context: ConsoleContext) async throws -> Response {
    let own = try OwnAccount(context)
    return try await after(own, context) {
      try await accounts.confirmSecondFactor(
        of: own.account.id, code: context.visit.form.text("code") ?? "",
        session: own.session.id, source: context.visit.sourceAddress)
    }
  }

  @Sendable func renew(request: Request, context: ConsoleContext) async throws -> Response {
    let own = try OwnAccount(context)
    return try await after(own, context) {
      try await accounts.renewRecoveryCodes(
        of: own.account.id, password: Self.password(context),
        source: context.visit.sourceAddress)
    }
  }

  /// Sessions end with it, this one too.
  @Sendable func remove(request: Request, context: ConsoleContext) async throws -> Response {
    let own = try OwnAccount(context)
    return try await after(own, context) {
      try await accounts.removeOwnSecondFactor(
        of: own.account.id, password: Self.password(context),
        source: context.visit.sourceAddress)
      return nil
    }
  }

  private static func password(_ context: ConsoleContext) -> String {
    context.visit.form.fields["password"]?.first ?? ""
  }

  /// Does it, and shows what came of it: recovery codes once, on the answer itself.
  private func after(
    _ own: OwnAccount, _ context: ConsoleContext, _ body: () async throws -> [String]?
  ) async throws -> Response {
    let texts = pages.texts(context)
    do {
      guard let codes = try await body() else {
        return .redirect(to: Self.path, type: .normal)
      }
      return try await page(own, context, codes: codes)
    } catch AccountError.password {
      return try await page(own, context, problem: texts("signing.fault-wrong-current"))
    } catch SecondFactorRefusal.wrongCode {
      return try await page(own, context, problem: texts("factor.wrongCode"))
    } catch SignInRefusal.locked(let until) {
      let wait = texts.duration(seconds: until - now())
      return try await page(
        own, context, problem: texts("signing.locked", ["duration": wait]))
    } catch is SecondFactorRefusal {
      return .redirect(to: Self.path, type: .normal)
    } catch is PasswordHasher.Busy {
      throw PageError.busy
    }
  }

  private func page(
    _ own: OwnAccount, _ context: ConsoleContext, problem: String = "", codes: [String] = []
  ) async throws -> Response {
    let (account, rule, at) = (own.account, accounts.secondFactor, now())
    let (state, secret) = try await ledger.read { db in
      (
        try SecondFactors.state(of: account, rule: rule, at: at, in: db),
        try SecondFactors.waitingSecret(of: account, issuer: "Lantian", in: db)
      )
    }
    let view = SecondFactorView(
      state, secret: secret, codes: codes, problem: problem, texts: pages.texts(context),
      time: pages.time)
    return pages.show(
      "account/second-factor", view, title: pages.texts(context)("factor.title"),
      context: context, status: problem.isEmpty ? .ok : .unprocessableContent)
  }
}

/// Whoever is signed in and has the right password: all that the pages of the own account ask.
struct OwnAccount: Sendable {
  let account: Account
  let session: Session

  init(_ context: ConsoleContext) throws {
    guard let account = context.visit.account, let session = context.visit.session else {
      throw PageError.signInFirst
    }
    guard !account.mustChangePassword else { throw PasswordChangeDue() }
    guard Policy.may(account, .keepOwnAccount) else { throw PageError.forbidden }
    self.account = account
    self.session = session
  }
}

struct SecondFactorView: Sendable {
  struct Code: Sendable {
    let text: String
  }

  let problem: String
  let hasProblem: Bool
  let isSetUp: Bool
  let isWaiting: Bool
  /// By when it must be set up, in words.
  let dueText: String
  let isDue: Bool
  let secretText: String
  let qrPath: String
  let qrSide: String
  let codes: [Code]
  let hasCodes: Bool
  let leftText: String

  init(
    _ state: SecondFactorState, secret: SecondFactorSecret?, codes: [String], problem: String,
    texts: Texts, time: LocalTime
  ) {
    self.problem = problem
    hasProblem = !problem.isEmpty
    isSetUp = state.isSetUp
    isWaiting = secret != nil
    isDue = state.dueAt != nil
    dueText = state.dueAt.map { texts("factor.due", ["date": time.date($0)]) } ?? ""
    secretText = secret?.text ?? ""
    let code = secret.flatMap { QRCode($0.address) }
    qrPath = code?.path ?? ""
    qrSide = code.map { "\($0.width + 8)" } ?? ""
    self.codes = codes.map { Code(text: $0) }
    hasCodes = !codes.isEmpty
    leftText = texts("factor.left", ["n": "\(state.recoveryCodes)"])
  }
}
