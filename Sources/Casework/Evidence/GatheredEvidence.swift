import ActionPlan
import FoundationEssentials
import GRDB
import Ledger

/// The files of a case's package but for its proof.
struct GatheredEvidence {
  private(set) var files: [(name: String, bytes: [UInt8])] = []
  /// Objects of the audit log that the case is made of.
  private(set) var objects: Set<String>
  private var byteCount = 0

  init(_ file: CaseFile, store: AttachmentStore, in db: Database) throws {
    objects = ["case/\(file.id)"]
    let events = try CaseHistory.events(of: file.id, in: db)
    let grounds = try String.fetchOne(
      db, sql: "SELECT grounds FROM case_file WHERE id = ?", arguments: [file.id])
    try add("case.json", json: PackagedCase(file, grounds: grounds ?? "[]", in: db))
    try add("events.json", json: events.map(PackagedEvent.init))
    try add("told.json", json: PackagedTold.list(file.id, in: db))
    try addAttachments(events, file, store: store, in: db)
    try addDocuments(file.id, store: store, in: db)
    try addTelemetry(file.id, in: db)
    try addFrames(file.id, in: db)
  }

  private mutating func add(_ name: String, json value: some Encodable) throws {
    try add(name, EvidencePackage.json(value))
  }

  private mutating func add(_ name: String, _ bytes: [UInt8]) throws {
    byteCount += bytes.count
    guard byteCount <= EvidencePackage.byteLimit else {
      throw EvidenceError.tooLarge(bytes: byteCount)
    }
    files.append((name, bytes))
  }

  /// Photos and documents as they were sent, with what the camera wrote into them.
  private mutating func addAttachments(
    _ events: [CaseEvent], _ file: CaseFile, store: AttachmentStore, in db: Database
  ) throws {
    var packaged: [PackagedPhoto] = []
    for event in events {
      for id in event.attachments {
        guard let attachment = try Attachments.find(id, in: db) else { continue }
        let ending = attachment.mediaType.rawValue.split(separator: "/").last ?? "bin"
        let short = attachment.mediaType.isPhoto || attachment.mediaType == .pdf
        let name = "photos/\(id).\(short ? String(ending) : "bin")"
        try add(name, try store.original(attachment))
        objects.insert("attachment/\(id)")
        packaged.append(PackagedPhoto(attachment, file: name, event: event))
      }
    }
    try add(EvidencePackage.photos, json: packaged)
  }

  /// Documents that were issued, as text and as the files that were printed.
  private mutating func addDocuments(
    _ caseID: Int64, store: AttachmentStore, in db: Database
  ) throws {
    var packaged: [PackagedDocument] = []
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, form, state, number, issued_by, issued_at, text_zh, text_en, text_sha256
        FROM case_document WHERE case_id = ? AND number IS NOT NULL ORDER BY id
        """, arguments: [caseID])
    for row in rows {
      let id: Int64 = row["id"]
      objects.insert("document/\(id)")
      var names: [String] = []
      for language in ["zh", "en"] {
        guard let text = row["text_\(language)"] as String? else { continue }
        names.append("documents/\(id)-\(language).md")
        try add(names[names.count - 1], Array(text.utf8))
      }
      let prints = try Row.fetchAll(
        db,
        sql: """
          SELECT language, format, attachment_id FROM case_document_file WHERE document_id = ?
          ORDER BY language, format
          """, arguments: [id])
      for print in prints {
        guard let attachment = try Attachments.find(print["attachment_id"], in: db) else {
          continue
        }
        let (language, format): (String, String) = (print["language"], print["format"])
        names.append("documents/\(id)-\(language).\(format)")
        try add(names[names.count - 1], try store.original(attachment))
        objects.insert("attachment/\(attachment.id)")
      }
      packaged.append(PackagedDocument(row, files: names))
    }
    try add("documents.json", json: packaged)
  }

  private mutating func addTelemetry(_ caseID: Int64, in db: Database) throws {
    var packaged: [PackagedSeries] = []
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT s.*, f.frozen_at FROM case_frozen_series s JOIN case_freeze f ON f.id = s.freeze_id
        WHERE f.case_id = ? ORDER BY s.freeze_id, point, quantity, statistic, window_seconds
        """, arguments: [caseID])
    for (index, row) in rows.enumerated() {
      let name = "telemetry/\(index + 1).csv"
      let csv: String = row["csv"]
      try add(name, Array(csv.utf8))
      packaged.append(
        PackagedSeries(
          file: name, point: row["point"], quantity: row["quantity"],
          statistic: row["statistic"], windowSeconds: row["window_seconds"],
          from: row["from_epoch"], until: row["until_epoch"], values: row["value_count"],
          isCut: row["is_cut"], frozenAt: row["frozen_at"], freeze: row["freeze_id"]))
    }
    try add(EvidencePackage.telemetry, json: packaged)
  }

  /// Each frame once, though several freezes may hold it, and what shows that it lay in the archive.
  private mutating func addFrames(_ caseID: Int64, in db: Database) throws {
    var packaged: [PackagedFrame] = []
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT r.* FROM case_frozen_frame r JOIN case_freeze f ON f.id = r.freeze_id
        WHERE f.case_id = ? ORDER BY r.sequence, r.freeze_id
        """, arguments: [caseID])
    for row in rows {
      let sequence: Int64 = row["sequence"]
      if packaged.last?.sequence == sequence {
        packaged[packaged.count - 1].freezes?.append(row["freeze_id"])
        continue
      }
      let name = EvidencePackage.frame(sequence)
      try add(name, [UInt8](row["bytes"] as Data))
      packaged.append(
        PackagedFrame(
          file: name, sequence: sequence, mn: row["mn"],
          receivedAtMilliseconds: row["received_at_ms"], freezes: [row["freeze_id"]]))
    }
    try add(EvidencePackage.frames, json: packaged)
    let archived = try ArchiveAnchors.proofs(of: packaged.map(\.sequence), in: db)
    try add(EvidencePackage.archive, json: archived.proofs)
    objects.formUnion(archived.objects)
  }
}
