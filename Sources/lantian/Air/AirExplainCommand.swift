import AirQuality
import AirRecords
import ArgumentParser

/// `lantian air explain`: one figure, opened down to its inputs.
struct AirExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Opens a figure to its inputs: editions, what was counted and left out, roundings.",
    discussion: """
      Figures: aqi (with --day), mean, p90, p95, p98 of a --pollutant, composite, good-days.
      """)

  @OptionGroup var options: AirOptions
  @OptionGroup var span: PeriodOption
  @Option(help: "aqi, mean, p90, p95, p98, composite or good-days.") var figure: String
  @Option(help: "The day of the index, as 2021-06-01.") var day: String?
  @Option(help: "pm25, pm10, so2, no2, co or o3.") var pollutant: String?

  func run() throws {
    let file = try options.read()
    let records = try options.records(of: file)
    guard records.count == 1, let (title, daily) = records.first else {
      throw ValidationError(
        "\(options.file) has \(records.count) places; name one with --place to open its figure")
    }
    let figure = try named(in: daily)
    let hours =
      options.cities ? [] : try options.chosen(file.places, by: \.title).map(\.hours)
    let explanation = Explanation(of: figure, from: FigureInputs(record: daily, hours: hours))
    switch options.format {
    case .json:
      print(try ExplanationAnswer(explanation, of: figure, place: title, file: file).text)
    case .table, .csv:
      options.show(ExplanationLines(explanation, of: title, file: file).grid)
    }
  }

  /// The figure that the options name; all days of the record where they name no period.
  private func named(in daily: DailyRecord) throws -> Figure {
    let period = figure == "aqi" ? nil : try span.period(of: [daily])
    do throws(Figure.Fault) {
      return try Figure { parameter in
        switch parameter {
        case .figure: figure
        case .pollutant: pollutant
        case .day: day
        case .period: period?.description
        }
      }
    } catch {
      let remedy =
        switch error.parameter {
        case .figure: "write aqi, mean, p90, p95, p98, composite or good-days"
        case .pollutant: "write pm25, pm10, so2, no2, co or o3"
        case .day: "write the day of the index, as 2021-06-01"
        case .period: "write 2021, 2021-06 or two days with .. between"
        }
      throw ValidationError(
        "--\(error.parameter.rawValue) is \(error.found.map { "\"\($0)\"" } ?? "missing"); "
          + remedy)
    }
  }
}
