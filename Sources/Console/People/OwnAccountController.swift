import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// The own account: who one is here, where one is signed in.
struct OwnAccountController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("account", use: show)
    routes.post("account/sessions/end", use: endSessions)
  }

  @Sendable func show(request: Request, context: ConsoleContext) async throws -> Response {
    let own = try OwnAccount(context)
    let (account, rule) = (own.account, subjects.accounts.secondFactor)
    let now = subjects.now()
    let (sessions, state, identities) = try await subjects.ledger.read { db in
      (
        try Sessions.list(account: account.id, at: now, in: db),
        try SecondFactors.state(of: account, rule: rule, at: now, in: db),
        try Accounts.identities(of: account.id, in: db)
      )
    }
    let texts = pages.texts(context)
    let view = OwnAccountView(
      own, sessions: sessions, state: state,
      ways: subjects.outside.signIns.map { ($0.kind, $0.provider) }, identities: identities,
      wording: AccountWording(plan: subjects.plan, texts: texts), time: pages.time, now: now)
    return pages.show("account/account", view, title: texts("accounts.own"), context: context)
  }

  /// One session, or all but the present one.
  @Sendable func endSessions(request: Request, context: ConsoleContext) async throws -> Response {
    let own = try OwnAccount(context)
    let (id, present, now) = (own.account.id, own.session.id, subjects.now())
    let only = context.visit.form.integer("session").map(Int64.init)
    try await subjects.ledger.write { db in
      _ = try Accounts.endSessions(
        of: id, only: only, besides: present, by: .account(id), at: now, in: db)
    }
    return .redirect(to: "/account", type: .normal)
  }
}

/// One open session in a list.
struct SessionLine: Sendable {
  let id: String
  /// What a person recognises it by.
  let agent: String
  /// As the browser sent it.
  let fullAgent: String
  let opened: Moment
  let seen: Moment
  let isPresent: Bool

  init(_ session: Session, present: Int64?, texts: Texts, time: LocalTime, now: Int) {
    id = "\(session.id)"
    fullAgent = session.agent
    agent =
      BrowserName.of(session.agent)
      ?? (session.agent.isEmpty ? texts("accounts.unknownAgent") : session.agent)
    opened = Moment(session.openedAt, now: now, time: time, texts: texts)
    seen = Moment(session.lastSeenAt, now: now, time: time, texts: texts)
    isPresent = session.id == present
  }
}

struct OwnAccountView: Sendable {
  /// A service that the account may be connected with.
  struct Way: Sendable {
    let kind: String
    let provider: String
    let text: String
    let isConnected: Bool
  }

  let ways: [Way]
  let hasWays: Bool
  let name: String
  let displayName: String
  let rolesText: String
  let unitText: String
  let hasUnit: Bool
  let facilityText: String
  let hasFacility: Bool
  let factorText: String
  let isFactorOn: Bool
  let sessions: [SessionLine]
  let hasOthers: Bool

  init(
    _ own: OwnAccount, sessions: [Session], state: SecondFactorState,
    ways: [(kind: String, provider: String)], identities: [String], wording: AccountWording,
    time: LocalTime, now: Int
  ) {
    let texts = wording.texts
    self.ways = ways.map {
      Way(
        kind: $0.kind, provider: $0.provider, text: texts("outside.name-\($0.kind)"),
        isConnected: identities.contains($0.provider))
    }
    hasWays = !ways.isEmpty
    name = own.account.name
    displayName = own.account.displayName
    rolesText = wording.roles(of: own.account)
    unitText = wording.unit(own.account.unit)
    hasUnit = own.account.unit != nil
    facilityText = own.account.facility ?? ""
    hasFacility = own.account.facility != nil
    isFactorOn = state.isSetUp
    factorText =
      state.isSetUp
      ? texts("factor.isOn")
      : state.dueAt.map { texts("factor.dueShort", ["date": time.date($0)]) }
        ?? texts("accounts.factorOff")
    self.sessions = sessions.map {
      SessionLine($0, present: own.session.id, texts: texts, time: time, now: now)
    }
    hasOthers = sessions.count > 1
  }
}
