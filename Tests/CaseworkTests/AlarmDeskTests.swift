import ActionPlan
import GRDB
import Testing

@testable import Casework
@testable import Ledger

/// How the desk looks through alarms of cameras.
struct AlarmDeskTests {
  /// A fire of cameras that the desk may dismiss from the picture.
  private static let watched = Procedure(
    id: "fire", label: .any, clause: nil, lead: "BUREAU",
    intake: Intake(
      cameraAlarms: [Field.Choice(id: "fire", label: .same("fire"))],
      triage: AlarmTriage(
        withinSeconds: 600, join: AlarmTriage.Join(withinSeconds: 1_800, metres: 500),
        late: [
          Lateness(afterSeconds: 0, tell: [.duty]), Lateness(afterSeconds: 900, tell: [.leader]),
        ])),
    causes: [Cause(id: "other", label: .any), Cause(id: "none", label: .any, kind: .nothing)],
    steps: [
      .sample(
        "dispatched", from: ["opened"], by: [.duty, .system], assign: .townOfPlace, within: 300),
      .sample("handled", from: ["dispatched"], by: [.assignee], needs: [.note]),
      .sample("closed", from: ["handled"], by: [.lead, .duty]),
      .sample("dismissed", from: ["opened", "dispatched"], by: [.duty], needs: [.note, .cause]),
    ], late: [])

  private static let here = Coordinate(longitude: 120.9, latitude: 30)
  /// 400 m to the north of it.
  private static let beside = Coordinate(longitude: 120.9, latitude: 30.0036)
  private static let away = Coordinate(longitude: 120.9, latitude: 30.02)

  private func district() async throws -> District {
    let district = try District(procedures: [Self.watched], registers: [CameraTests.cameras])
    let plan = district.plan
    try await district.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 0, in: db)
      for camera in ["CAM-01", "CAM-02"] {
        _ = try RegisterStore.insert(
          CameraTests.cameras,
          ["camera": .text(camera), "place": .text("town"), "position": .position(Self.here)],
          plan: plan, by: .system("test"), at: 0, in: db)
      }
    }
    return district
  }

  /// - Parameter at: seconds after the start at which it is seen and arrives.
  private func alarm(
    _ id: String, camera: String = "CAM-01", position: Coordinate? = nil, at: Int = 0,
    _ district: District
  ) async throws -> (alarm: TriagedAlarm, receipt: AlarmReceipt) {
    let plan = district.plan
    let now = District.start + at
    return try await district.ledger.write { db in
      let receipt = try CameraAlarms.submit(
        AlarmDraft(
          camera: camera, alarm: id, kind: "fire", occurredAt: now, picture: .sample,
          position: position), key: CameraTests.key, plan: plan, at: now, in: db)
      let kept = try AlarmDesk.waiting(limit: 100, in: db)
        .first { $0.alarm.camera == camera && $0.alarm.alarm == id }
      return (try #require(kept), receipt)
    }
  }

  @discardableResult
  private func judge(
    _ alarm: TriagedAlarm, _ verdict: AlarmVerdict, note: String = "cloud",
    by account: Account = .desk, request: String = "", at: Int = 60, _ district: District
  ) async throws -> AlarmJudged {
    let (plan, now) = (district.plan, District.start + at)
    let requestID = request.isEmpty ? "judge-request-\(alarm.id)-\(at)" : request
    return try await district.ledger.write { db in
      try AlarmDesk.judge(
        alarm.id, as: verdict, note: note, by: account, requestID: requestID, plan: plan, at: now,
        in: db)
    }
  }

  private func takeBack(_ alarm: TriagedAlarm, at: Int, _ district: District) async throws {
    let (plan, now) = (district.plan, District.start + at)
    _ = try await district.ledger.write { db in
      try AlarmDesk.takeBack(alarm.id, by: .desk, plan: plan, at: now, in: db)
    }
  }

  @Test func `alarms near in place and time are one case, and each is judged by itself`()
    async throws
  {
    let district = try await district()
    let first = try await alarm("a-1", district)
    let again = try await alarm("a-2", camera: "CAM-02", position: Self.beside, at: 300, district)
    let elsewhere = try await alarm("a-3", position: Self.away, at: 300, district)
    let later = try await alarm("a-4", at: 2_101, district)
    #expect(again.receipt.isJoined && again.receipt.file.id == first.receipt.file.id)
    for other in [elsewhere, later] {
      #expect(!other.receipt.isJoined && other.receipt.file.id != first.receipt.file.id)
    }
    let events = try await district.events(first.receipt.file)
    let joined = try #require(events.first { $0.kind == .joined })
    #expect(joined.attachments == [again.alarm.alarm.picture])
    let near = try await district.ledger.read { db in
      try AlarmDesk.near(first.alarm, limit: 5, in: db)
    }
    #expect(near.map(\.alarm.id).first == later.alarm.id)
    #expect(near.map(\.metres) == [0, 400, 2_224])
    // The platform asks again and gets the case that it joined.
    let plan = district.plan
    let repeated = try await district.ledger.write { db in
      try CameraAlarms.submit(
        AlarmDraft(
          camera: "CAM-02", alarm: "a-2", kind: "fire", occurredAt: District.start + 300,
          picture: .sample, position: Self.beside),
        key: CameraTests.key, plan: plan, at: District.start + 400, in: db)
    }
    #expect(repeated.isRepeat && repeated.isJoined)
    #expect(repeated.file.id == first.receipt.file.id)
  }

  @Test func `a case ends when its last alarm is judged to be nothing, and not before`()
    async throws
  {
    let district = try await district()
    let first = try await alarm("a-1", district)
    let second = try await alarm("a-2", at: 30, district)
    #expect(try await !judge(first.alarm, .nothing, district).endedCase)
    #expect(try await judge(second.alarm, .nothing, district).endedCase)
    let file = try #require(try await district.file(first.receipt.file.id))
    #expect(file.state == "dismissed" && file.closedAt == District.start + 60)
    let kind = try await district.ledger.read { db in
      try String.fetchOne(db, sql: "SELECT cause_class FROM case_file")
    }
    #expect(kind == "false-alarm")
    let notes = try await district.events(file).compactMap(AlarmNote.init)
    #expect(notes.map(\.verdict) == ["false", "false"])
  }

  @Test(arguments: [AlarmVerdict.real, .doubtful])
  func `a case with an alarm that may be real goes on`(verdict: AlarmVerdict) async throws {
    let district = try await district()
    let first = try await alarm("a-1", district)
    let second = try await alarm("a-2", at: 30, district)
    try await judge(first.alarm, verdict, district)
    #expect(try await !judge(second.alarm, .nothing, district).endedCase)
    #expect(try await district.file(first.receipt.file.id)?.isOpen == true)
  }

  @Test func `a case in which somebody has worked is not ended by a look at a picture`()
    async throws
  {
    let district = try await district()
    let first = try await alarm("a-1", district)
    try await district.take("handled", first.receipt.file, by: .town, .complete)
    #expect(try await !judge(first.alarm, .nothing, district).endedCase)
    #expect(try await district.file(first.receipt.file.id)?.state == "handled")
  }

  @Test func `a verdict is taken once, and back, and the case goes on from where it was`()
    async throws
  {
    let district = try await district()
    let first = try await alarm("a-1", district)
    #expect(
      try await judge(first.alarm, .nothing, request: "judge-request-one", district).endedCase)
    #expect(
      try await judge(first.alarm, .nothing, request: "judge-request-one", district).endedCase)
    await #expect(throws: AlarmVerdictRefusal.judged(.nothing, by: 1)) {
      try await judge(first.alarm, .real, district)
    }
    await #expect(throws: AlarmVerdictRefusal.badRequest) {
      try await judge(first.alarm, .real, request: "judge-request-one", district)
    }
    try await takeBack(first.alarm, at: 120, district)
    let file = try #require(try await district.file(first.receipt.file.id))
    #expect(file.isOpen && file.state == "dispatched" && file.assignedUnit == "TOWN")
    await #expect(throws: AlarmVerdictRefusal.notJudged) {
      try await takeBack(first.alarm, at: 130, district)
    }
    // Judged anew, it ends again; half an hour later it stays.
    #expect(try await judge(first.alarm, .nothing, at: 200, district).endedCase)
    await #expect(throws: AlarmVerdictRefusal.tooLate) {
      try await takeBack(first.alarm, at: 2_001, district)
    }
    let chain = try await district.ledger.read { db in try AuditLog.verify(in: db) }
    if case .broken = chain { Issue.record("\(chain)") }
  }

  @Test func `a case that somebody took up again is not moved by taking the verdict back`()
    async throws
  {
    let district = try await district()
    let first = try await alarm("a-1", district)
    try await judge(first.alarm, .nothing, district)
    try await district.ledger.write { db in
      try db.execute(sql: "UPDATE case_file SET version = version + 1")
    }
    await #expect(throws: AlarmVerdictRefusal.caseMoved) {
      try await takeBack(first.alarm, at: 120, district)
    }
  }

  @Test(arguments: [Account.town, .bureau, .firm, .auditor])
  func `only the desk judges`(account: Account) async throws {
    let district = try await district()
    let first = try await alarm("a-1", district)
    await #expect(throws: AlarmVerdictRefusal.notYours) {
      try await judge(first.alarm, .real, by: account, district)
    }
  }

  @Test
  func `an alarm that nobody looks at is told of once at each level, whatever the clock does`()
    async throws
  {
    let district = try await district()
    let waiting = try await alarm("a-1", district)
    let judged = try await alarm("a-2", position: Self.away, district)
    try await judge(judged.alarm, .real, district)
    let plan = district.plan
    func told(at: Int) async throws -> Int {
      try await district.ledger.write { db in
        try AlarmDesk.lateSweep(plan: plan, now: District.start + at, in: db)
      }
    }
    #expect(try await told(at: 600) == 0)
    #expect(try await told(at: 601) == 1)
    #expect(try await told(at: 601 - 3_600) == 0)
    #expect(try await told(at: 602) == 0)
    #expect(try await told(at: 5_000) == 1)
    #expect(try await told(at: 9_000) == 0)
    let told = try await district.ledger.read { db in
      try Notifications.about("camera-alarm/\(waiting.alarm.id)", in: db)
    }
    #expect(told.map(\.recipient) == [.role(.duty), .role(.leader)])
    #expect(told.allSatisfy { $0.code == AlarmDesk.lateCode && $0.values["kind"] == "fire" })
  }

  @Test func `figures say by camera and hour what alarms turned out to be`() async throws {
    let district = try await district()
    let real = try await alarm("a-1", district)
    let nothing = try await alarm("a-2", camera: "CAM-02", position: Self.away, district)
    let open = try await alarm("a-3", camera: "CAM-02", position: Self.away, at: 7_200, district)
    try await judge(real.alarm, .real, district)
    try await judge(nothing.alarm, .nothing, at: 601, district)
    // What the picture does not tell, the case's end does.
    try await judge(open.alarm, .doubtful, at: 7_260, district)
    let file = try #require(try await district.file(open.receipt.file.id))
    try await district.take(
      "dismissed", file, by: .desk, StepEvidence(note: "steam", cause: "none"))
    let figures = try await district.ledger.read { db in
      try AlarmDesk.figures(
        seenIn: District.start..<District.start + 86_400, utcOffsetSeconds: 28_800, in: db)
    }
    #expect(figures.map(\.camera) == ["CAM-01", "CAM-02", "CAM-02"])
    #expect(figures.map(\.hour) == [8, 8, 10])
    #expect(figures.map(\.counts.falseShare) == [0, 1, 1])
    #expect(figures.map(\.counts.inTime) == [1, 0, 1])
    let none = try await district.ledger.read { db in
      try AlarmDesk.figures(seenIn: 0..<District.start, utcOffsetSeconds: 28_800, in: db)
    }
    #expect(none.isEmpty)
  }
}
