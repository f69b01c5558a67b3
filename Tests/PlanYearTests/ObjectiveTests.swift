import ActionPlan
import AirQuality
import Steering
import Testing

extension ShangyuYear {
  /// The plan's objectives at the end of the same year, from the city's daily figures.
  struct ObjectiveTests {
    private let readings: [String: ObjectiveReading]

    init() throws { readings = try #require(LivedYear.current).objectives }

    @Test func `each objective of the plan is looked at`() {
      #expect(Set(readings.keys) == ["O.1", "O.2", "O.3", "O.4", "O.6", "O.7"])
    }

    /// 9,246 µg/m³ in 365 days are 25.33, judged whole; the 329th of 365 daily O3 values is 150;
    /// 340 of 365 days are good.
    @Test(arguments: [("O.1", "25"), ("O.2", "150"), ("O.3", "93.2")])
    func `what each day adds to is met by the year's figure`(id: String, figure: String) {
      guard case .daily(let standing, _)? = readings[id] else {
        Issue.record("\(id) is not steered by the day")
        return
      }
      #expect(standing.toDate?.description == figure)
      #expect(standing.validDays == 365)
      #expect(standing.course == .met)
    }

    @Test func `all six pollutants meet class II`() {
      guard case .figures(let standing)? = readings["O.4"] else {
        Issue.record("O.4 is not read off figures")
        return
      }
      #expect(standing.course == .met)
    }

    /// Composite indices: Xinchang 2.45, Shengzhou 2.84, Shangyu 3.39, Zhuji 3.71, Yuecheng 3.87, Keqiao 4.00.
    @Test func `the district is third of six`() {
      guard case .figures(let standing)? = readings["O.6"],
        case .rank(let table, let rank) = standing.reading
      else {
        Issue.record("O.6 is no rank")
        return
      }
      #expect(table.rankedCount == 6)
      #expect(rank == 3)
      #expect(standing.course == .met)
    }

    /// 25/35, 48/70, 6/60, 28/40, 1.0/4 and 150/160 are 0.71 + 0.69 + 0.10 + 0.70 + 0.25 + 0.94 = 3.39;
    /// 27/35, 50/70, 6/60, 30/40, 0.8/4 and 100/160 are 0.77 + 0.71 + 0.10 + 0.75 + 0.20 + 0.62 = 3.15.
    @Test func `air that is worse than the year before misses its objective`() {
      guard case .figures(let standing)? = readings["O.7"],
        case .change(let changes, let kind) = standing.reading,
        let change = changes.first(where: { $0.kind == kind })
      else {
        Issue.record("O.7 is no change")
        return
      }
      #expect("\(change.now) after \(change.before)" == "3.39 after 3.15")
      #expect(standing.course == .missed)
    }
  }
}
