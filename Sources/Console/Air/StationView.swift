import ActionPlan
import AirQuality
import Ledger

/// One station on a page.
struct StationView: Sendable {
  struct ReadingView: Sendable {
    let name: String
    let value: String
    let unit: String
    let isPrimary: Bool
  }

  /// How one pollutant's index came about.
  struct Working: Sendable {
    let name: String
    let text: String
  }

  let id: String
  let name: String
  let place: String?
  /// `assessed`, `town` or `micro` in words.
  let role: String?
  /// Index points, or nil where there is no index to show.
  let aqi: String?
  /// 1…6 for the colour; nil without an index or where the value is old.
  let level: String?
  let category: String?
  /// Why there is no index, or what to know about it.
  let note: String?
  let primary: String?
  let readings: [ReadingView]
  let workings: [Working]
  let hasWorkings: Bool
  /// Edition of the standard that the index follows.
  let edition: String?
  let time: Moment?
  /// The hour a mean stands for, `13:00–14:00`.
  let period: String?
  let isOld: Bool

  init(_ air: StationAir, names: PlanNames, time: LocalTime, now: Int) {
    let texts = names.texts
    id = air.point.id
    name = texts(air.point.label)
    place = names.place(air.point.place)
    role = air.point.role.map { texts("air.role-\($0.rawValue)") }
    let index = air.index.flatMap { $0.mayBePublished ? $0 : nil }
    aqi = index.map { "\($0.aqi)" }
    level = air.isOld ? nil : index.map { "\($0.category.level)" }
    category = index.map { texts("air.category-\($0.category.level)") }
    primary = index.flatMap { index in
      index.primaryPollutants.isEmpty
        ? nil
        : index.primaryPollutants.map { texts("air.pollutant-\($0.rawValue)") }
          .joined(separator: texts("layout.separator"))
    }
    readings = air.readings.map { reading in
      ReadingView(
        name: texts("air.pollutant-\(reading.pollutant.rawValue)"),
        value: reading.value.rounded(to: reading.pollutant.reportedDecimals).description,
        unit: reading.pollutant.unit,
        isPrimary: index?.primaryPollutants.contains(reading.pollutant) ?? false)
    }
    workings = Self.workings(air, index, time, texts)
    hasWorkings = !workings.isEmpty
    edition = index?.edition
    self.time = air.end.map { Moment($0, now: now, time: time, texts: texts) }
    period = air.start.flatMap { start in
      air.windowSeconds > 0
        ? "\(time.short(start, now: now))–\(time.clock(start + air.windowSeconds))" : nil
    }
    isOld = air.isOld
    note = Self.note(air, hasIndex: index != nil).map { texts("air.\($0)") }
  }

  private static func workings(
    _ air: StationAir, _ index: AirQualityIndex?, _ time: LocalTime, _ texts: Texts
  ) -> [Working] {
    guard let index, let start = air.start else { return [] }
    let edition = IndexEdition.inForce(
      on: CalendarDay(ofEpoch: start, utcOffsetSeconds: time.utcOffsetSeconds))
    return index.judgements.pairs.map { pollutant, judgement in
      Working(
        name: texts("air.pollutant-\(pollutant.rawValue)"),
        text: texts("air.judged", ["given": "\(judgement.given)", "judged": "\(judgement.judged)"])
          + IndexArithmetic.text(judgement, edition: edition, texts))
    }
  }

  private static func note(_ air: StationAir, hasIndex: Bool) -> String? {
    if air.start == nil { return "silent" }
    if air.isOld { return "old" }
    if !hasIndex { return "incomplete" }
    return air.basis == .minute ? "minuteBasis" : nil
  }
}
