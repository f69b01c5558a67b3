import ActionPlan
import AirQuality
import Steering
import Testing

extension ShangyuYear {
  /// Earlier days, asked about at the year's end.
  struct KnowledgeTests {
    private let year: LivedYear
    private let expected: ExpectedFigures
    private var plan: Plan { year.district.plan }

    init() throws {
      expected = try ExpectedFigures()
      year = try #require(LivedYear.current)
    }

    /// What came later, and what was corrected later, was not known then.
    @Test(arguments: 1...3)
    func `as it was known at the end of a quarter the figure is what it was then`(
      quarter: Int
    ) async throws {
      let day = LivedYear.lastDay(ofQuarter: quarter)
      let knownAt = YearDistrict.epoch("\(day)", hour: 24)
      for indicator in plan.indicators {
        let reading = try await year.district.reading(indicator, on: day, knownAt: knownAt)
        #expect(
          ExpectedFigures.words(reading)
            == expected.figures[indicator.id]?[quarter - 1],
          "\(indicator.id)")
      }
    }

    @Test(arguments: [
      // The week of the Spring Festival was handed in in April.
      ("duty-days", "2021-03-31", "83", "90"),
      // A batch of urea that had been entered twice was taken out in May.
      ("urea-spot-checks", "2021-04-30", "3", "2"),
      // April's freight was 500 t too high.
      ("shifted-to-water", "2021-04-30", "87000", "86500"),
      // 8 t of the first project were taken back in November.
      ("nox-reduced", "2021-06-30", "118.5", "110.5"),
    ])
    func `a correction changes what is known of an earlier day, and not what was known on it`(
      id: String, day: String, then: String, now: String
    ) async throws {
      let indicator = try #require(plan.indicator(id))
      let asked = try #require(CalendarDay(day))
      let known = try await year.district.reading(
        indicator, on: asked, knownAt: YearDistrict.epoch(day, hour: 23))
      #expect(known.value?.description == then)
      #expect(try await year.district.reading(indicator, on: asked).value?.description == now)
    }

    /// What is done by a day does not hang on the day of asking.
    @Test(arguments: [
      // One of two due was verified by June, the other in July.
      ("reductions-in-time", "50.0"), ("upgrades-in-time", "66.7"),
      ("small-coal-boilers-left", "1"), ("inefficient-treatment-left", "2"),
      ("failed-fuel-handled", "0.0"), ("vessels-in-time", "100.0"), ("clusters-planned", "66.7"),
    ])
    func `asked in December, June's figure has only what was done by June`(
      id: String, value: String
    ) async throws {
      let indicator = try #require(plan.indicator(id))
      let june = try await year.district.reading(indicator, on: LivedYear.lastDay(ofQuarter: 2))
      #expect(june.value?.description == value)
    }
  }
}
