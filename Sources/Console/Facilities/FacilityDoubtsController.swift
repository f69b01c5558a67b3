import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Names that may mean several facilities and facilities that may be one: a person settles them, and
/// takes back what was settled.
struct FacilityDoubtsController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("facilities/doubts", use: list)
    routes.post("facilities/doubts/:id", use: settleName)
    routes.post("facilities/pairs", use: settlePair)
    routes.post("facilities/:id/aliases", use: changeAlias)
    routes.get("api/facilities/suggestions", use: suggest)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewRegister) else { throw PageError.forbidden }
    return try await page(context, isSettled: request.uri.queryParameters.get("show") == "settled")
  }

  @Sendable func settleName(request: Request, context: SignedInContext) async throws -> Response {
    let id = try context.parameters.require("id")
    let (form, plan) = (context.visit.form, subjects.plan)
    return try await change(context) { db, actor, now in
      switch form.text("step") {
      case "same":
        let kept = try meant(form.text("other") ?? form.text("facility") ?? "", in: db)
        try NameDoubts.settle(id, as: .same(kept), plan: plan, by: actor, at: now, in: db)
      case "new":
        let isSimulated = try Facilities.find(id, in: db)?.isSimulated ?? false
        let facility = try FacilityEntry(form).facility(id: id, isSimulated: isSimulated)
        try NameDoubts.settle(id, as: .new(facility), plan: plan, by: actor, at: now, in: db)
      case "none": try NameDoubts.settle(id, as: .none, plan: plan, by: actor, at: now, in: db)
      case "back": try NameDoubts.takeBack(id, plan: plan, by: actor, at: now, in: db)
      default: throw PageError(.badRequest, "badForm")
      }
    }
  }

  @Sendable func settlePair(request: Request, context: SignedInContext) async throws -> Response {
    let (form, plan) = (context.visit.form, subjects.plan)
    let (kept, other) = (form.text("kept") ?? "", form.text("other") ?? "")
    return try await change(context) { db, actor, now in
      switch form.text("step") {
      case "merge", "apart":
        try FacilityDoubts.settle(
          try meant(kept, in: db), try meant(other, in: db), isSame: form.text("step") == "merge",
          plan: plan, by: actor, at: now, in: db)
      case "back":
        try FacilityDoubts.takeBack(kept, other, plan: plan, by: actor, at: now, in: db)
      default: throw PageError(.badRequest, "badForm")
      }
    }
  }

  @Sendable func changeAlias(request: Request, context: SignedInContext) async throws -> Response {
    let id = try context.parameters.require("id")
    let form = context.visit.form
    let name = form.text("name") ?? ""
    return try await change(context) { db, actor, now in
      if form.text("step") == "remove" {
        try FacilityAliases.remove(name, from: id, by: actor, at: now, in: db)
      } else {
        try FacilityAliases.add(name, to: id, by: actor, at: now, in: db)
      }
    }
  }

  /// `GET /api/facilities/suggestions?q=`: what a reference may be completed to.
  @Sendable func suggest(request: Request, context: SignedInContext) async throws -> Response {
    guard
      Policy.may(context.account, .viewRegister) || Policy.may(context.account, .viewAccounts)
    else { throw PageError.forbidden }
    let text = RegisterListQuery.text(request.uri.queryParameters, "q")
    let language = context.visit.language
    let found = try await subjects.ledger.read { db in
      try Facilities.search(text, limit: ReferenceSearch.limit, in: db)
    }
    return JSONAnswer.encode(
      found.map { ReferenceText.write($0.name.text(in: language), id: $0.id) })
  }

  /// The facility that somebody means by what was chosen or typed.
  private func meant(_ typed: String, in db: Database) throws -> String {
    for text in [ReferenceText.id(in: typed), typed].compactMap(\.self) {
      if case .exact(let id) = try Facilities.match(name: text, in: db) { return id }
    }
    throw FacilityError.unknown(typed)
  }

  /// Does the change and goes back to where it was asked for; refused, the list says why.
  private func change(
    _ context: SignedInContext,
    _ body: @escaping @Sendable (_ db: Database, _ by: Actor, _ now: Int) throws -> Void
  ) async throws -> Response {
    guard Policy.may(context.account, .settleFacility) else { throw PageError.forbidden }
    let (actor, now) = (Actor.account(context.account.id), subjects.now())
    let wording = FacilityWording(plan: subjects.plan, texts: pages.texts(context))
    do {
      try await subjects.ledger.write { db in try body(db, actor, now) }
    } catch let error as FacilityError {
      return try await page(context, isSettled: false, problem: wording.problem(error))
    } catch is RegisterImportError {
      return try await page(
        context, isSettled: false, problem: pages.texts(context)("facilities.importing"))
    }
    let back = context.visit.form.text("back").flatMap { LocalPath.checked($0) }
    return .redirect(to: back ?? "/facilities/doubts", type: .normal)
  }

  private func page(
    _ context: SignedInContext, isSettled: Bool, problem: String = ""
  ) async throws -> Response {
    let plan = subjects.plan
    let reading = try await subjects.ledger.read { db in
      try FacilityDoubtReading.read(isSettled: isSettled, plan: plan, in: db)
    }
    let texts = pages.texts(context)
    let view = FacilityDoubtsView(
      reading, isSettled: isSettled, maySettle: Policy.may(context.account, .settleFacility),
      problem: problem, wording: FacilityWording(plan: plan, texts: texts), time: pages.time,
      now: subjects.now())
    return pages.show(
      "facilities/doubts", view, title: texts("facilities.doubtsTitle"), context: context,
      status: problem.isEmpty ? .ok : .conflict)
  }
}
