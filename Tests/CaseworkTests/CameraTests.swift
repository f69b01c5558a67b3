import ActionPlan
import GRDB
import Testing

@testable import Casework
@testable import Ledger

struct CameraTests {
  static let cameras = Register(
    id: "towers", label: .any, clause: nil, role: .cameras,
    fields: [
      field("camera", .text), field("place", .place), field("position", .position),
      field("in-service", .flag, isRequired: false),
    ])

  static func field(_ id: String, _ kind: Field.Kind, isRequired: Bool = true) -> Field {
    Field(
      id: id, label: .any, kind: kind, isRequired: isRequired, unit: nil, atLeast: nil, atMost: nil)
  }

  static let key = IntakeKey(
    id: 1, name: "towers", purpose: .cameras, account: nil, source: nil, createdAt: 0,
    revokedAt: nil, lastUsedAt: nil)

  func district() async throws -> District {
    let district = try District(registers: [Self.cameras])
    let plan = district.plan
    try await district.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 0, in: db)
      _ = try RegisterStore.insert(
        Self.cameras,
        [
          "camera": .text("CAM-01"), "place": .text("town"),
          "position": .position(Coordinate(longitude: 120.9, latitude: 30)),
        ], plan: plan, by: .system("test"), at: 0, in: db)
    }
    return district
  }

  func submit(
    _ district: District, camera: String = "CAM-01", alarm: String = "a-1", kind: String = "fire",
    at occurred: Int = District.start, position: Coordinate? = nil, now: Int = District.start
  ) async throws -> AlarmReceipt {
    let plan = district.plan
    let draft = AlarmDraft(
      camera: camera, alarm: alarm, kind: kind, occurredAt: occurred, picture: .sample,
      position: position)
    return try await district.ledger.write { db in
      try CameraAlarms.submit(draft, key: Self.key, plan: plan, at: now, in: db)
    }
  }

  @Test func `an alarm opens a case that is dispatched to the camera's town at once`() async throws
  {
    let district = try await district()
    let receipt = try await submit(district)
    #expect(receipt.file.state == "dispatched")
    #expect(receipt.file.assignedUnit == "TOWN")
    #expect(receipt.file.title.values == ["kind": "fire", "camera": "CAM-01"])
    let plan = district.plan
    let detail = try await district.ledger.read { db in
      try CaseBook.detail(receipt.file.id, for: .town, plan: plan, at: District.start, in: db)
    }
    #expect(detail?.alarm?.alarm == "a-1")
    #expect(detail?.events.first?.actor == "system:camera:towers")
    #expect(detail?.events.first?.attachments == detail?.alarm.map { [$0.picture] })
  }

  @Test func `the same alarm twice gets the same answer and one case`() async throws {
    let district = try await district()
    let first = try await submit(district)
    let again = try await submit(district, now: District.start + 60)
    #expect(!first.isRepeat)
    #expect(again.isRepeat)
    #expect(again.file == first.file)
    await #expect(throws: AlarmRefusal.alarmReused("a-1")) {
      try await submit(district, at: District.start + 1)
    }
  }

  @Test func `a fire near another town waits for the desk`() async throws {
    let district = try await district()
    let near = try await submit(
      district, position: Coordinate(longitude: 120.92, latitude: 30.01))
    #expect(near.file.state == "dispatched")
    let unknown = try await submit(
      district, alarm: "a-2", position: Coordinate(longitude: 100, latitude: 30))
    #expect(unknown.file.state == "opened")
    let inside = try await submit(
      district, alarm: "a-3", position: Coordinate(longitude: 121.5, latitude: 30))
    #expect(inside.file.assignedUnit == "OTHER")
  }

  @Test
  func `a camera that is not in service opens no case; its earlier alarms keep their answers`()
    async throws
  {
    let district = try await district()
    let first = try await submit(district)
    let plan = district.plan
    _ = try await district.ledger.write { db in
      try RegisterStore.update(
        Self.cameras, row: 1, ["in-service": .flag(false)], versionSeen: nil, plan: plan,
        by: .system("test"), at: 0, in: db)
    }
    await #expect(throws: AlarmRefusal.cameraNotInService("CAM-01")) {
      try await submit(district, alarm: "a-2")
    }
    #expect(try await submit(district).file == first.file)
  }

  @Test func `an old alarm is marked late`() async throws {
    let district = try await district()
    #expect(try await submit(district, at: District.start - 600).file.isOpenedLate == false)
    #expect(
      try await submit(district, alarm: "a-2", at: District.start - 601).file.isOpenedLate)
  }

  @Test(
    arguments: [
      ("CAM-99", "a-1", "fire", 0, AlarmRefusal.unknownCamera("CAM-99")),
      ("CAM-01", "", "fire", 0, .badAlarmID),
      ("CAM-01", "a\u{0}b", "fire", 0, .badAlarmID),
      ("CAM-01", String(repeating: "a", count: 129), "fire", 0, .badAlarmID),
      ("CAM-01", "a-1", "flood", 0, .unknownKind("flood", known: ["fire"])),
      (
        "CAM-01", "a-1", "fire", 601,
        .inTheFuture(at: District.start + 601, now: District.start)
      ),
    ] as [(String, String, String, Int, AlarmRefusal)])
  func `an alarm that cannot be taken says why`(
    camera: String, alarm: String, kind: String, ahead: Int, refusal: AlarmRefusal
  ) async throws {
    let district = try await district()
    await #expect(throws: refusal) {
      try await submit(
        district, camera: camera, alarm: alarm, kind: kind, at: District.start + ahead)
    }
    #expect(!refusal.description.isEmpty)
  }
}
