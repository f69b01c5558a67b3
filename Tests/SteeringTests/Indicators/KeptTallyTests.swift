import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger
import Sheets
import Testing

@testable import Steering

/// What is kept of large registers must never tell anything else than a look at every row.
struct KeptTallyTests {
  private static let diesel = filter("product", "diesel")

  private static func late(
    _ field: String, _ comparison: ActionPlan.Predicate.Comparison, _ days: Int
  )
    -> RowFilter
  {
    RowFilter(
      text: "\(field) \(comparison.rawValue) today + \(days)",
      predicate: .compare(.field(field), comparison, .today(plusDays: days)))
  }

  private static func part(
    _ fold: Indicator.Fold, _ filter: RowFilter? = nil, dated: String? = "sampled-on"
  ) -> Indicator.Part {
    Indicator.Part(fold: fold, rows: rows(filter, dated: dated))
  }

  static let measures: [(measure: Indicator.Measure, by: String?)] = [
    (.fold(part(.count)), nil), (.fold(part(.count, diesel)), "place"),
    (.fold(part(.count, dated: "seen-at")), nil),
    (.fold(part(.count, late("seen-at", .less, -2), dated: nil)), "result"),
    (.fold(part(.sum("litres"))), "place"), (.fold(part(.sum("bottles"), dated: nil)), nil),
    (.fold(part(.mean("litres"), diesel)), nil),
    (.fold(part(.percentile(ExactDecimal(90), "litres"))), "product"),
    (.share(rows(diesel), among: late("sampled-on", .atMost, -15)), "place"),
    (.share(rows(late("sampled-on", .greater, 3), dated: nil), among: nil), nil),
    (.ratio(part(.sum("litres"), diesel), to: part(.count)), "place"),
    (.growthOnYear(part(.sum("litres"))), nil),
    (
      .fold(
        part(
          .count,
          RowFilter(
            text: "",
            predicate: .not(.any([.isEmpty(field: "place"), late("seen-at", .equal, 0).predicate]))
          ))), nil
    ),
    (
      .fold(
        part(
          .count,
          RowFilter(
            text: "",
            predicate: .compare(.today(plusDays: 0), .less, .literal(.day(day("2021-03-05"))))
          ))), nil
    ),
  ]

  /// Values of a row, as they are typed.
  private static func values(_ random: inout some RandomNumberGenerator) -> [String: String] {
    var values: [String: String] = [:]
    func maybe(_ field: String, _ text: @autoclosure () -> String) {
      if Int.random(in: 0..<8, using: &random) > 0 { values[field] = text() }
    }
    let first = day("2020-11-01")
    let on = first.adding(days: Int.random(in: 0..<200, using: &random))
    maybe("product", ["diesel", "urea"].randomElement(using: &random) ?? "urea")
    maybe("result", ["pass", "fail"].randomElement(using: &random) ?? "fail")
    maybe("place", ["north", "east", "south"].randomElement(using: &random) ?? "east")
    maybe("sampled-on", "\(on)")
    maybe("litres", "\(ExactDecimal(.random(in: -9_999...99_999, using: &random), scale: 3))")
    maybe("bottles", "\(Int.random(in: 0..<40, using: &random))")
    let seen = on.dayNumber * 86_400 - SmallDistrict.offset
    maybe("seen-at", "\(seen + [0, 86_399, 40_000][Int.random(in: 0..<3, using: &random)])")
    return values
  }

  private func take(
    _ rows: [(number: Int64?, values: [String: String])], into district: SmallDistrict
  ) async throws {
    let fields = SmallDistrict.checks.fields.filter { $0.id != "firm" }
    var lines = ["row," + fields.map(\.id).joined(separator: ",")]
    for row in rows {
      let cells = fields.map { field in
        let text = row.values[field.id] ?? ""
        guard field.kind == .instant, let at = Int(text) else { return text }
        return Date(timeIntervalSince1970: TimeInterval(at)).formatted(.iso8601)
      }
      lines.append((row.number.map { "\($0)" } ?? "") + "," + cells.joined(separator: ","))
    }
    let table = try SheetTable(
      reading: Array(lines.joined(separator: "\n").utf8), file: "checks.csv")
    let imports = RegisterImport(ledger: district.house.ledger, plan: district.plan)
    let preview = try await imports.stage(
      table, into: SmallDistrict.checks, digest: "d", by: .system("test"), at: 5)
    #expect(preview.faults == [])
    try await imports.apply(preview.id, by: .system("test"), at: 6)
  }

  /// Reads with what is kept, keeps what was computed, and compares with a look at every row.
  private func compare(
    _ district: SmallDistrict, on day: CalendarDay, _ note: Comment
  ) async throws {
    let plan = district.plan
    let met = try await district.house.ledger.read { db in
      var met: [KeptTallies.Fresh] = []
      for (measure, by) in Self.measures {
        let asked = indicator(measure, by: by)
        let (kept, fresh) = try IndicatorBook.reading(
          asked, plan: plan, on: day, knownAt: nil, samples: nil, leastStretches: 0, in: db)
        let (whole, _) = try IndicatorBook.reading(
          asked, plan: plan, on: day, knownAt: nil, samples: nil, leastStretches: .max, in: db)
        #expect(kept == whole, note)
        met += fresh.fresh
      }
      return met
    }
    try await district.house.ledger.write { db in try KeptTallies.keep(met, in: db) }
  }

  @Test func `after any writes and on any day a figure is that of all the rows`() async throws {
    var random = SystemRandomNumberGenerator()
    let district = try SmallDistrict()
    try await take(
      (0..<2_500).map { _ in (nil, Self.values(&random)) }, into: district)
    var removed: [Int64] = []
    var day = day("2021-02-25")
    for step in 0..<30 {
      try await compare(district, on: day, "step \(step) on \(day)")
      let row = Int64.random(in: 1...2_500, using: &random)
      switch step % 6 {
      case 0: try district.check(Self.values(&random))
      case 1 where !removed.contains(row):
        try district.change(row, Self.values(&random), at: 10)
      case 2 where !removed.contains(row):
        try district.remove(row, at: 11)
        removed.append(row)
      case 3:
        guard let row = removed.popLast() else { break }
        let plan = district.plan
        try await district.house.ledger.write { db in
          _ = try RegisterStore.putBack(
            SmallDistrict.checks, row: row, plan: plan, by: .system("test"), at: 12, in: db)
        }
      case 4:
        let changed = Int64(step * 40 + 1)
        let rows = (changed..<changed + 30).filter { !removed.contains($0) }
        try await take(
          rows.map { ($0, Self.values(&random)) } + [(nil, Self.values(&random))], into: district)
      default: day = day.adding(days: [1, 1, 3, -2, 30].randomElement(using: &random) ?? 1)
      }
    }
  }

  @Test func `while an import is written nothing of it counts, and nothing that it changes moves`()
    async throws
  {
    var random = SystemRandomNumberGenerator()
    let district = try SmallDistrict()
    try await take((0..<1_200).map { _ in (nil, Self.values(&random)) }, into: district)
    let july = day("2021-07-01")
    try await compare(district, on: july, "before")
    // A thousand rows are changed and a thousand come, in slices between which others read.
    let reader = Task {
      for _ in 0..<12 { try await compare(district, on: july, "meanwhile") }
    }
    try await take(
      (1...1_000).map { (Int64($0), Self.values(&random)) }
        + (0..<1_000).map { _ in (nil, Self.values(&random)) }, into: district)
    try await reader.value
    try await compare(district, on: july, "after")
  }

  @Test func `after a change of a row only the rows beside it are looked at again`() async throws {
    var random = SystemRandomNumberGenerator()
    let district = try SmallDistrict()
    try await take((0..<3_000).map { _ in (nil, Self.values(&random)) }, into: district)
    let (plan, july) = (district.plan, day("2021-07-01"))
    func stretches(on day: CalendarDay) async throws -> [Int] {
      let asked = indicator(.fold(Self.part(.sum("litres"))))
      let fresh = try await district.house.ledger.read { db in
        try IndicatorBook.reading(
          asked, plan: plan, on: day, knownAt: nil, samples: nil, leastStretches: 0, in: db
        ).1.fresh
      }
      try await district.house.ledger.write { db in try KeptTallies.keep(fresh, in: db) }
      return fresh.map(\.stretch)
    }
    #expect(try await stretches(on: july) == [0, 1, 2])
    #expect(try await stretches(on: july) == [])
    try district.change(1_500, ["litres": "7"], at: 10)
    #expect(try await stretches(on: july) == [1])
    // No row is dated after July.
    #expect(try await stretches(on: july.adding(days: 90)) == [])
    try district.check(["sampled-on": "2021-07-05", "litres": "1"])
    #expect(try await stretches(on: july) == [2])
    #expect(try await stretches(on: july.adding(days: 90)) == [2])
  }

  @Test func `what is kept is read as it was written, and nothing else is read`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      var tallies = RowTallies()
      for _ in 0..<Int.random(in: 0..<40, using: &random) {
        let value =
          Bool.random(using: &random)
          ? nil
          : ExactDecimal(
            .random(in: .min ... .max, using: &random), scale: .random(in: 0...18, using: &random))
        var pair = RowTallies.Pair()
        pair.all.add(value, keepsValue: true)
        pair.marked.add(value, keepsValue: false)
        tallies.overall.add(pair)
        tallies.byKey[["a", "镇", nil].randomElement(using: &random) ?? nil, default: .init()]
          .add(pair)
      }
      let bytes = tallies.bytes
      let read = RowTallies(bytes)
      #expect(read.map(described) == described(tallies))
      for length in 0..<bytes.count { #expect(RowTallies(bytes.prefix(length)) == nil) }
      #expect(RowTallies(bytes + [0]) == nil)
      guard !bytes.isEmpty else { continue }
      var broken = bytes
      broken[Int.random(in: 0..<bytes.count, using: &random)] ^= 0x41
      _ = RowTallies(broken)
    }
  }

  private func described(_ tallies: RowTallies) -> [String] {
    func text(_ tally: RowTally) -> String {
      "\(tally.rows) \(tally.total) \(tally.values.sorted())"
    }
    func text(_ pair: RowTallies.Pair) -> String { "\(text(pair.all)) | \(text(pair.marked))" }
    return [text(tallies.overall)]
      + tallies.byKey.map { "\($0.key ?? "none"): \(text($0.value))" }.sorted()
  }
}
