import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger
import Telemetry
import Testing

@testable import Steering

/// Over a real store. The year begins at 2021-01-01 00:00 of UTC+8.
struct SampleTests {
  private let district: SmallDistrict
  private let store: EmbeddedStore
  private let start = day("2021-01-01").dayNumber * 86_400 - SmallDistrict.offset

  init() throws {
    district = try SmallDistrict()
    store = try EmbeddedStore(
      path: district.house.folder.appending(path: "telemetry.sqlite").path,
      utcOffsetSeconds: SmallDistrict.offset)
    let plan = district.plan
    try district.house.ledger.pool.write { db in
      for (point, day) in [("p1", nil), ("p2", "2021-01-02")] as [(String, String?)] {
        try Points.upsert(
          MonitoringPoint(id: point, label: Label(zh: point, en: point), kind: .treatment),
          plan: plan, by: .system("test"), at: 1, in: db)
        var values: [String: FieldValue] = ["point": .text(point)]
        if let day { values["began-on"] = .text(day) }
        _ = try RegisterStore.insert(
          SmallDistrict.sites, values, plan: plan, by: .system("test"), at: 1, in: db)
      }
    }
  }

  /// One value a minute for so many minutes.
  private func send(
    _ point: String, _ value: String, from second: Int, minutes: Int, flag: String = "N",
    receivedAt: Int? = nil
  ) async throws {
    let sequence = try await store.appliedSequence + 1
    let samples = (0..<minutes).map { minute in
      StampedSample(
        Sample(
          series: SeriesKey(point: point, quantity: "dust", statistic: .realTime),
          start: start + second + minute * 60, value: number(value), asSent: number(value),
          flag: SampleFlag(rawValue: flag)), sequence: sequence,
        receivedAt: receivedAt ?? start + second + minute * 60)
    }
    _ = try await store.apply(samples, through: sequence)
  }

  private func reading(
    _ statistic: Indicator.SampleStatistic, on text: String, now: Int? = nil, knownAt: Int? = nil
  ) async throws -> IndicatorReading {
    try await IndicatorBook.reading(
      indicator(
        .samples(statistic, quantity: "dust", register: "dust-sites", field: "point"), unit: "%",
        target: target(.atLeast, "75", pace: .level)), plan: district.plan, on: day(text),
      knownAt: knownAt, now: now, telemetry: store, in: district.house.ledger)
  }

  @Test func `coverage counts hours with a valid mean among the hours so far`() async throws {
    // Two whole hours; 44 minutes make no hour, nor do invalid ones.
    try await send("p1", "2", from: 0, minutes: 120)
    try await send("p1", "2", from: 7_200, minutes: 44)
    try await send("p1", "2", from: 10_800, minutes: 60, flag: "D")
    // p2 is expected from 2 January on: 24 hours of p1 alone.
    let first = try await reading(.coverage, on: "2021-01-01")
    #expect(first.numerator == number("2"))
    #expect(first.denominator == number("24"))
    #expect(first.value?.description == "8.3")
    // At four in the morning four hours are over.
    #expect(
      try await reading(.coverage, on: "2021-01-01", now: start + 4 * 3_600 + 59).value
        == number("50"))
    // 48 + 24 hours; 45 minutes are an hour.
    try await send("p2", "9", from: 86_400, minutes: 45)
    let second = try await reading(.coverage, on: "2021-01-02")
    #expect(second.numerator == number("3"))
    #expect(second.denominator == number("72"))
    #expect(second.lamp == .red)
  }

  @Test func `a mean is that of the hours, the extremes are those of the samples`() async throws {
    try await send("p1", "2", from: 0, minutes: 60)
    try await send("p1", "5", from: 3_600, minutes: 60)
    try await send("p1", "40", from: 7_200, minutes: 1)
    #expect(try await reading(.mean, on: "2021-01-01").value == number("3.5"))
    #expect(try await reading(.maximum, on: "2021-01-01").value == number("40"))
    #expect(try await reading(.minimum, on: "2021-01-01").value == number("2"))
  }

  @Test func `as known on a day means before what came or was corrected later`() async throws {
    let evening = start + 20 * 3_600
    try await send("p1", "2", from: 0, minutes: 120)
    try await send("p1", "8", from: 0, minutes: 60, receivedAt: evening + 60)
    try await send("p1", "5", from: 7_200, minutes: 60, receivedAt: evening + 120)
    #expect(try await reading(.mean, on: "2021-01-01").value == number("5"))
    #expect(try await reading(.coverage, on: "2021-01-01").numerator == number("3"))
    for (knownAt, mean, hours, maximum) in [
      (evening, "2", "2", "2"), (evening + 60, "5", "2", "8"), (evening + 120, "5", "3", "8"),
    ] {
      #expect(
        try await reading(.mean, on: "2021-01-01", knownAt: knownAt).value == number(mean))
      #expect(
        try await reading(.coverage, on: "2021-01-01", knownAt: knownAt).numerator
          == number(hours))
      #expect(
        try await reading(.maximum, on: "2021-01-01", knownAt: knownAt).value == number(maximum))
    }
  }

  @Test func `without samples, without a store and without an hour there is no figure`()
    async throws
  {
    #expect(try await reading(.mean, on: "2021-01-01").reason == .noSamples)
    #expect(try await reading(.maximum, on: "2021-01-01").reason == .noSamples)
    // Points that send nothing cover no hour.
    #expect(try await reading(.coverage, on: "2021-01-01").value == number("0"))
    #expect(try await reading(.coverage, on: "2020-12-31").reason == .notBegun)
    let asked = indicator(
      .samples(.mean, quantity: "dust", register: "dust-sites", field: "point"))
    let (plan, ledger) = (district.plan, district.house.ledger)
    let without = try await IndicatorBook.reading(
      asked, plan: plan, on: day("2021-03-01"), telemetry: nil, in: ledger)
    #expect(without.reason == .noStore)
    // The rows were there, but nothing had come.
    let then = try await IndicatorBook.reading(
      asked, plan: plan, on: day("2021-03-01"), knownAt: 5, telemetry: store, in: ledger)
    #expect(then.reason == .noSamples)
  }

  @Test func `readings are kept a day each and made anew only where something changed`()
    async throws
  {
    let counted = Indicator(
      id: "counted", clause: "3.3.a", label: Label(zh: "数", en: "Count"), unit: "",
      measure: .fold(.init(fold: .count, rows: rows())), target: target(.atLeast, "2"), by: nil)
    let asked = Indicator(
      id: "asked", clause: "3.3.a", label: Label(zh: "问", en: "Query"), unit: "",
      measure: .query("SELECT COUNT(*) FROM published_dust_sites"), target: nil, by: nil)
    let sampled = Indicator(
      id: "sampled", clause: "6.1.a", label: Label(zh: "样", en: "Samples"), unit: "%",
      measure: .samples(.coverage, quantity: "dust", register: "dust-sites", field: "point"),
      target: nil, by: nil)
    let district = try SmallDistrict(indicators: [counted, asked, sampled])
    let ledger = district.house.ledger
    let keeper = IndicatorKeeper(plan: district.plan, ledger: ledger, telemetry: store)
    let noon = start + 12 * 3_600
    #expect(try await keeper.refresh(now: noon) == ["counted", "asked", "sampled"])
    #expect(try await keeper.refresh(now: noon + 60) == [])
    try district.check(["product": "diesel", "sampled-on": "2021-01-01"])
    #expect(try await keeper.refresh(now: noon + 120) == ["counted", "asked"])
    #expect(try await keeper.refresh(now: noon + 3_600) == ["sampled"])
    #expect(try await keeper.refresh(now: noon + 86_400).count == 3)
    let kept = try await ledger.read { db in
      try IndicatorHistory.days(
        of: "counted", from: day("2021-01-01"), through: day("2021-12-31"), in: db)
    }
    #expect(kept.map(\.day) == [day("2021-01-01"), day("2021-01-02")])
    #expect(kept.map(\.value) == [number("1"), number("1")])
    #expect(kept.first?.at == noon + 120)
    #expect(kept.first?.plan == "digest-1")
    #expect(kept.first?.versions == ["fuel-checks": 1])
  }

  @Test func `a change of rows is told after its commit, once for many`() async throws {
    let changes = RegisterChanges(of: district.house.ledger)
    for _ in 0..<3 { try district.check(["product": "diesel"]) }
    var iterator = changes.changes.makeAsyncIterator()
    await iterator.next()
    try district.check(["product": "diesel"])
    await iterator.next()
    withExtendedLifetime(changes) {}
  }
}
