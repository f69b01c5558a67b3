import ActionPlan
import Foundation
import Gateway
import Telemetry
import Testing

@Suite struct `Messages of a source` {
  /// 2021-06-07 09:00 local time.
  static let nine = 1_623_027_600

  @Test func `a message becomes samples of its points, in the quantity's unit`() async throws {
    try await Shop.open { shop in
      let receipt = try await shop.desk.take(fumeDocument("0.0350"), of: "fume", from: "10.0.0.9")
      #expect(receipt == SourceReceipt(sequence: 1, isRepeat: false))
      _ = try await shop.desk.take(
        fumeDocument("12.5", dev: "D2", code: "power"), of: "fume", from: "10.0.0.9")
      #expect(try await shop.values() == [Self.nine: "35.0 N"])
      #expect(try await shop.values(Shop.power) == [Self.nine + 3_600: "12.5 N"])
      #expect(shop.codes == [])
    }
  }

  @Test func `the same bytes are stored once, and a corrected value is a revision`() async throws {
    try await Shop.open { shop in
      _ = try await shop.desk.take(fumeDocument("0.5"), of: "fume", from: "a")
      let again = try await shop.desk.take(fumeDocument("0.5"), of: "fume", from: "b")
      #expect(again == SourceReceipt(sequence: 1, isRepeat: true))
      _ = try await shop.desk.take(fumeDocument("0.6"), of: "fume", from: "a")
      #expect(try await shop.values() == [Self.nine: "600 N"])
      let samples = try await shop.store.raw(Shop.fine, from: 0, until: 1 << 40, limit: 9)
      #expect(samples.map(\.revisionCount) == [1])
    }
  }

  @Test(arguments: [
    ("3.5e-1", "350"), ("\"0.35\"", "350"), ("1E0", "1000"), ("\" 2 \"", "2000"), ("-1", "-1000"),
  ])
  func `a number is read exactly, as number or as text`(sent: String, kept: String) async throws {
    try await Shop.open { shop in
      _ = try await shop.desk.take(fumeDocument(sent), of: "fume", from: "a")
      #expect(try await shop.values().values.map { $0 } == [kept + " N"])
    }
  }

  @Test(arguments: ["null", "\"\"", "-9999", "\"-9999\""])
  func `what stands for no value is passed over in silence`(sent: String) async throws {
    try await Shop.open { shop in
      _ = try await shop.desk.take(fumeDocument(sent), of: "fume", from: "a")
      #expect(try await shop.values() == [:])
      #expect(shop.codes == [])
    }
  }

  @Test(arguments: [("bad", "D"), ("odd", "odd"), ("very odd", "very")])
  func `a flag is told in HJ 212's words where the plan has one`(
    word: String, flag: String
  ) async throws {
    try await Shop.open { shop in
      _ = try await shop.desk.take(fumeDocument("1", state: word), of: "fume", from: "a")
      #expect(try await shop.values() == [Self.nine: "1000 \(flag)"])
    }
  }

  @Test(arguments: [
    ("not JSON", "document-unreadable"), ("{}", "readings-missing"), ("[]", "readings-missing"),
    (#"{"data": [{"list": {}}]}"#, "readings-missing"),
    (#"{"data": [{"dev": "D1", "list": [{"code": "a34041", "value": 1}]}]}"#, "time-unreadable"),
    (
      String(decoding: fumeDocument("1", time: "2021-02-30 10:00:00"), as: UTF8.self),
      "time-unreadable"
    ),
    (
      String(decoding: fumeDocument("1", time: "2021-09-01 10:00:00"), as: UTF8.self),
      "time-in-future"
    ),
    (String(decoding: fumeDocument("\"much\""), as: UTF8.self), "value-not-a-number"),
    (String(decoding: fumeDocument("123456789012345678"), as: UTF8.self), "value-out-of-range"),
  ])
  func `what cannot be read is kept and flagged`(text: String, code: String) async throws {
    try await Shop.open { shop in
      let bytes = Array(text.utf8)
      _ = try await shop.desk.take(bytes, of: "fume", from: "a")
      #expect(try await shop.values() == [:])
      #expect(shop.codes.first == code)
      #expect(try await shop.inbox.frame(1)?.bytes == bytes)
      #expect(shop.desk.look(at: bytes, of: "fume", from: "a").complaints.count == 1)
    }
  }

  @Test func `a sender or factor that the plan does not know is listed as unbound`() async throws {
    try await Shop.open { shop in
      _ = try await shop.desk.take(fumeDocument("1", dev: "D9"), of: "fume", from: "a")
      _ = try await shop.desk.take(fumeDocument("2", code: "x1"), of: "fume", from: "a")
      #expect(try await shop.values() == [:])
      #expect(shop.pump.unboundKeys(mn: "source/fume").map(\.rawKey) == ["D1/x1", "D9"])
    }
  }

  @Test func `a table's rows are readings, in any coding`() async throws {
    let rows =
      "设备,日期,时刻,油烟.浓度\nD1,2021-06-07,09:00,1.25\nD1,2021-06-07,08:00,\nD7,2021-06-07,09:00,3\n"
    try await Shop.open(.table()) { shop in
      _ = try await shop.desk.take(Array(rows.utf8), of: "fume", from: "a.csv")
      let wide = try #require(rows.replacing("1.25", with: "1.5").data(using: .utf16))
      _ = try await shop.desk.take(Array(wide), of: "fume", from: "b.csv")
      #expect(try await shop.values() == [Self.nine: "1.5 "])
    }
  }

  @Test func `a table without a column that the plan names is flagged`() async throws {
    try await Shop.open(.table()) { shop in
      _ = try await shop.desk.take(
        Array("设备,时刻,油烟.浓度\nD1,09:00,1\n".utf8), of: "fume", from: "a.csv")
      #expect(try await shop.values() == [:])
      #expect(shop.codes == ["column-missing"])
    }
  }

  @Test func `what is empty, too long or of no source is refused and counted`() async throws {
    try await Shop.open { shop in
      await #expect(throws: SourceFault.empty) {
        try await shop.desk.take([], of: "fume", from: "a")
      }
      let long = [UInt8](repeating: 0x20, count: SourceDesk.byteLimit + 1)
      await #expect(throws: SourceFault.tooLong(bytes: long.count)) {
        try await shop.desk.take(long, of: "fume", from: "a")
      }
      await #expect(throws: SourceFault.unknownSource("other")) {
        try await shop.desk.take([1], of: "other", from: "a")
      }
      #expect(shop.desk.statuses().map(\.state.failures) == [2])
    }
  }

  @Test func `how a source is outlives a restart`() async throws {
    let folder = Folder()
    try await Shop.open(folder: folder) { shop in
      _ = try await shop.desk.take(fumeDocument("1"), of: "fume", from: "a")
      _ = try await shop.desk.take(fumeDocument("1"), of: "fume", from: "a")
      try await shop.desk.keep()
    }
    try await Shop.open(folder: folder) { shop in
      let state = try #require(shop.desk.statuses().first?.state)
      #expect(state.messages == 1)
      #expect(state.repeats == 1)
      #expect(state.lastSequence == 1)
      #expect(state.lastMessageAt == Gate.now)
    }
  }
}
