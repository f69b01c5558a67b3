import ActionPlan
import AirQuality
import Ledger
import Steering
import Testing

extension ShangyuYear {
  /// A year of the Shangyu plan, from the units' Excel files to the lamps, against figures that were
  /// worked out by hand.
  struct FigureTests {
    private let year: LivedYear
    private let expected: ExpectedFigures
    private var plan: Plan { year.district.plan }

    init() throws {
      expected = try ExpectedFigures()
      year = try #require(LivedYear.current)
    }

    /// A new indicator must get its figures; one that is gone must not leave any.
    @Test
    func `each indicator of the plan stands in the list of what was worked out, at its clause`() {
      for clause in plan.clauses {
        let listed = expected.clauses.first { $0.clause == clause.id }?.indicators ?? []
        let own = plan.indicators.filter { $0.clause == clause.id }.map(\.id)
        #expect(Set(listed) == Set(own), "\(clause.id)")
      }
      #expect(Set(expected.figures.keys) == Set(plan.indicators.map(\.id)))
    }

    /// What nobody quantified, or the level above has not set yet, is watched without a judgement.
    @Test func `only these indicators have no number to be judged by`() {
      let unset = [
        "nox-reduced", "vocs-reduced", "coal-used", "energy-intensity", "diesel-eliminated",
        "m-stations-opened", "a-grades",
      ]
      let watched = [
        "months-behind", "upgrades-done", "idle-dyeing-left", "green-manufacturing-recognised",
        "park-o3", "coal-replaced", "shifted-to-rail", "charging-points", "own-tanks-checked",
        "portable-readings-taken", "products-checked", "household-inspections",
        "repairs-completed", "road-tsp", "fires-by-town", "mines-monitored", "green-mines",
        "cleanings-done", "season-peak-power", "trade-findings", "points-deducted",
      ]
      let indicators = plan.indicators
      #expect(indicators.filter { $0.target == nil }.map(\.id).sorted() == watched.sorted())
      #expect(
        indicators.filter { $0.target.map { $0.number == nil } ?? false }.map(\.id).sorted()
          == unset.sorted())
    }

    @Test(arguments: 1...4)
    func `at the end of each quarter every indicator tells what was worked out by hand`(
      quarter: Int
    ) {
      let readings = year.figures(quarter)
      for indicator in plan.indicators {
        let wanted = expected.figures[indicator.id]?[quarter - 1]
        let found = readings[indicator.id].map { ExpectedFigures.words($0) }
        #expect(
          found == wanted,
          "\(indicator.id): \(readings[indicator.id].map { "\($0.reason), \($0.rowCount) rows" } ?? "")"
        )
      }
    }

    /// 14 batches in 365 days: by the end of each month 1.19, 2.26, 3.45, 4.60, 5.79, 6.94, 8.13, 9.32,
    /// 10.47, 11.66, 12.81, 14; a tenth less is yellow.
    @Test func `a lamp follows its trajectory month by month and says why`() {
      let readings = year.months.compactMap { $0["diesel-spot-checks"] }
      #expect(
        readings.map { "\($0.value ?? .zero) of \($0.expected ?? .zero) \($0.lamp) \($0.reason)" }
          == [
            "0 of 1.19 red behind", "3 of 2.26 green onCourse", "3 of 3.45 red behind",
            "3 of 4.60 red behind", "7 of 5.79 green onCourse", "7 of 6.94 green onCourse",
            "7 of 8.13 red behind", "11 of 9.32 green onCourse", "11 of 10.47 green onCourse",
            "11 of 11.66 yellow withinTolerance", "14 of 12.81 green onCourse",
            "14 of 14.00 green onCourse",
          ])
    }

    @Test(arguments: [
      ("diesel-spot-checks", IndicatorReason.met, IndicatorLamp.green),
      // 19 of 20.
      ("scientific-treatment", .missed, .red), ("duty-days", .missed, .red),
    ])
    func `once the year is over a target is met or missed`(
      id: String, reason: IndicatorReason, lamp: IndicatorLamp
    ) async throws {
      let indicator = try #require(plan.indicator(id))
      let over = try await year.district.reading(
        indicator, on: CalendarDay(year: 2022, month: 1, day: 1))
      #expect(over.reason == reason)
      #expect(over.lamp == lamp)
    }

    /// Value × 365 ÷ days gone; 273 days until the end of September.
    @Test(arguments: [
      ("shifted-to-water", 2, "283328.7"),  // 140,500 × 365 / 181
      ("shifted-to-water", 3, "300155.7"),  // 224,500 × 365 / 273
      ("diesel-spot-checks", 3, "14.7"),  // 11 × 365 / 273
      ("vessel-fuel-checked", 1, "28.4"),  // 7 × 365 / 90
      ("days-lost", 2, "30.2"),  // 15 × 365 / 181
      ("small-coal-boilers-left", 1, nil), ("cameras-in-service", 2, nil),
      ("machines-registered", 2, nil), ("shifted-to-water", 4, nil),
    ])
    func `what grows evenly is projected to the year's end, a stock is not`(
      id: String, quarter: Int, projection: String?
    ) {
      #expect(year.figures(quarter)[id]?.projection?.description == projection)
    }

    /// 1,040 t in January and February beside 1,000 t of a leap year's.
    @Test func `growth at the end of February sets two months beside two months`() {
      #expect(year.months[1]["coal-outside-power"]?.value?.description == "4.0")
      #expect(year.months[1]["rail-growth"]?.value?.description == "-10.0")
      #expect(year.months[1]["shore-power-growth"]?.value?.description == "10.0")
    }

    @Test func `a figure opens to its parts`() {
      func parts(_ id: String) -> [String] {
        (year.figures(4)[id]?.breakdown ?? []).map { part in
          "\(part.key ?? "-") \(part.value.map(\.description) ?? "-")"
        }
      }
      #expect(parts("fires-by-town") == ["330604104 3", "330604107 7"])
      #expect(parts("points-deducted") == ["LEB 1.5", "CSB 3.0"])
      #expect(parts("new-energy-buses") == [])
      #expect(parts("money-paid") == ["provincial 90.0", "district 100.0"])
      #expect(parts("charging-points") == ["330604001 20", "HSZ-area 12"])
    }

    /// Every row that was counted, and no other.
    @Test func `a figure opens to as many rows as it counts`() async throws {
      let day = LivedYear.lastDay(ofQuarter: 4)
      let plan = plan
      for indicator in plan.indicators where !indicator.isOfSamples && !indicator.isQuery {
        let reading = try #require(year.figures(4)[indicator.id])
        let counts: [(Indicator.Side, ExactDecimal?)] =
          switch indicator.measure {
          case .share: [(.numerator, reading.numerator), (.denominator, reading.denominator)]
          case .fold(let part) where part.fold == .count: [(.numerator, reading.value)]
          default: []
          }
        for (side, count) in counts {
          let rows = try await year.district.ledger.read { db in
            try IndicatorBook.rows(
              side, of: indicator, plan: plan, on: day, limit: 500, in: db)
          }
          #expect(
            rows.map { ExactDecimal(Int64($0.page.rows.count)) } == count, "\(indicator.id) \(side)"
          )
        }
      }
    }

    @Test func `a workbook that is sent twice changes nothing`() {
      #expect(year.taken.count > 400)
      for taken in year.taken {
        #expect(
          [taken.again.newRows, taken.again.changedRows] == [0, 0], "\(taken.register)")
        #expect(taken.report.newRows + taken.report.changedRows > 0, "\(taken.register)")
      }
    }

    /// Credit of the builder: 100 − 15 for the serious penalty − 41 for the grave one.
    @Test func `credit falls with the penalties and lists who falls below its limit`() async throws
    {
      let plan = plan
      let scheme = try #require(plan.credits.first { $0.id == "construction-dust" })
      let day = LivedYear.lastDay(ofQuarter: 4)
      let standings = try await year.district.ledger.read { db in
        try ["甲建筑公司", "乙建筑公司"].map { name in
          try Standing.credit(
            scheme, of: try YearDistrict.facility(called: name, in: db), on: day, plan: plan, in: db
          )
        }
      }
      #expect(standings.map { $0.points?.description } == ["44", "100"])
      #expect(standings.map(\.isBlacklisted) == [true, false])
    }
  }
}
