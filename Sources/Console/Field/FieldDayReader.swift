import ActionPlan
import AirQuality
import Casework
import GRDB
import Ledger

/// Reads a day for one officer.
struct FieldDayReader: Sendable {
  let subjects: ConsoleSubjects
  let pages: Pages
  let account: Account
  let session: Session
  let language: Language
  let now: Int

  private var plan: Plan { subjects.plan }

  var cases: FieldCaseReader {
    FieldCaseReader(
      plan: plan, catalogue: pages.catalogue, account: account, time: pages.time, now: now)
  }

  func read(in db: Database) throws -> FieldDay {
    var filter = CaseFilter(isOpen: true, order: .dueFirst)
    filter.mine = account.unit
    let page = try CaseBook.list(
      filter, scope: Policy.caseFilter(account), limit: CaseBook.pageLimit, now: now, in: db)
    let unit = account.unit.flatMap { plan.unit($0) }
    return FieldDay(
      person: FieldDay.Person(
        key: Self.key(of: account), name: account.displayName, unit: unit?.label),
      now: now, language: language.rawValue,
      signedInUntil: min(session.expiresAt, now + Sessions.idleSeconds),
      formToken: session.csrfToken,
      cases: try page.cases.map { try cases.read($0, in: db) },
      units: plan.units.map { FieldCase.Named(id: $0.id, label: $0.label) },
      quantities: plan.quantities.map {
        FieldDay.Quantity(id: $0.id, label: $0.label, unit: $0.unit)
      },
      facilities: try facilities(of: unit, in: db),
      checklists: try plan.checklists.map { try checklist($0, in: db) },
      routes: try routes(in: db), ground: ground,
      photoBytes: AttachmentStore.byteLimit, photoCount: StepEvidence.photoLimit,
      keptPhotoBytes: FieldDay.keptPhotoBudget, keptPhotoMostBytes: SmallPhoto.mostBytes)
  }

  static func key(of account: Account) -> String {
    account.standsInFor.map { "\(account.id)-for-\($0.id)" } ?? "\(account.id)"
  }

  /// A town's officers have those of their town; others all.
  private func facilities(of unit: Unit?, in db: Database) throws -> [FieldDay.Facility] {
    let places =
      unit?.kind == .town
      ? Set(plan.places.filter { $0.unit == unit?.id }.map(\.id)) : nil
    return try Facilities.list(in: db).filter { facility in
      guard let places else { return true }
      return facility.place.map(places.contains) ?? false
    }.prefix(FieldDay.facilityLimit).map { facility in
      FieldDay.Facility(
        id: facility.id, label: facility.name, at: facility.position.map(MapAnswer.place))
    }
  }

  private func checklist(_ checklist: Checklist, in db: Database) throws -> FieldChecklist {
    let rules = plan.rules.compactMap { rule -> (Rule, RowTrigger)? in
      guard rule.watch == .register(checklist.id), case .rows(let trigger) = rule.trigger else {
        return nil
      }
      return (rule, trigger)
    }
    let asked = rules.reduce(into: Set<String>()) { $0.formUnion($1.1.filter.predicate.fields) }
    return FieldChecklist(
      id: checklist.id, label: checklist.label, clause: checklist.clause,
      clauseLabel: plan.clause(checklist.clause)?.label ?? .same(checklist.clause),
      subjects: try checklist.of.flatMap { plan.register($0) }.map { try rows($0, in: db) },
      items: checklist.items.map { item in
        FieldChecklist.Item(
          id: item.id, label: item.label, kind: item.isJudged ? "judged" : item.kind.code,
          isRequired: item.isRequired, unit: item.unit, atLeast: item.atLeast?.description,
          atMost: item.atMost?.description, choices: Self.choices(item.kind),
          opens: asked.contains(item.id))
      },
      opens: rules.compactMap { rule, _ in
        guard case .open(let procedure, _)? = rule.stages.first?.action else { return nil }
        return FieldChecklist.Opening(
          rule: rule.label, procedure: plan.procedure(procedure)?.label ?? .same(procedure))
      })
  }

  private static func choices(_ kind: Field.Kind) -> [FieldCase.Named] {
    guard case .choice(let choices) = kind else { return [] }
    return choices.map { FieldCase.Named(id: $0.id, label: $0.label) }
  }

  private func rows(_ register: Register, in db: Database) throws -> [FieldChecklist.Subject] {
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let rows = try RegisterStore.page(
      RegisterQuery(limit: FieldChecklist.subjectLimit), of: register, plan: plan, today: today,
      in: db
    ).rows
    let names = try Language.allCases.map { language in
      try RegisterNames(
        for: rows.map(\.values), of: register, plan: plan, language: language, in: db)
    }
    return rows.map { row in
      FieldChecklist.Subject(
        id: "\(row.id)",
        label: Label(
          zh: names[0].title(of: row, in: register, plan: plan),
          en: names[1].title(of: row, in: register, plan: plan)))
    }
  }

  private func routes(in db: Database) throws -> [FieldRoute] {
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    return try PatrolBook.routes(for: account, in: db).map { route in
      let visits = try PatrolBook.visits(of: route.id, on: today, in: db)
      return FieldRoute(
        id: route.id, name: route.name, isOwn: route.unit == account.unit,
        stops: route.stops.enumerated().map { index, stop in
          FieldRoute.Stop(
            name: stop.name, facility: stop.facility, at: stop.position.map(MapAnswer.place),
            visitedAt: visits[index]?.doneAt)
        })
    }
  }

  private var ground: FieldDay.Ground {
    FieldDay.Ground(
      center: MapAnswer.place(plan.center), zoom: plan.zoom,
      boundary: plan.boundary.map(MapAnswer.rings),
      places: plan.places.map { place in
        FieldDay.Place(
          at: MapAnswer.place(place.position), label: place.label,
          boundary: place.boundary.map(MapAnswer.rings))
      },
      tiles: subjects.tiles.map {
        MapAnswer.Tiles(
          url: "/tiles/{z}/{x}/{y}", attribution: $0.attribution, greatestZoom: $0.greatestZoom)
      })
  }
}
