import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import NIOPosix

/// A row's page and its files; taking a row out and putting it back.
struct RowController {
  let subjects: ConsoleSubjects
  let pages: Pages

  /// - Parameter base: `registers/:id`, or a firm's ledger.
  func addRoutes(
    to routes: some RouterMethods<SignedInContext>, at base: String = RegisterAddress.route
  ) {
    routes.get("\(base)/rows/:row", use: show)
    routes.get("\(base)/rows/:row/files/:field", use: file)
    routes.get("\(base)/rows/:row/photos/:photo", use: photo)
    routes.post("\(base)/rows/:row/removal", use: remove)
    routes.post("\(base)/rows/:row/return", use: putBack)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    try await answer(context, RegisterVisit(subjects, context))
  }

  @Sendable func remove(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    try visit.requireEdit()
    let (id, form) = (try visit.rowID(context), context.visit.form)
    let texts = pages.texts(context)
    guard let why = form.text("why") else {
      return try await answer(context, visit, problem: texts("registers.whyMissing"))
    }
    return try await change(context, visit) { db, now in
      try RegisterStore.remove(
        visit.register, row: id, versionSeen: form.integer("version") ?? 0,
        by: .account(visit.account.id), why: why, at: now, in: db)
    }
  }

  @Sendable func putBack(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    try visit.requireEdit()
    let (id, form) = (try visit.rowID(context), context.visit.form)
    return try await change(context, visit) { db, now in
      _ = try RegisterStore.putBack(
        visit.register, row: id, plan: visit.plan, by: .account(visit.account.id),
        why: form.text("why") ?? "", at: now, in: db)
    }
  }

  /// Does the change and shows the row again, after it by a redirect; refused, with what is wrong.
  private func change(
    _ context: SignedInContext, _ visit: RegisterVisit,
    _ body: @escaping @Sendable (_ db: Database, _ now: Int) throws -> Void
  ) async throws -> Response {
    let now = subjects.now()
    do {
      let id = try visit.rowID(context)
      try await subjects.ledger.write { db in
        try visit.requireOwn(id, in: db)
        try body(db, now)
      }
    } catch let error as RegisterError {
      let wording = RegisterWording(plan: visit.plan, texts: pages.texts(context))
      return try await answer(
        context, visit, problem: wording.problem(error, in: visit.register),
        status: error.status)
    }
    return .redirect(to: visit.address(ofRow: try visit.rowID(context)), type: .normal)
  }

  private func answer(
    _ context: SignedInContext, _ visit: RegisterVisit, problem: String = "",
    status: HTTPResponse.Status? = nil
  ) async throws -> Response {
    let (id, texts) = (try visit.rowID(context), pages.texts(context))
    let reading = try await subjects.ledger.read { db in
      try RowReading.read(id, visit, language: texts.language, in: db)
    }
    guard let reading else { throw PageError.notFound }
    let view = RowView(
      reading, visit,
      wording: RegisterWording(visit, texts: texts, names: reading.names), time: pages.time,
      now: subjects.now(), problem: problem,
      why: context.visit.form.text("why") ?? "")
    return pages.show(
      "registers/row", view, title: view.title, context: context,
      status: status ?? (problem.isEmpty ? .ok : .unprocessableContent))
  }

  /// A photo or document that the row names.
  @Sendable func file(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    let id = try visit.rowID(context)
    let field = try context.parameters.require("field")
    let attachment = try await subjects.ledger.read { db -> Attachment? in
      try visit.requireOwn(id, in: db)
      let row = try RegisterStore.row(visit.register, id, in: db)?.values
      let last = try RowHistory.changes(of: id, in: visit.register, db).last?.old
      guard visit.register.field(field)?.kind == .attachment,
        let name = (row ?? last)?[field]?.text, let number = Int64(name)
      else { return nil }
      return try Attachments.find(number, in: db)
    }
    return try await send(attachment)
  }

  /// A photo that came with the row when it was written on site.
  @Sendable func photo(request: Request, context: SignedInContext) async throws -> Response {
    let visit = try RegisterVisit(subjects, context)
    let id = try visit.rowID(context)
    let photo = try context.parameters.require("photo", as: Int64.self)
    let attachment = try await subjects.ledger.read { db -> Attachment? in
      try visit.requireOwn(id, in: db)
      return try RowPhotos.list(of: id, in: visit.register.id, db).contains(photo)
        ? Attachments.find(photo, in: db) : nil
    }
    return try await send(attachment)
  }

  private func send(_ attachment: Attachment?) async throws -> Response {
    guard let attachment else { throw PageError.notFound }
    let store = subjects.photos
    let bytes = try await NIOThreadPool.singleton.runIfActive {
      try store.publicCopy(attachment)
    }
    return AttachmentAnswer.response(attachment, bytes, cacheControl: "private, no-cache")
  }
}

extension RegisterError {
  var status: HTTPResponse.Status {
    if case .invalid = self { .unprocessableContent } else { .conflict }
  }
}

extension RegisterWording {
  /// Why a row was not written, in one text.
  func problem(_ error: RegisterError, in register: Register) -> String {
    if case .invalid(_, let faults) = error {
      return faults.map { fault in
        let name = register.field(fault.field).map { texts($0.label) } ?? fault.field
        return texts(
          "registers.fieldFault", ["field": name, "fault": self.fault(fault, in: register)])
      }.joined(separator: " ")
    }
    if case .noSuchRow = error { return texts("registers.rowGone") }
    if case .isNamed = error { return texts("registers.isNamed") }
    return texts("registers.changedMeanwhile")
  }
}
