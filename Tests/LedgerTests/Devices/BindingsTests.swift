import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

struct BindingsTests {
  private let bench: Bench

  init() async throws {
    bench = try await Bench.withFirm()
    try await bench.ledger.write { db in
      for mn in ["MN1", "MN2"] {
        let device = DeviceRecord(mn: mn, password: "123456", label: Label(zh: "仪", en: "logger"))
        try Devices.upsert(device, by: clerk, at: 1, in: db)
      }
    }
  }

  private func binding(_ mn: String, point: String = "p-1", shift: Int = 0) -> BindingRecord {
    BindingRecord(
      mn: mn, rawKey: "a34004-Rtd", cn: "2011", point: point, quantity: "pm25", statistic: "rtd",
      windowSeconds: 0, shift: shift, multiplier: ExactDecimal("1.5"))
  }

  private func bind(_ binding: BindingRecord, at: Int) async throws -> Change {
    try await bench.ledger.write { db in
      try Bindings.bind(binding, plan: plan, by: clerk, at: at, in: db)
    }
  }

  @Test func `a key that feeds another series does so from then on`() async throws {
    #expect(try await bind(binding("MN1"), at: 10) == .created)
    #expect(try await bind(binding("MN1"), at: 20) == .unchanged)
    #expect(try await bind(binding("MN1", point: "p-2"), at: 30) == .updated)
    let all = try await bench.ledger.read { db in try Bindings.list(mn: "MN1", in: db) }
    #expect(all.map(\.point) == ["p-1", "p-2"])
    #expect(all.map(\.from) == [0, 30])
    #expect(all.map(\.until) == [30, nil])
    #expect(all[0].multiplier == ExactDecimal("1.5"))
  }

  @Test func `a new logger continues an old series once the old binding ended`() async throws {
    _ = try await bind(binding("MN1"), at: 10)
    let twice = DeviceError.seriesFedTwice(
      mn: "MN2", key: "a34004-Rtd", otherMN: "MN1", otherKey: "a34004-Rtd")
    await #expect(throws: twice) { try await bind(binding("MN2"), at: 20) }
    let ended = try await bench.ledger.write { db in
      try Bindings.end(mn: "MN1", rawKey: "a34004-Rtd", cn: "2011", by: clerk, at: 50, in: db)
    }
    #expect(ended)
    #expect(try await bind(binding("MN2"), at: 60) == .created)
    let all = try await bench.ledger.read { db in try Bindings.list(in: db) }
    #expect(all.map(\.mn) == ["MN1", "MN2"])
    #expect(all.map(\.from) == [0, 50])
  }

  @Test func `a device's password never enters the audit log`() async throws {
    let dump = try await bench.ledger.read { db in
      try String.fetchAll(db, sql: "SELECT detail FROM audit_entry").joined()
    }
    #expect(!dump.contains("123456"))
  }

  @Test(arguments: [
    (DeviceRecord(mn: "", password: "x", label: Label(zh: "x", en: "x")), DeviceError.badMN("")),
    (DeviceRecord(mn: "a b", password: "x", label: Label(zh: "x", en: "x")), .badMN("a b")),
    (DeviceRecord(mn: "a", password: "x;y", label: Label(zh: "x", en: "x")), .badPassword(mn: "a")),
    (
      DeviceRecord(mn: "a", password: "x", label: Label(zh: "x", en: "x"), st: "2"),
      .badSystemType(mn: "a", "2")
    ),
    (
      DeviceRecord(mn: "a", password: "x", label: Label(zh: "x", en: "x"), intervalSeconds: 0),
      .badInterval(mn: "a", 0)
    ),
    (
      DeviceRecord(mn: "a", password: "x", label: Label(zh: "x", en: "x"), facility: "moon"),
      .unknownFacility(mn: "a", "moon")
    ),
  ])
  func `a device that does not hold together is refused`(
    device: DeviceRecord, error: DeviceError
  ) async throws {
    await #expect(throws: error) {
      try await bench.ledger.write { db in
        _ = try Devices.upsert(device, by: clerk, at: 2, in: db)
      }
    }
  }
}
