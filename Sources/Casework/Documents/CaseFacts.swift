import ActionPlan
import GRDB
import Ledger

/// What a case says by itself in its documents, in both languages.
struct CaseFacts: Sendable {
  struct Officer: Sendable, Hashable {
    let name: String
    /// The number that the register of officers has for this name, else the one that was last written for
    /// it; nil for a name that neither holds.
    let certificate: String?
  }

  let plan: Plan
  let caseNumber: String
  let restsOnTelemetry: Bool
  let values: [DocumentField.Source: DocumentValue]
  /// Who took steps, the last first.
  let officers: [Officer]

  func unit(_ id: String, _ language: Language) -> String {
    plan.unit(id)?.label.text(in: language) ?? id
  }

  /// - Parameter plan: the plan in force, for what things are called.
  static func read(
    for document: CaseDocument, file: CaseFile, plan: Plan, in db: Database
  ) throws -> CaseFacts {
    let kept = try String.fetchOne(
      db.cachedStatement(sql: "SELECT grounds FROM case_file WHERE id = ?"), arguments: [file.id])
    let grounds = try decoded([CaseGround].self, kept ?? "[]")
    let events = try CaseHistory.events(of: file.id, in: db)
    let procedure = try ProcedureArchive.procedure(of: file, in: db)
    var points: [String: MonitoringPoint] = [:]
    for point in Set(grounds.compactMap(\.point)) { points[point] = try Points.find(point, in: db) }
    var people: [String: Account] = [:]
    let photos = try photos(of: events, in: db)
    let takers = photos.map(\.attachment.takenBy.auditName)
    for actor in Set(events.map(\.actor) + takers) {
      guard case .account(let id)? = Actor(auditName: actor) else { continue }
      people[actor] = try Accounts.find(id, in: db)
    }
    let writer = FactWording(
      plan: plan, file: file, procedure: procedure, events: events, grounds: grounds,
      points: points, people: people,
      facility: try file.facility.flatMap { try Facilities.find($0, in: db) }, document: document)
    let served = try DocumentBook.subject(of: document.id, in: db)
    let ofService = try served.map {
      writer.values(
        of: $0, form: try DocumentArchive.form(of: $0, in: db), facility: writer.facility)
    }
    var values = writer.values.merging(ofService ?? [:]) { $1 }
    values[.photos] = writer.photos(photos)
    return CaseFacts(
      plan: plan, caseNumber: file.number, restsOnTelemetry: !grounds.isEmpty,
      values: values,
      officers: try writer.officers.map { name in
        Officer(name: name, certificate: try certificate(of: name, plan: plan, in: db))
      })
  }

  /// Photos in the order in which the case came to have them, each once.
  private static func photos(
    of events: [CaseEvent], in db: Database
  ) throws -> [DocumentedPhoto] {
    var seen: Set<Int64> = []
    return try events.flatMap { event in
      try event.attachments.enumerated().compactMap { index, id in
        guard seen.insert(id).inserted, let attachment = try Attachments.find(id, in: db),
          attachment.mediaType.isPhoto
        else { return nil }
        // Where the phone told of the taking, the place of what was done is not the photo's.
        let takenAt = event.takenAt(ofPhoto: index)
        return DocumentedPhoto(
          attachment: attachment, takenAt: takenAt ?? attachment.at,
          position: takenAt == nil ? attachment.position : event.position(ofPhoto: index))
      }
    }
  }

  /// The number in the register of officers, or the one that the last document wrote for a name.
  private static func certificate(
    of name: String, plan: Plan, in db: Database
  ) throws -> String? {
    if let number = try Officers.certificate(of: name, plan: plan, in: db) { return number }
    let rows = try String.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT "values" FROM case_document WHERE "values" LIKE ? ESCAPE '\\'
          ORDER BY id DESC LIMIT 20
          """),
      arguments: ["%" + likeEscaped(name) + "%"])
    for row in rows {
      let values = try decoded([String: DocumentValue].self, row)
      for (key, value) in values.sorted(by: { $0.key < $1.key })
      where key.hasSuffix(".name") && value.zh == name {
        if let number = values[String(key.dropLast(4)) + "certificate"], !number.isEmpty {
          return number.zh
        }
      }
    }
    return nil
  }

  private static func likeEscaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      if "\\%_".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
  }
}
