import Casework
import GRDB
import Hummingbird
import Ledger

/// A firm's own page: what is asked of it, its monitors, stops, ledgers and documents; and what it
/// acknowledges.
struct FirmController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("firm", use: choose)
    routes.get("firm/:firm", use: show)
    routes.get("firm/:firm/live", use: live)
    routes.post("firm/:firm/acknowledgements", use: acknowledge)
  }

  /// Where a contact answers for several firms, they are chosen from; for one, its page opens.
  @Sendable func choose(request: Request, context: SignedInContext) async throws -> Response {
    let account = context.account
    guard account.roles == [.enterprise] else { throw PageError.forbidden }
    if account.facilities.count == 1, let only = account.facilities.first {
      return .redirect(to: FirmAddress.page(only), type: .normal)
    }
    let now = subjects.now()
    let firms = try await subjects.ledger.read { db in
      try account.facilities.sorted().compactMap { id -> FirmChoiceView.Reading? in
        guard let facility = try Facilities.find(id, in: db) else { return nil }
        let counts = try CaseBook.counts(
          scope: .some(unit: nil, facilities: [id]), now: now, in: db)
        return FirmChoiceView.Reading(facility: facility, open: counts.open, late: counts.late)
      }
    }
    let texts = pages.texts(context)
    return pages.show(
      "firm/choice", FirmChoiceView(firms, names: PlanNames(plan: subjects.plan, texts: texts)),
      title: texts("firm.choose"), context: context)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    try await page(context)
  }

  /// The parts of the page that change, for `live.js`.
  @Sendable func live(request: Request, context: SignedInContext) async throws -> Response {
    pages.fragment("firm/fragment", try await view(context), context: context)
  }

  /// Says that a case, a document or a notice was received.
  @Sendable func acknowledge(request: Request, context: SignedInContext) async throws -> Response {
    let firm = try Self.firm(.acknowledge, context)
    let (form, account, plan, now) = (
      context.visit.form, context.account, subjects.plan, subjects.now()
    )
    let (id, requestID) = (Int64(form.text("id") ?? "") ?? 0, form.text("request") ?? "")
    do {
      try await subjects.ledger.write { db in
        switch form.text("what") {
        case "case":
          guard try CaseBook.find(id, for: account, in: db)?.facility == firm else {
            throw PageError.notYours
          }
          try CaseBook.acknowledge(case: id, by: account, requestID: requestID, at: now, in: db)
        case "document":
          guard try DocumentBook.find(id, for: account, in: db)?.1.facility == firm else {
            throw PageError.notYours
          }
          try DocumentBook.acknowledge(
            id, by: account, requestID: requestID, plan: plan, at: now, in: db)
        case "notice":
          guard try FirmNotices.acknowledge(id, of: firm, by: account, at: now, in: db) else {
            throw PageError.notYours
          }
        default: throw PageError.notFound
        }
      }
    } catch let refusal as CaseRefusal {
      let texts = pages.texts(context)
      return try await page(
        context, problem: texts("refusal.\(refusal.code)", refusal.values))
    } catch let refusal as DocumentRefusal {
      let names = PlanNames(plan: plan, texts: pages.texts(context))
      return try await page(
        context, problem: DocumentWording(names: names).refusal(refusal, detail: nil))
    }
    await subjects.hub.publish(.case)
    return .redirect(to: FirmAddress.page(firm), type: .normal)
  }

  func page(_ context: SignedInContext, problem: String = "") async throws -> Response {
    let view = try await view(context, problem: problem)
    return pages.show(
      "firm/page", view, title: view.title, context: context,
      status: problem.isEmpty ? .ok : .unprocessableContent)
  }

  private func view(_ context: SignedInContext, problem: String = "") async throws -> FirmView {
    let firm = try Self.firm(.viewFacility, context)
    let (account, plan, now) = (context.account, subjects.plan, subjects.now())
    let reading = try await subjects.ledger.read { db in
      try FirmReading.read(firm, for: account, plan: plan, now: now, in: db)
    }
    guard let reading else { throw PageError.notFound }
    let monitors = FirmMonitors(
      reading, latest: subjects.latest, links: await subjects.links(), now: now)
    let texts = pages.texts(context)
    return FirmView(
      reading, monitors: monitors, account: account,
      names: PlanNames(plan: plan, texts: texts), time: pages.time, now: now, problem: problem)
  }

  /// The firm that the address names, for who may do this for it.
  static func firm(_ action: Action, _ context: SignedInContext) throws -> String {
    let firm = try context.parameters.require("firm")
    guard Policy.may(context.account, action, .facility(firm)) else { throw PageError.forbidden }
    return firm
  }
}

/// The firms of a contact who answers for several.
struct FirmChoiceView: Sendable {
  struct Reading: Sendable {
    let facility: Facility
    let open: Int
    let late: Int
  }

  struct Firm: Sendable {
    let href: String
    let name: String
    let place: String
    let openText: String
    let lateText: String
    let isLate: Bool
  }

  let firms: [Firm]

  init(_ firms: [Reading], names: PlanNames) {
    let texts = names.texts
    self.firms = firms.map { firm in
      Firm(
        href: FirmAddress.page(firm.facility.id), name: texts(firm.facility.name),
        place: names.place(firm.facility.place) ?? "",
        openText: texts("firm.openCases", ["count": "\(firm.open)"]),
        lateText: texts("firm.lateCases", ["count": "\(firm.late)"]), isLate: firm.late > 0)
    }
  }
}
