import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Changes one field of many rows: chosen ones, or all that a list's conditions find.
struct BulkController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("registers/:id/bulk", use: choose)
    routes.post("registers/:id/bulk", use: change)
  }

  /// Which rows and which field: `which=chosen&row=1&row=2`, or `which=all` with a list's conditions.
  @Sendable func choose(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    try visit.requireEdit()
    let parameters = request.uri.queryParameters
    let query = try RegisterListQuery(parameters, of: visit.register)
    let isAll = parameters.get("which") == "all"
    let chosen = parameters.getAll("row").compactMap { Int64($0) }.prefix(BulkChange.limit)
    let now = subjects.now()
    let (targets, isTooMany) = try await subjects.ledger.read { db in
      guard isAll else {
        let rows = try chosen.compactMap { try RegisterStore.row(visit.register, $0, in: db) }
        return (rows.map(BulkChange.Target.init), false)
      }
      let rows = try RegisterListing.rows(
        query, of: visit.register, plan: visit.plan, now: now, limit: BulkChange.limit + 1, in: db)
      return (rows.map(BulkChange.Target.init), rows.count > BulkChange.limit)
    }
    let texts = pages.texts(context)
    let barred =
      targets.isEmpty
      ? texts("registers.bulkNone")
      : isTooMany ? texts("registers.bulkTooMany", ["limit": "\(BulkChange.limit)"]) : ""
    let given =
      isAll ? [("which", "all")] + query.conditionParts : chosen.map { ("row", "\($0)") }
    let field = Self.field(parameters.get("field"), visit.register)
    let view = BulkView(
      visit, targets: isTooMany ? [] : targets, barred: barred, given: given, field: field,
      wording: RegisterWording(plan: visit.plan, texts: texts))
    return show(view, context)
  }

  /// Shows what the change will do; with `confirm`, does it.
  @Sendable func change(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    try visit.requireEdit()
    let (sent, language, texts) = (context.visit.form, context.visit.language, pages.texts(context))
    guard let targets = BulkChange.read(sent.text("targets") ?? ""),
      let field = Self.field(sent.text("field"), visit.register)
    else { throw PageError(.badRequest, "badForm") }
    let why = sent.text("why") ?? ""
    let form = try await subjects.ledger.read { db in
      try RowForm.read(
        sent, fields: [field], attachments: [:], plan: visit.plan, language: language, in: db)
    }
    let blank = RegisterWording(plan: visit.plan, texts: texts)
    guard form.faults.isEmpty, !why.isEmpty, sent.text("back") == nil else {
      let problem =
        why.isEmpty && sent.text("back") == nil ? texts("registers.whyMissing") : ""
      let view = BulkView(
        visit, targets: targets, given: targets.map { ("row", "\($0.id)") }, field: field,
        form: form, why: why, problem: problem, wording: blank)
      return show(view, context, isRefused: sent.text("back") == nil)
    }
    let change = BulkChange(
      register: visit.register, plan: visit.plan, field: field,
      value: form.values[field.id] ?? .null, why: why, account: visit.account.id)
    let (isConfirmed, now) = (sent.text("confirm") != nil, subjects.now())
    let (preview, names) = try await subjects.ledger.write { db in
      let rows = try targets.compactMap { try RegisterStore.row(visit.register, $0.id, in: db) }
      let faults =
        try isConfirmed
        ? change.apply(targets, at: now, in: db) : change.faults(targets, at: now, in: db)
      let names = try RegisterNames(
        for: rows.map(\.values) + [[field.id: change.value]], of: visit.register,
        plan: visit.plan, language: language, in: db)
      return (BulkView.Preview(rows: rows, change: change, faults: faults), names)
    }
    if isConfirmed, preview.faults.isEmpty {
      return .redirect(to: RegisterAddress.list(visit.register.id), type: .normal)
    }
    let view = BulkView(
      visit, targets: targets, field: field, form: form, why: why, preview: preview,
      wording: RegisterWording(plan: visit.plan, texts: texts, names: names))
    return show(view, context, isRefused: !preview.faults.isEmpty)
  }

  private static func field(_ id: String?, _ register: Register) -> Field? {
    BulkView.fields(of: register).first { $0.id == id }
  }

  private func show(
    _ view: BulkView, _ context: SignedInContext, isRefused: Bool = false
  ) -> Response {
    pages.show(
      "registers/bulk", view, title: pages.texts(context)("registers.bulkTitle"),
      context: context, status: isRefused ? .unprocessableContent : .ok)
  }
}

extension BulkChange.Target {
  init(_ row: RegisterRow) {
    self.init(id: row.id, version: row.version)
  }
}
