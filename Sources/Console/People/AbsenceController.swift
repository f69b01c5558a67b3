import AirQuality
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Being away, and standing in for somebody who is.
struct AbsenceController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("account/absences", use: show)
    routes.post("account/absences", use: make)
    routes.post("account/absences/:absence/end", use: end)
    routes.post("account/acting", use: act)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    try await page(context)
  }

  @Sendable func make(request: Request, context: SignedInContext) async throws -> Response {
    let form = AbsenceForm(context.visit.form, utcOffsetSeconds: pages.time.utcOffsetSeconds)
    return try await change(context) { absent, actor, now, db in
      _ = try Delegations.make(
        absent: absent, delegate: form.delegate, reason: form.reason, from: max(form.from, now),
        until: form.until, by: actor, at: now, in: db)
    }
  }

  @Sendable func end(request: Request, context: SignedInContext) async throws -> Response {
    guard let id = context.parameters.get("absence").flatMap({ Int64($0) }) else {
      throw PageError.notFound
    }
    return try await change(context) { absent, actor, now, db in
      try Delegations.end(id, absent: absent, by: actor, at: now, in: db)
    }
  }

  /// Acts for somebody from here on, or for oneself again where no name is sent.
  @Sendable func act(request: Request, context: SignedInContext) async throws -> Response {
    guard let session = context.visit.session else { throw PageError.signInFirst }
    let absent = context.visit.form.integer("for").map(Int64.init)
    let now = subjects.now()
    do {
      try await subjects.ledger.write { db in
        try Delegations.act(for: absent, session: session, at: now, in: db)
      }
    } catch let refusal as DelegationRefusal {
      return try await page(context, problem: pages.texts(context)("absence.\(refusal.rawValue)"))
    }
    return .redirect(to: "/", type: .normal)
  }

  private func change(
    _ context: SignedInContext,
    _ body:
      @escaping @Sendable (_ absent: Int64, _ by: Actor, _ now: Int, _ db: Database) throws -> Void
  ) async throws -> Response {
    guard Policy.may(context.account, .delegate, Self.own) else { throw PageError.forbidden }
    let (id, now) = (context.account.id, subjects.now())
    do {
      try await subjects.ledger.write { db in try body(id, .account(id), now, db) }
      return .redirect(to: "/account/absences", type: .normal)
    } catch let refusal as DelegationRefusal {
      return try await page(context, problem: pages.texts(context)("absence.\(refusal.rawValue)"))
    }
  }

  static let own = PolicyObject.account(AccountRelation(isOwn: true, isSeparated: true))

  private func page(
    _ context: SignedInContext, problem: String = ""
  ) async throws -> Response {
    let (account, now) = (context.account, subjects.now())
    let reading = try await subjects.ledger.read { db in
      try AbsenceReading.read(of: account, now: now, in: db)
    }
    let texts = pages.texts(context)
    let view = AbsenceView(
      reading, path: "/account/absences",
      mayMake: Policy.may(account, .delegate, Self.own), problem: problem,
      wording: AccountWording(plan: subjects.plan, texts: texts), time: pages.time, now: now)
    return pages.show(
      "account/absences", view, title: texts("absence.title"), context: context,
      status: problem.isEmpty ? .ok : .unprocessableContent)
  }
}

/// Days that somebody typed, both ends within.
struct AbsenceForm: Sendable {
  let from: Int
  /// The end of the last day.
  let until: Int
  let reason: Delegation.Reason
  let delegate: Int64?

  init(_ form: SubmittedForm, utcOffsetSeconds: Int) {
    func midnight(_ name: String) -> Int {
      form.text(name).flatMap { CalendarDay($0) }
        .map { $0.dayNumber * 86_400 - utcOffsetSeconds } ?? 0
    }
    from = midnight("from")
    until = midnight("until") + 86_400
    reason = form.text("reason").flatMap { Delegation.Reason(rawValue: $0) } ?? .other
    delegate = form.integer("delegate").map(Int64.init)
  }
}

/// Absences of an account, and those by which it stands in, with the people they name.
struct AbsenceReading: Sendable {
  let own: [Delegation]
  let standingIn: [Delegation]
  /// Who may stand in.
  let candidates: [Account]
  let names: [Int64: String]

  static func read(of account: Account, now: Int, in db: Database) throws -> AbsenceReading {
    let own = try Delegations.list(absent: account.id, at: now, in: db)
    let standingIn = try Delegations.inForce(delegate: account.id, at: now, in: db)
    let all = try Accounts.list(in: db)
    let isContact = account.roles.contains(.enterprise)
    return AbsenceReading(
      own: own, standingIn: standingIn,
      candidates: all.filter {
        $0.isEnabled && $0.id != account.id && !$0.roles.isEmpty
          && $0.roles.contains(.enterprise) == isContact
          && (!isContact || $0.facilities.isSuperset(of: account.facilities))
      }.sorted { a, b in
        (a.unit != account.unit ? 1 : 0, a.displayName) < (
          b.unit != account.unit ? 1 : 0, b.displayName
        )
      },
      names: Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.displayName) }))
  }
}

struct AbsenceView: Sendable {
  struct Line: Sendable {
    let id: String
    let text: String
    let reasonText: String
    let delegateText: String
    let isNow: Bool
  }
  struct Offer: Sendable {
    let id: String
    let text: String
  }

  /// Where the forms are sent.
  let path: String
  let problem: String
  let hasProblem: Bool
  let mayMake: Bool
  let lines: [Line]
  let isEmpty: Bool
  let offers: [Offer]
  let hasOffers: Bool
  let candidates: [AccountChoice]
  let reasons: [AccountChoice]
  let today: String

  init(
    _ reading: AbsenceReading, path: String, mayMake: Bool, problem: String = "",
    wording: AccountWording, time: LocalTime, now: Int
  ) {
    let texts = wording.texts
    func days(_ delegation: Delegation) -> String {
      texts(
        "absence.days",
        ["from": time.date(delegation.from), "until": time.date(delegation.until - 1)])
    }
    self.problem = problem
    hasProblem = !problem.isEmpty
    self.path = path
    self.mayMake = mayMake
    lines = reading.own.map { delegation in
      Line(
        id: "\(delegation.id)", text: days(delegation),
        reasonText: texts("absence.reason-\(delegation.reason.rawValue)"),
        delegateText: delegation.delegate.flatMap { reading.names[$0] }.map {
          texts("absence.by", ["name": $0])
        } ?? texts("absence.nobody"),
        isNow: delegation.isInForce(at: now))
    }
    isEmpty = lines.isEmpty
    offers = reading.standingIn.map {
      Offer(
        id: "\($0.absent)",
        text: texts("absence.offer", ["name": reading.names[$0.absent] ?? "", "days": days($0)]))
    }
    hasOffers = !offers.isEmpty
    candidates = reading.candidates.map {
      let unit = wording.unit($0.unit)
      return AccountChoice(
        value: "\($0.id)", name: unit.isEmpty ? $0.displayName : "\($0.displayName) · \(unit)",
        isChosen: false)
    }
    reasons = Delegation.Reason.allCases.map {
      AccountChoice(
        value: $0.rawValue, name: texts("absence.reason-\($0.rawValue)"), isChosen: false)
    }
    today = time.date(now)
  }
}
