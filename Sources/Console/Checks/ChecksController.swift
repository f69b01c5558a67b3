import ActionPlan
import Checks
import HTTPTypes
import Hummingbird
import Ledger

/// Questions that are answered on the spot.
struct ChecksController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("checks", use: list)
    routes.get("checks/:id", use: show)
    routes.post("checks/:id", use: ask)
    routes.post("checks/:id/offsets", use: offset)
    routes.get("api/checks/:id", use: answer)
  }

  static let historyLength = 20
  static let siteLimit = 500

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    let mine = subjects.plan.checks.filter { may(context.account, $0) }
    let texts = pages.texts(context)
    return pages.show(
      "checks/list",
      CheckListView(
        mine, vetoes: Policy.may(context.account, .runCheck) ? subjects.plan.vetoes : [],
        texts: texts), title: texts("checks.title"),
      context: context)
  }

  /// The form; with the answer where the address asks something and nothing would be written.
  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let check = try check(context)
    var input = query(request, check)
    let site = input["site"]
    var reading = CheckReading()
    if case .gate = check.kind {
      input = site.map { ["site": $0] } ?? [:]
    } else if !input.isEmpty {
      try await fill(&reading, check, input, context)
    }
    return try await page(reading, check, input, context)
  }

  /// Asks; at a gate the entry is written down.
  @Sendable func ask(request: Request, context: SignedInContext) async throws -> Response {
    let check = try check(context)
    let input = form(context, check)
    let requestID = context.visit.form.text("request")
    var reading = CheckReading()
    guard case .gate = check.kind else {
      try await fill(&reading, check, input, context)
      return try await page(reading, check, input, context)
    }
    guard Policy.may(context.account, .passGate) else { throw PageError.forbidden }
    let (plan, now, actor) = (subjects.plan, subjects.now(), Actor.account(context.account.id))
    do {
      reading.answer = try await subjects.ledger.write { db in
        try GateLog.answer(
          check: check, input: input, requestID: requestID, plan: plan, by: actor, now: now, in: db
        ).answer
      }
    } catch let fault as CheckInputError {
      reading.problem = wording(check, context).problem(fault)
    } catch is RegisterError {
      reading.problem = pages.texts(context)("checks.site-unknown")
    } catch is RequestRefusal {
      reading.problem = pages.texts(context)("checks.asked-anew")
    }
    return try await page(reading, check, input, context)
  }

  /// Draws what a project needs, or gives back what was drawn.
  @Sendable func offset(request: Request, context: SignedInContext) async throws -> Response {
    let check = try check(context)
    guard mayWork(context.account, check, .drawOffset) else { throw PageError.forbidden }
    let input = form(context, check)
    let step = context.visit.form.text("step")
    let why = context.visit.form.text("why") ?? ""
    let (plan, now, actor) = (subjects.plan, subjects.now(), Actor.account(context.account.id))
    var reading = CheckReading()
    do {
      try await subjects.ledger.write { db in
        if step == "give-back" {
          try OffsetLedger.giveBack(
            check: check, project: input["project"] ?? "", why: why, plan: plan, by: actor,
            now: now, in: db)
        } else {
          try OffsetLedger.draw(
            check: check, input: input, plan: plan, by: actor, now: now, in: db)
        }
      }
    } catch let refusal as OffsetRefusal {
      reading.problem = pages.texts(context)("checks.offset-\(refusal.code)")
    } catch let fault as CheckInputError {
      reading.problem = wording(check, context).problem(fault)
    }
    let problem = reading.problem
    try await fill(&reading, check, input, context)
    reading.problem = problem ?? reading.problem
    return try await page(reading, check, input, context)
  }

  /// The same answer for programs.
  @Sendable func answer(request: Request, context: SignedInContext) async throws -> Response {
    let check = try check(context)
    var input: [String: String] = [:]
    for (key, value) in request.uri.queryParameters { input[String(key)] = String(value) }
    let (plan, now, asked) = (subjects.plan, subjects.now(), input)
    do {
      return JSONAnswer.encode(
        try await subjects.ledger.read { db in
          try CheckRunner.answer(check: check, input: asked, plan: plan, now: now, in: db)
        })
    } catch let fault as CheckInputError {
      throw PageError.badQuery(fault.key, "\(fault)")
    }
  }

  private func fill(
    _ reading: inout CheckReading, _ check: Check, _ input: [String: String],
    _ context: SignedInContext
  ) async throws {
    let (plan, now) = (subjects.plan, subjects.now())
    do {
      reading.answer = try await subjects.ledger.read { db in
        try CheckRunner.answer(check: check, input: input, plan: plan, now: now, in: db)
      }
    } catch let fault as CheckInputError {
      reading.problem = wording(check, context).problem(fault)
    }
  }

  private func page(
    _ reading: CheckReading, _ check: Check, _ input: [String: String], _ context: SignedInContext
  ) async throws -> Response {
    var reading = reading
    if case .gate(let gate) = check.kind, let log = gate.log {
      let (plan, account) = (subjects.plan, context.account)
      let ownOnly = !Policy.may(account, .viewRegister)
      let (rows, sites) = try await subjects.ledger.read { db in
        (
          try GateLog.entries(
            of: log, by: ownOnly ? .account(account.id) : nil, limit: Self.historyLength,
            plan: plan, in: db),
          try GateLog.sites(of: log, limit: Self.siteLimit, plan: plan, in: db)
        )
      }
      reading.passed = rows
      reading.sites = sites.map { ($0.value, $0.title) }
    }
    let action: Action = .drawOffset
    let view = CheckView(
      reading, input: input, wording: wording(check, context),
      mayWork: mayWork(context.account, check, action), time: pages.time, now: subjects.now())
    return pages.show(
      "checks/show", view, title: view.title, context: context,
      status: reading.problem == nil ? .ok : .unprocessableContent)
  }

  private func wording(_ check: Check, _ context: SignedInContext) -> CheckWording {
    CheckWording(check: check, plan: subjects.plan, texts: pages.texts(context))
  }

  /// One that the account may ask; what it may not is not told.
  private func check(_ context: SignedInContext) throws -> Check {
    guard let id = context.parameters.get("id"), let check = subjects.plan.check(id),
      may(context.account, check)
    else { throw PageError.notYours }
    return check
  }

  private func may(_ account: Account, _ check: Check) -> Bool {
    if case .gate = check.kind, Policy.may(account, .passGate) { return true }
    return Policy.may(account, .runCheck)
  }

  private func mayWork(_ account: Account, _ check: Check, _ action: Action) -> Bool {
    let clauses = ([check.clause] + check.clauses).compactMap(subjects.plan.clause)
    return Policy.may(account, action, .units(Set(clauses.flatMap { $0.lead + $0.with })))
  }

  private func form(_ context: SignedInContext, _ check: Check) -> [String: String] {
    var input: [String: String] = [:]
    let form = context.visit.form
    for key in CheckRunner.keys(of: check) { input[key.name] = form.text(key.name) }
    let degrees = [form.text("longitude"), form.text("latitude")].compactMap(\.self)
    if !degrees.isEmpty, CheckRunner.keys(of: check).contains(where: { $0.name == "position" }) {
      input["position"] = degrees.joined(separator: " ")
    }
    return input
  }

  private func query(_ request: Request, _ check: Check) -> [String: String] {
    var input: [String: String] = [:]
    for key in CheckRunner.keys(of: check) {
      let value = request.uri.queryParameters.get(key.name).map { $0.trimmingBlanks() } ?? ""
      if !value.isEmpty { input[key.name] = value }
    }
    return input
  }
}

extension CheckWording {
  func problem(_ fault: CheckInputError) -> String {
    switch fault {
    case .missing(let key): texts("checks.missing", ["key": label(of: key)])
    case .bad(let key, let found, _):
      texts("checks.bad", ["key": label(of: key), "found": found])
    case .unknownKey(let key, _): texts("checks.bad", ["key": key, "found": key])
    }
  }
}
