public import ActionPlan
public import GRDB
public import Ledger

/// An alarm of a camera, as it was taken in.
public struct CameraAlarm: Sendable, Hashable {
  public let id: Int64
  public let camera: String
  public let alarm: String
  public let kind: String
  /// Epoch seconds.
  public let occurredAt: Int
  public let receivedAt: Int
  /// Id of one of the Ledger's attachments.
  public let picture: Int64
}

/// What the platform gets in return.
public struct AlarmReceipt: Sendable {
  public let file: CaseFile
  /// The alarm had been taken before; nothing changed.
  public let isRepeat: Bool
  /// It was one more sight of what had opened the case.
  public let isJoined: Bool
}

/// Alarms of cameras: each opens a case, or joins the open one of which it is one more sight.
public enum CameraAlarms {
  /// How serious an alarm is before anybody has looked: there is a picture of it.
  public static let severity = Severity.serious

  /// Takes an alarm in and opens or joins its case. The same alarm again gets the same answer.
  ///
  /// - Parameters:
  ///   - key: the platform's key, who acts.
  ///   - now: epoch seconds.
  /// - Throws: `AlarmRefusal`, or what SQLite said.
  public static func submit(
    _ draft: AlarmDraft, key: IntakeKey, plan: Plan, at now: Int, in db: Database
  ) throws -> AlarmReceipt {
    guard (1...128).contains(draft.alarm.count), draft.alarm.asWritten == draft.alarm else {
      throw AlarmRefusal.badAlarmID
    }
    if let kept = try alarm(draft.alarm, of: draft.camera, in: db) {
      guard kept.kind == draft.kind, kept.occurredAt == draft.occurredAt,
        let file = try CaseBook.find(source: .camera(kept.id), in: db)
      else { throw AlarmRefusal.alarmReused(draft.alarm) }
      return AlarmReceipt(file: file, isRepeat: true, isJoined: file.source != .camera(kept.id))
    }
    let (camera, procedure) = try check(draft, plan: plan, at: now, in: db)
    let picture = try Attachments.record(
      draft.picture, takenBy: key.actor, position: draft.position ?? camera.position, at: now,
      in: db
    ).id
    try db.execute(
      sql: """
        INSERT INTO camera_alarm (camera, alarm, kind, occurred_at, received_at, attachment_id)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [draft.camera, draft.alarm, draft.kind, draft.occurredAt, now, picture])
    let id = db.lastInsertedRowID
    let position = draft.position ?? camera.position
    let seen = camera.place(seenAt: draft.position, plan: plan)
    let known = try AlarmDesk.caseSeenAgain(draft, at: position, by: procedure, in: db)
    let file: CaseFile
    if let known {
      file = try join(known, id, draft, picture: picture, by: key.actor, at: now, in: db)
    } else {
      file = try CaseBook.open(
        CaseOpening(
          procedure: procedure.id, severity: severity, source: .camera(id),
          title: CaseTitle(.camera, ["kind": draft.kind, "camera": draft.camera]),
          occurredAt: draft.occurredAt,
          isLate: now - draft.occurredAt > AlarmDraft.lateAfterSeconds, place: seen.place,
          isPlaceCertain: seen.isCertain, position: position, subject: camera.subject,
          attachments: [picture]),
        plan: plan, actor: key.actor, at: now, in: db)
    }
    if let triage = procedure.intake.triage {
      try AlarmDesk.expect(
        id, case: file, place: seen.place, position: position, triage, at: now, in: db)
    }
    return AlarmReceipt(file: file, isRepeat: false, isJoined: known != nil)
  }

  /// One more sight of what an open case is about.
  private static func join(
    _ caseID: Int64, _ id: Int64, _ draft: AlarmDraft, picture: Int64, by actor: Actor,
    at now: Int, in db: Database
  ) throws -> CaseFile {
    try db.execute(
      sql: "INSERT INTO case_source (source_kind, source_id, case_id) VALUES ('camera', ?, ?)",
      arguments: [id, caseID])
    return try CaseBook.join(
      CaseBook.existing(caseID, in: db),
      values: [
        "since": "\(draft.occurredAt)", "source": "\(id)", "camera": draft.camera,
        "alarm-kind": draft.kind,
      ], attachments: [picture], actor: actor, at: now, in: db)
  }

  /// What the plan's register calls its cameras, by their ids; empty where it has no names.
  public static func cameraNames(plan: Plan, in db: Database) throws -> [String: String] {
    guard let register = plan.cameras, register.field("name") != nil else { return [:] }
    var names: [String: String] = [:]
    for row in try RegisterStore.rows(register, in: db) {
      if let id = row["camera"].text, let name = row["name"].text { names[id] = name }
    }
    return names
  }

  /// The alarm that a case comes from; nil for other sources.
  static func find(_ source: CaseSource, in db: Database) throws -> CameraAlarm? {
    guard case .camera(let id) = source else { return nil }
    return try Row.fetchOne(
      db, sql: "SELECT * FROM camera_alarm WHERE id = ?", arguments: [id]
    ).map(CameraAlarm.init(row:))
  }

  private static func alarm(
    _ alarm: String, of camera: String, in db: Database
  ) throws -> CameraAlarm? {
    try Row.fetchOne(
      db, sql: "SELECT * FROM camera_alarm WHERE camera = ? AND alarm = ?",
      arguments: [camera, alarm]
    ).map(CameraAlarm.init(row:))
  }

  private static func check(
    _ draft: AlarmDraft, plan: Plan, at now: Int, in db: Database
  ) throws -> (camera: Camera, procedure: Procedure) {
    guard let camera = try Camera.find(draft.camera, plan: plan, in: db) else {
      throw AlarmRefusal.unknownCamera(draft.camera)
    }
    guard camera.isInService else { throw AlarmRefusal.cameraNotInService(draft.camera) }
    guard let procedure = plan.procedure(takingAlarm: draft.kind) else {
      throw AlarmRefusal.unknownKind(
        draft.kind, known: plan.procedures.flatMap(\.intake.cameraKinds))
    }
    guard draft.occurredAt <= now + AlarmDraft.clockToleranceSeconds else {
      throw AlarmRefusal.inTheFuture(at: draft.occurredAt, now: now)
    }
    if let position = draft.position, !position.isOnEarth {
      throw AlarmRefusal.positionNotOnEarth
    }
    return (camera, procedure)
  }
}

extension CameraAlarm {
  init(row: Row) {
    id = row["id"]
    camera = row["camera"]
    alarm = row["alarm"]
    kind = row["kind"]
    occurredAt = row["occurred_at"]
    receivedAt = row["received_at"]
    picture = row["attachment_id"]
  }
}
