import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Adds facilities and corrects what is known of them.
struct FacilityFormController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("facilities/new", use: empty)
    routes.post("facilities", use: add)
    routes.get("facilities/:id/edit", use: filled)
    routes.post("facilities/:id", use: change)
  }

  @Sendable func empty(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    return page(FacilityEntry(), of: nil, context)
  }

  @Sendable func filled(request: Request, context: SignedInContext) async throws -> Response {
    let facility = try await known(context)
    return page(FacilityEntry(facility), of: facility, context)
  }

  @Sendable func add(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    let entry = FacilityEntry(context.visit.form)
    let (isOther, isSimulated) = (context.visit.form.text("other") != nil, pages.isSimulated)
    return try await save(entry, of: nil, context) { db in
      if !isOther {
        let alike = try Facilities.alike(entry.name, creditCode: entry.creditCode, in: db)
          .compactMap { try Facilities.find($0, in: db) }
        guard alike.isEmpty else { throw Refusal.maybeThere(alike) }
      }
      return try entry.facility(
        id: try Facilities.freeID(for: entry.name, in: db), isSimulated: isSimulated)
    }
  }

  @Sendable func change(request: Request, context: SignedInContext) async throws -> Response {
    let old = try await known(context)
    let entry = FacilityEntry(context.visit.form)
    let seen = context.visit.form.text("seen")
    return try await save(entry, of: old, context) { db in
      guard let present = try Facilities.find(old.id, in: db) else {
        throw FacilityError.unknown(old.id)
      }
      guard FacilityEntry.mark(present).trimmingBlanks() == seen else {
        throw Refusal.changed(present)
      }
      return try entry.facility(id: old.id, isSimulated: old.isSimulated)
    }
  }

  /// Why nothing was written, other than what the ledger says.
  private enum Refusal: Error {
    /// Facilities that may be the one that is added.
    case maybeThere([Facility])
    /// Somebody changed it after the form was opened: how it is now.
    case changed(Facility)
  }

  private func save(
    _ entry: FacilityEntry, of old: Facility?, _ context: SignedInContext,
    _ facility: @escaping @Sendable (Database) throws -> Facility
  ) async throws -> Response {
    let (plan, now) = (subjects.plan, subjects.now())
    let actor = Actor.account(context.account.id)
    let wording = FacilityWording(plan: plan, texts: pages.texts(context))
    do {
      let id = try await subjects.ledger.write { db in
        let facility = try facility(db)
        try Facilities.upsert(facility, plan: plan, by: actor, at: now, in: db)
        return facility.id
      }
      return .redirect(to: "/facilities/\(id)", type: .normal)
    } catch let error as FacilityError {
      return page(entry, of: old, context, problem: wording.problem(error))
    } catch is PositionFault {
      return page(
        entry, of: old, context, problem: pages.texts(context)("facilities.fault-bad-position"))
    } catch Refusal.changed(let present) {
      return page(entry, of: present, context, problem: wording.changed(present))
    } catch Refusal.maybeThere(let facilities) {
      return page(entry, of: old, context, like: facilities)
    }
  }

  private func mayEdit(_ context: SignedInContext) throws {
    guard Policy.may(context.account, .settleFacility) else { throw PageError.forbidden }
  }

  /// The facility of the address; a name that waits to be settled is none yet.
  private func known(_ context: SignedInContext) async throws -> Facility {
    try mayEdit(context)
    let id = try context.parameters.require("id")
    let facility = try await subjects.ledger.read { db in
      let doubt = try NameDoubts.find(id, in: db)
      guard try Facilities.kept(id, in: db) == id,
        doubt == nil || doubt?.settled?.outcome == .new
      else { return nil as Facility? }
      return try Facilities.find(id, in: db)
    }
    guard let facility else { throw PageError.notFound }
    return facility
  }

  private func page(
    _ entry: FacilityEntry, of facility: Facility?, _ context: SignedInContext,
    problem: String = "", like: [Facility] = []
  ) -> Response {
    let texts = pages.texts(context)
    let view = FacilityFormView(
      entry, of: facility, problem: problem, like: like,
      names: PlanNames(plan: subjects.plan, texts: texts))
    return pages.show(
      "facilities/form", view, title: view.title, context: context,
      status: problem.isEmpty && like.isEmpty ? .ok : .conflict)
  }
}
