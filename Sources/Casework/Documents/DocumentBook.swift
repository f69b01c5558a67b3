public import ActionPlan
public import GRDB
public import Ledger

/// The book of official documents: every change of one and every list of them. 文书
///
/// Functions take the caller's `Database`; call those that change something inside one write. Each
/// change is kept with the case's history and in the audit log, or leaves nothing behind.
public enum DocumentBook {
  /// Longest value of a field, in characters.
  public static let longestLine = 400
  public static let longestProse = 8_000

  /// Drafts a document of the plan in force.
  ///
  /// - Parameters:
  ///   - about: the served document that a receipt of service is about; nil for other forms.
  ///   - requestID: made by the client, unique per person. A repeat gets the first answer.
  ///   - now: epoch seconds.
  /// - Throws: `DocumentRefusal`, `CaseRefusal.unknownCase`, or what SQLite said.
  @discardableResult
  public static func draft(
    _ form: String, case id: Int64, about: Int64? = nil, by account: Account, requestID: String,
    plan: Plan, at now: Int, in db: Database
  ) throws -> CaseDocument {
    let actor = Actor.account(account.id)
    let content = "case/\(id)/documents/\(form)" + (about.map { "/\($0)" } ?? "")
    if let answer = try answer(to: requestID, of: content, by: actor, in: db) {
      return try existing(answer, in: db)
    }
    let file = try CaseBook.visible(id, to: account, in: db)
    guard Policy.draftsDocuments(account, of: file.relation) else {
      throw DocumentRefusal.notYourDraft
    }
    guard let form = plan.document(form) else { throw DocumentRefusal.unknownForm(form) }
    let served = try form.of.map { _ in try servedDocument(about, of: file, in: db) }
    try DocumentArchive.keep(form, digest: plan.digest, in: db)
    let document = try insert(
      form, digest: plan.digest, signers: form.sign, of: file, by: actor, at: now, in: db)
    if let served {
      try db.execute(
        sql: "INSERT INTO case_document_about (document_id, about_id) VALUES (?, ?)",
        arguments: [document.id, served.id])
    }
    try record(requestID, of: content, by: actor, document: document.id, at: now, in: db)
    return document
  }

  /// Drafts what a procedure asks for when a step is late, and tells whoever is to sign it.
  static func draft(
    _ draft: Lateness.Draft, of file: CaseFile, at now: Int, in db: Database
  ) throws -> CaseDocument {
    let form = try DocumentArchive.form(draft.document, digest: file.planDigest, in: db)
    let document = try insert(
      form, digest: file.planDigest, signers: [draft.sign], of: file, by: .system("clock"), at: now,
      in: db)
    try tell(
      recipient(of: draft.sign, in: file).map { [$0] } ?? [], code: "document-draft",
      about: document, file: file, at: now, in: db)
    return document
  }

  private static func insert(
    _ form: DocumentForm, digest: String, signers: [DocumentForm.Signer], of file: CaseFile,
    by actor: Actor, at now: Int, in db: Database
  ) throws -> CaseDocument {
    try db.execute(
      sql: """
        INSERT INTO case_document (
          case_id, plan_digest, form, state, version, signers, "values", case_state, due_at,
          drafted_by, drafted_at, edited_by)
        VALUES (?, ?, ?, 'draft', 1, ?, '{}', ?, ?, ?, ?, ?)
        """,
      arguments: [
        file.id, digest, form.id, try encoded(signers), file.state, file.dueAt, actor.auditName,
        now, actor.auditName,
      ])
    let document = try existing(db.lastInsertedRowID, in: db)
    // Whoever is to sign must see what it is about.
    for case .unit(let unit) in signers {
      try db.execute(
        sql: "INSERT INTO case_informed (case_id, unit) VALUES (?, ?) ON CONFLICT DO NOTHING",
        arguments: [file.id, unit])
    }
    try note("draft", document, file: file, by: actor, at: now, in: db)
    return document
  }

  /// Changes what a draft says.
  ///
  /// - Parameters:
  ///   - values: by name, those that people wrote; a value that is the case's own is left to the case.
  ///   - versionSeen: the document's version on the page that was filled in.
  /// - Throws: `DocumentRefusal`, or what SQLite said.
  @discardableResult
  public static func edit(
    _ id: Int64, values: [String: DocumentValue], by account: Account, requestID: String,
    versionSeen: Int, plan: Plan, at now: Int, in db: Database
  ) throws -> CaseDocument {
    let actor = Actor.account(account.id)
    let content = "document/\(id)/values/\(versionSeen)\n\(try encoded(values))"
    if let answer = try answer(to: requestID, of: content, by: actor, in: db) {
      return try existing(answer, in: db)
    }
    let (document, file) = try draftToChange(id, by: account, versionSeen: versionSeen, in: db)
    guard
      Policy.draftsDocuments(account, of: file.relation)
        || Policy.signsDocuments(account, of: file.relation, as: document.signers)
    else { throw DocumentRefusal.notYourDraft }
    let form = try DocumentArchive.form(of: document, in: db)
    let own = try FilledDocument(
      form: form, document: document.withoutValues,
      facts: CaseFacts.read(for: document, file: file, plan: plan, in: db))
    var kept: [String: DocumentValue] = [:]
    for (name, value) in values {
      var value = try checked(value, name, in: form)
      // The case's own English says what the Chinese said before somebody wrote otherwise.
      if let given = own.values[name], value.zh != given.zh, value.en == given.en { value.en = nil }
      if value.text(.zh) != own.values[name]?.text(.zh) ?? ""
        || value.text(.en) != own.values[name]?.text(.en) ?? ""
      {
        kept[name] = value
      }
    }
    try db.execute(
      sql: """
        UPDATE case_document SET "values" = ?, edited_by = ?, version = version + 1 WHERE id = ?
        """, arguments: [try encoded(kept), actor.auditName, id])
    try AuditLog.append(
      actor: actor, action: "document.edit", object: "document/\(id)",
      detail: kept.mapValues { value in value.en.map { "\(value.zh) / \($0)" } ?? value.zh },
      at: now,
      in: db)
    try record(requestID, of: content, by: actor, document: id, at: now, in: db)
    return try existing(id, in: db)
  }

  /// A value as it is kept: one line where the field has one, a date that the calendar has, a choice of
  /// the field's.
  private static func checked(
    _ value: DocumentValue, _ name: String, in form: DocumentForm
  ) throws(DocumentRefusal) -> DocumentValue {
    let id = String(name.prefix { $0 != "." })
    guard let field = form.field(id), name == id ? field.kind != .officer : field.kind == .officer,
      name == id || name == "\(id).name" || name == "\(id).certificate"
    else { throw .unknownField(name) }
    var value = DocumentValue(
      value.zh.asWritten, en: value.en.map(\.asWritten).flatMap { $0.isEmpty ? nil : $0 })
    let isProse = field.kind == .prose
    if !isProse {
      value.zh = value.zh.replacing("\n", with: " ")
      value.en = value.en?.replacing("\n", with: " ")
    }
    let limit = isProse ? longestProse : longestLine
    if let count = [value.zh.count, value.en?.count ?? 0].max(), count > limit {
      throw .tooLong(field: name, found: count, limit: limit)
    }
    switch field.kind {
    case .date:
      guard !value.zh.isEmpty else { break }
      guard let date = CalendarDate(value.zh) else { throw .badDate(field: name) }
      value = DocumentValue(date.description)
    case .choice:
      guard value.zh.isEmpty || field.choices.contains(where: { $0.id == value.zh }) else {
        throw .unknownChoice(field: name)
      }
    case .text, .prose, .officer: break
    }
    return value
  }

  /// - Throws: `DocumentRefusal` where it is no draft, or no longer the one that was seen.
  static func draftToChange(
    _ id: Int64, by account: Account, versionSeen: Int, in db: Database
  ) throws -> (CaseDocument, CaseFile) {
    let (document, file) = try visible(id, to: account, in: db)
    guard document.state == .draft else { throw DocumentRefusal.noDraft(state: document.state) }
    guard document.version == versionSeen else {
      throw DocumentRefusal.stale(version: document.version, seen: versionSeen)
    }
    return (document, file)
  }
}

extension CaseDocument {
  /// As if nobody had written anything into it.
  var withoutValues: CaseDocument {
    CaseDocument(
      id: id, caseID: caseID, planDigest: planDigest, form: form, state: state, version: version,
      signers: signers, values: [:], caseState: caseState, dueAt: dueAt, draftedBy: draftedBy,
      draftedAt: draftedAt, editedBy: editedBy, issue: issue, service: service, receipt: receipt,
      withdrawnBy: withdrawnBy, withdrawnAt: withdrawnAt, ground: ground)
  }
}
