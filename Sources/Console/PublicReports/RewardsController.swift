import ActionPlan
import Casework
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Rewards for reports: a leader approves or refuses, whoever pays them pays and sees who is paid.
struct RewardsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("rewards", use: list)
    routes.post("rewards/:id/approval", use: approve)
    routes.post("rewards/:id/refusal", use: refuse)
    routes.post("rewards/:id/payment", use: pay)
    routes.post("rewards/:id/identity", use: identity)
    routes.post("rewards/:id/doubts/:other", use: settle)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let show = request.uri.queryParameters.get("show").flatMap(RewardsView.Show.init(rawValue:))
    return try await page(show, context)
  }

  @Sendable func approve(request: Request, context: SignedInContext) async throws -> Response {
    try await change(.approveReward, context) { id, form, account, db in
      try RewardBook.approve(
        id, by: account, versionSeen: form.version, requestID: form.request, plan: subjects.plan,
        at: subjects.now(), in: db)
    }
  }

  @Sendable func refuse(request: Request, context: SignedInContext) async throws -> Response {
    try await change(.approveReward, context) { id, form, account, db in
      try RewardBook.refuse(
        id, reason: form.note, by: account, versionSeen: form.version, requestID: form.request,
        plan: subjects.plan, at: subjects.now(), in: db)
    }
  }

  @Sendable func pay(request: Request, context: SignedInContext) async throws -> Response {
    try await change(.payReward, context) { id, form, account, db in
      try RewardBook.pay(
        id, receipt: form.note, by: account, versionSeen: form.version, requestID: form.request,
        plan: subjects.plan, at: subjects.now(), in: db)
    }
  }

  /// Whether two rewards are for one fact.
  @Sendable func settle(request: Request, context: SignedInContext) async throws -> Response {
    let verdict = context.visit.form.text("verdict").flatMap(RewardDoubt.Verdict.init(rawValue:))
    let other = context.parameters.get("other").flatMap { Int64($0) }
    return try await change(.approveReward, context) { id, form, account, db in
      guard let other else { throw RewardRefusal.unknown }
      guard let verdict else { throw RewardRefusal.noteMissing }
      try RewardBook.settle(
        id, against: other, as: verdict, reason: form.note, by: account, requestID: form.request,
        plan: subjects.plan, at: subjects.now(), in: db)
    }
  }

  /// Who is paid: shown in the answer alone, never by an address.
  @Sendable func identity(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .payReward) else { throw PageError.forbidden }
    let id = try context.parameters.require("id", as: Int64.self)
    let (account, now) = (context.account, subjects.now())
    do {
      let contact = try await subjects.ledger.write { db in
        try RewardBook.identity(id, by: account, at: now, in: db)
      }
      return try await page(.approved, context, opened: (id, contact))
    } catch let refusal as RewardRefusal {
      return try await refused(refusal, id, context)
    }
  }

  /// What the forms of a reward send.
  private struct Sent: Sendable {
    let version: Int
    let request: String
    let note: String

    init(_ form: SubmittedForm) {
      version = form.text("version").flatMap { Int($0) } ?? 0
      request = form.text("request") ?? ""
      note = form.text("note") ?? ""
    }
  }

  private func change(
    _ action: Ledger.Action, _ context: SignedInContext,
    _ work: @escaping @Sendable (Int64, Sent, Account, Database) throws -> Void
  ) async throws -> Response {
    guard Policy.may(context.account, action) else { throw PageError.forbidden }
    let id = try context.parameters.require("id", as: Int64.self)
    let (sent, account) = (Sent(context.visit.form), context.account)
    do {
      let state = try await subjects.ledger.write { db in
        try work(id, sent, account, db)
        return try RewardBook.find(id, in: db)?.state
      }
      // Where it stands now, which shows what was done.
      let show = state.map(RewardsView.Show.init) ?? .proposed
      return .redirect(to: "/rewards?show=\(show.rawValue)#reward-\(id)", type: .normal)
    } catch let refusal as RewardRefusal {
      return try await refused(refusal, id, context)
    }
  }

  private func refused(
    _ refusal: RewardRefusal, _ id: Int64, _ context: SignedInContext
  ) async throws -> Response {
    if refusal == .notYours { throw PageError.forbidden }
    if refusal == .unknown { throw PageError.notFound }
    if case .sameFact = refusal {
      let (plan, now) = (subjects.plan, subjects.now())
      try await subjects.ledger.write { db in
        try RewardBook.noteDoubts(of: id, plan: plan, at: now, in: db)
      }
    }
    let problem = RewardWording(PlanNames(plan: subjects.plan, texts: pages.texts(context)))
      .fault(refusal)
    return try await page(nil, context, problem: problem, status: .conflict)
  }

  private func page(
    _ show: RewardsView.Show?, _ context: SignedInContext, opened: (Int64, String)? = nil,
    problem: String = "", status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let account = context.account
    guard Policy.may(account, .viewRewards) else { throw PageError.forbidden }
    let show = show ?? (Policy.may(account, .payReward) ? .approved : .proposed)
    let (plan, now) = (subjects.plan, subjects.now())
    let (rewards, budget, people) = try await subjects.ledger.read { db in
      let list =
        try show == .doubtful ? RewardBook.doubtful(in: db) : RewardBook.list(show.states, in: db)
      let rewards = try list.map { ($0, try RewardBook.doubts(of: $0.id, in: db)) }
      let names = rewards.flatMap { reward, doubts in
        [reward.decidedBy, reward.paidBy].compactMap(\.self) + doubts.compactMap(\.decision?.by)
      }
      let people = try Accounts.behind(names, in: db)
      return (rewards, try RewardBook.budget(plan, at: now, in: db), people)
    }
    let texts = pages.texts(context)
    let names = PlanNames(plan: plan, texts: texts)
    let view = RewardsView(
      rewards, show: show, budget: budget, people: RowPeople(people: people, names: names),
      account: account, opened: opened, problem: problem, names: names, time: pages.time)
    var response = pages.show(
      "reports/rewards", view, title: texts("rewards.title"), context: context, status: status)
    if opened != nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}
