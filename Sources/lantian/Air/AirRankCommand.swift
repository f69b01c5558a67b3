import AirQuality
import AirRecords
import ArgumentParser

/// `lantian air rank`: places in order of a figure.
struct AirRankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank", abstract: "Places in order of a figure of a period.")

  enum Figure: String, CaseIterable, ExpressibleByArgument {
    case composite, pm25, pm10, so2, no2, co, o3
    case goodDays = "good-days"
  }

  @OptionGroup var options: AirOptions
  @OptionGroup var span: PeriodOption
  @Option(help: "composite, good-days, pm25, pm10, so2, no2, co or o3.")
  var by = Figure.composite
  @Flag(help: "Number equal figures 1, 1, 2 instead of 1, 1, 3.") var dense = false

  func run() throws {
    let records = try options.records(of: try options.read())
    let period = try span.period(of: records.map(\.daily))
    let before = period.yearBefore
    let figures = records.map { figure(of: $0.daily, in: period) }
    let earlier = records.map { figure(of: $0.daily, in: before) }
    let ranks = ranks(
      of: figures, order: by == .goodDays ? .descending : .ascending,
      ties: dense ? .dense : .competition)
    var grid = Grid(["rank", "place", "period", by.rawValue, "a year before", changeTitle])
    let order = records.indices.sorted { (ranks[$0] ?? .max, $0) < (ranks[$1] ?? .max, $1) }
    for place in order {
      grid.rows.append([
        Grid.Cell(ranks[place]), .text(records[place].title), .text(period.description),
        Grid.Cell(figures[place]), Grid.Cell(earlier[place]),
        Grid.Cell(change(from: earlier[place], to: figures[place])),
      ])
    }
    options.show(grid)
  }

  private var changeTitle: String { by == .goodDays ? "change, points" : "change %" }

  private func figure(of daily: DailyRecord, in period: AssessmentPeriod) -> ExactDecimal? {
    switch by {
    case .goodDays: GoodDays(period.days.map { daily.index(on: $0)?.aqi }).ratio
    case .composite: CompositeIndex(of: PeriodAssessment(of: daily.values, in: period))?.total
    default:
      Pollutant(rawValue: by.rawValue).flatMap { pollutant in
        PeriodAssessment(of: daily.values, in: period)
          .item(pollutant, PeriodAssessment.headline(of: pollutant))?.stated
      }
    }
  }

  private func change(from earlier: ExactDecimal?, to later: ExactDecimal?) -> ExactDecimal? {
    guard let earlier, let later else { return nil }
    return by == .goodDays
      ? later.subtracting(earlier)
      : relativeChange(from: earlier, to: later)
  }
}
