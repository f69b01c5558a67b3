import ActionPlan
import AirQuality
import GRDB
import Ledger
import Telemetry
import Testing

@testable import Detection

/// What stops declared beforehand explain, and what they leave as it is.
struct DeclaredStopTests {
  static let morning = WatchedDistrict.morning

  /// Two pairs with the same fault, and a stop of the first pair's treatment alone.
  @Test(arguments: [
    (["point": FieldValue.text("t1")], ["tell treatment-off-while-producing equipment-pairs/2"]),
    (
      ["point": .text("t1"), "factor": .text("nmhc")],
      [
        "tell treatment-off-while-producing equipment-pairs/1",
        "tell treatment-off-while-producing equipment-pairs/2",
      ]
    ), (["factor": .text("power")], []),
    (
      ["withdrawn": .instant(morning)],
      [
        "tell treatment-off-while-producing equipment-pairs/1",
        "tell treatment-off-while-producing equipment-pairs/2",
      ]
    ),
  ])
  func `a stop explains what it names and nothing else`(
    narrowed: [String: FieldValue], told: [String]
  ) async throws {
    let district = try await WatchedDistrict()
    _ = try await district.ledger.write { db in
      try WatchedDistrict.add(
        "declared-stops",
        narrowed.merging([
          "facility": .text("works"), "kind": .text("maintenance"),
          "from": .instant(Self.morning), "until": .instant(Self.morning + 3600),
          "reason": .text("filters"),
        ]) { own, _ in own }, in: db)
    }
    for minute in 0...6 {
      let at = Self.morning + minute * 60
      try await district.send(
        [
          (DetectionServiceTests.production, "90"), (DetectionServiceTests.treatment, "0"),
          (WatchedDistrict.key("p2", "power"), "90"),
          (WatchedDistrict.key("t2", "power"), "0"),
        ], at: at)
    }
    #expect(
      try await district.asked().map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        .sorted() == told)
  }

  @Test func `a declared bypass explains the open valve and no value over its limit`() async throws
  {
    let district = try await WatchedDistrict()
    _ = try await district.ledger.write { db in
      try WatchedDistrict.add(
        "declared-stops",
        [
          "facility": .text("works"), "kind": .text("bypass"), "from": .instant(Self.morning),
          "until": .instant(Self.morning + 3600), "reason": .text("relief"),
        ], in: db)
    }
    for minute in 0...6 {
      try await district.send(
        [
          (DetectionServiceTests.production, "90"), (DetectionServiceTests.treatment, "0"),
          (WatchedDistrict.key("v1", "valve-state", .state), "1"),
        ],
        at: Self.morning + minute * 60)
    }
    #expect(
      try await district.asked().map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        == ["tell treatment-off-while-producing"])
  }

  @Test func `a firm's limits are worked out as the rules hold it to them`() async throws {
    let district = try await WatchedDistrict()
    let limits = try await district.ledger.read { db in
      try WatchedLimit.list(
        facility: "works", plan: WatchedDistrict.plan, now: Self.morning, in: db)
    }
    #expect(
      limits.map { "\($0.rule) \($0.series.point) \($0.bounds)" }.prefix(2) == [
        "bypass-opened v1 equals(1)", "treatment-off-while-producing p1 above(20.00)",
      ])
    #expect(limits.count == 5)
    #expect(limits[0].isAlone && limits[0].isBroken(by: ExactDecimal(1)))
    #expect(!limits[1].isAlone && !limits[1].isBroken(by: ExactDecimal(20)))
  }
}
