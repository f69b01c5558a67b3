import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// The form of a row: a new one, a change of one.
struct RowFormController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    addRoutes(to: routes, at: RegisterAddress.route)
    routes.get("api/registers/:id/suggestions/:field", use: suggest)
  }

  /// - Parameter base: `registers/:id`, or a firm's ledger.
  func addRoutes(to routes: some RouterMethods<SignedInContext>, at base: String) {
    routes.get("\(base)/new", use: new)
    routes.post("\(base)/rows", use: create)
    routes.get("\(base)/rows/:row/edit", use: edit)
    routes.post("\(base)/rows/:row", use: change)
  }

  /// A field may be filled in by the address: `?facility=dye-works`.
  @Sendable func new(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    let language = context.visit.language
    let given = request.uri.queryParameters
    let (form, names) = try await subjects.ledger.read { db in
      var values: [String: FieldValue] = [:]
      for field in visit.register.fields where visit.owner == nil || !field.kind.isReference {
        guard let text = given.get(field.id), !text.isEmpty else { continue }
        values[field.id] = TypedValue(
          field: field, utcOffsetSeconds: visit.plan.utcOffsetSeconds
        ).read(text)
      }
      let names = try RegisterNames(
        for: [values], of: visit.register, plan: visit.plan, language: language, in: db)
      var form = RowForm(values, of: visit.register, plan: visit.plan, names: names)
      try form.offerPoints(visit.owner, in: db)
      return (form, names)
    }
    return page(form, visit, context, names: names, row: nil, version: nil)
  }

  @Sendable func edit(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    let reading = try await reading(context, visit)
    guard let row = reading.row else {
      return .redirect(to: visit.address(ofRow: reading.id), type: .normal)
    }
    let form = try await subjects.ledger.read { db in
      var form = RowForm(
        row.values, of: visit.register, plan: visit.plan, names: reading.names)
      try form.offerPoints(visit.owner, in: db)
      return form
    }
    return page(
      form, visit, context, names: reading.names, row: row.id, version: row.version,
      of: row)
  }

  @Sendable func create(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    let sent = context.visit.form
    let form = try await read(context, visit)
    let requestID = sent.text("request") ?? ""
    guard form.faults.isEmpty else { return page(form, visit, context, row: nil, version: nil) }
    let (actor, now) = (Actor.account(visit.account.id), subjects.now())
    do {
      let id = try await subjects.ledger.write { db in
        // A form sent twice makes one row.
        let typed = form.typed.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let body = Array(([visit.register.id] + typed).joined(separator: "\n").utf8)
        if let made = try RequestLog.answer(to: requestID, by: actor, body: body, in: db) {
          return made
        }
        let row = try RegisterStore.insert(
          visit.register, form.values, plan: visit.plan, by: actor, why: sent.text("why") ?? "",
          at: now, in: db)
        try RequestLog.record("\(row.id)", to: requestID, by: actor, body: body, at: now, in: db)
        return "\(row.id)"
      }
      return .redirect(to: "\(visit.address)/rows/\(id)", type: .normal)
    } catch RegisterError.invalid(_, let faults) {
      var form = form
      form.faults = faults
      return page(form, visit, context, row: nil, version: nil)
    } catch is RequestRefusal {
      return page(
        form, visit, context, row: nil, version: nil,
        problem: pages.texts(context)("registers.requestReused"))
    }
  }

  @Sendable func change(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try editable(context)
    let (id, sent) = (try visit.rowID(context), context.visit.form)
    let seen = sent.integer("version") ?? 0
    var form = try await read(context, visit)
    if form.faults.isEmpty {
      let (values, now) = (form.values, subjects.now())
      do {
        _ = try await subjects.ledger.write { db in
          try visit.requireOwn(id, in: db)
          return try RegisterStore.update(
            visit.register, row: id, values, versionSeen: seen, plan: visit.plan,
            by: .account(visit.account.id), why: sent.text("why") ?? "", at: now, in: db)
        }
        return .redirect(to: visit.address(ofRow: id), type: .normal)
      } catch RegisterError.invalid(_, let faults) {
        form.faults = faults
      } catch RegisterError.changedMeanwhile {
        return try await contested(form, seen: seen, context, visit)
      } catch RegisterError.noSuchRow {
        return .redirect(to: visit.address(ofRow: id), type: .normal)
      }
    }
    let reading = try await reading(context, visit)
    return page(
      form, visit, context, names: reading.names, row: id, version: seen, of: reading.row)
  }

  /// Shows the form again after somebody else changed the row: what only they changed is taken over,
  /// what both changed stands side by side.
  private func contested(
    _ form: RowForm, seen: Int, _ context: SignedInContext, _ visit: RegisterVisit
  ) async throws -> Response {
    let reading = try await reading(context, visit)
    guard let row = reading.row else { throw PageError.notFound }
    let texts = pages.texts(context)
    let wording = RegisterWording(visit, texts: texts, names: reading.names)
    let people = RowPeople(
      people: reading.people, names: wording.planNames, hidesStaff: visit.hidesStaff)
    let base = reading.values(atVersion: seen) ?? row.values
    var (form, conflicts) = (form, [String: String]())
    for field in visit.register.fields {
      let (before, now) = (base[field.id] ?? .null, row[field.id])
      let own = form.values[field.id] ?? .null
      guard before != now, own != now else { continue }
      let change = reading.change(of: field.id, after: seen)
      let isUntouched = own == before
      if isUntouched {
        form.write(now, of: field, plan: visit.plan, names: reading.names)
      }
      conflicts[field.id] = texts(
        isUntouched ? "registers.takenOver" : "registers.contested",
        [
          "who": change.map { people.name($0.actor) } ?? "",
          "at": change.map { pages.time.minute($0.at) } ?? "",
          "value": isUntouched
            ? wording.orDash(before, of: field) : wording.orDash(now, of: field),
        ])
    }
    return page(
      form, visit, context, names: reading.names, row: row.id, version: row.version, of: row,
      problem: texts("registers.conflict"), conflicts: conflicts, status: .conflict)
  }

  /// `GET /api/registers/ID/suggestions/FIELD?q=`: what a reference may be completed to.
  @Sendable func suggest(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    guard let field = visit.register.field(try context.parameters.require("field")) else {
      throw PageError.notFound
    }
    let text = RegisterListQuery.text(request.uri.queryParameters, "q")
    guard !text.isEmpty else { return JSONAnswer.encode([String]()) }
    let language = context.visit.language
    let found = try await subjects.ledger.read { db in
      try ReferenceSearch(plan: visit.plan, language: language, db: db).near(text, of: field)
    }
    return JSONAnswer.encode(found.map(\.text))
  }

  private func editable(_ context: SignedInContext) throws -> RegisterVisit {
    let visit = try RegisterVisit(subjects, context)
    try visit.requireEdit()
    return visit
  }

  private func reading(
    _ context: SignedInContext, _ visit: RegisterVisit
  ) async throws -> RowReading {
    let (id, language) = (try visit.rowID(context), context.visit.language)
    let reading = try await subjects.ledger.read { db in
      try RowReading.read(id, visit, language: language, in: db)
    }
    guard let reading else { throw PageError.notFound }
    return reading
  }

  /// Reads the form; a photo or document is kept first, so that it is not lost with a faulty form.
  private func read(
    _ context: SignedInContext, _ visit: RegisterVisit
  ) async throws -> RowForm {
    let (sent, language) = (context.visit.form, context.visit.language)
    let files = try await RowFiles.keep(
      sent, row: context.parameters.get("row").flatMap { Int64($0) }, of: visit,
      subjects: subjects)
    var form = try await subjects.ledger.read { db in
      var form = try RowForm.read(
        sent, fields: visit.fields, attachments: files.kept, plan: visit.plan,
        language: language, in: db)
      if let owner = visit.owner { try form.take(sent, of: owner, visit.register, in: db) }
      return form
    }
    form.faults += files.faults
    return form
  }

  private func page(
    _ form: RowForm, _ visit: RegisterVisit, _ context: SignedInContext,
    names: RegisterNames? = nil, row: Int64?, version: Int?, of present: RegisterRow? = nil,
    problem: String = "", conflicts: [String: String] = [:], status: HTTPResponse.Status? = nil
  ) -> Response {
    let texts = pages.texts(context)
    let wording = RegisterWording(visit, texts: texts, names: names)
    let name = present.map { wording.title(of: $0, in: visit.register) } ?? "#\(row ?? 0)"
    let title =
      row == nil
      ? texts("registers.newTitle", ["register": texts(visit.register.label)])
      : texts("registers.editTitle", ["row": name])
    let view = RowFormView(
      form, visit, row: row, version: version, title: title, wording: wording,
      why: context.visit.form.text("why") ?? "", problem: problem, conflicts: conflicts,
      request: RequestID.make())
    let isRefused = !form.faults.isEmpty || !problem.isEmpty
    return pages.show(
      "registers/form", view, title: title, context: context,
      status: status ?? (isRefused ? .unprocessableContent : .ok))
  }
}

extension RegisterWording {
  func orDash(_ value: FieldValue, of field: Field) -> String {
    value == .null ? "—" : text(value, of: field)
  }
}
