import AirQuality
import AirRecords
import ArgumentParser

/// `lantian air aqi`: the index of every hour or day.
struct AirIndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aqi", abstract: "The AQI of every hour or day, with its individual indices.")

  @OptionGroup var options: AirOptions
  @Option(help: "2012 or 2026: pins an edition of HJ 633; that of each day where not given.")
  var edition: Int?
  @Flag(
    help:
      "Compare with the indices that the table publishes: how many agree, and why others do not.")
  var compare = false
  @Flag(help: "Daily indices of a table of hours.")
  var daily = false

  func validate() throws {
    if let edition, edition != 2012, edition != 2026 {
      throw ValidationError("--edition is \(edition); write 2012 or 2026")
    }
  }

  private var pinned: IndexEdition? {
    edition.map { $0 == 2012 ? .hj633of2012 : .hj633of2026 }
  }

  func run() throws {
    let file = try options.read(keepsPublished: compare)
    if compare { return options.show(comparison(IndexComparison(file, edition: pinned))) }
    options.show(
      file.isHourly && !daily && !options.cities ? try hours(of: file) : try days(of: file))
  }

  private static let columns =
    ["place", "time", "aqi", "category", "primary"] + Pollutant.allCases.map { "iaqi \($0.name)" }

  private func row(_ place: String, _ time: String, _ index: AirQualityIndex) -> [Grid.Cell] {
    [
      .text(place), .text(time), Grid.Cell(index.aqi), .text(index.category.chineseName),
      .text(index.primaryPollutants.map(\.name).joined(separator: ";")),
    ] + Pollutant.allCases.map { Grid.Cell(index.iaqi[$0]) }
  }

  private func days(of file: AirFile) throws -> Grid {
    var grid = Grid(Self.columns)
    for (title, daily) in try options.records(of: file) {
      guard let first = daily.firstDay else { continue }
      for (offset, index) in daily.indices(edition: pinned).enumerated() {
        guard let index else { continue }
        grid.rows.append(row(title, first.adding(days: offset).description, index))
      }
    }
    return grid
  }

  private func hours(of file: AirFile) throws -> Grid {
    var grid = Grid(Self.columns)
    for place in try options.chosen(file.places, by: \.title) {
      guard let first = place.hours.pairs.map(\.value.firstDay).min(),
        let last = place.hours.pairs.map({ $0.value.firstDay.adding(days: $0.value.dayCount) })
          .max()
      else { continue }
      for number in first.dayNumber * 24..<last.dayNumber * 24 {
        let day = CalendarDay(dayNumber: number / 24)
        let values = PollutantValues { pollutant -> ExactDecimal? in
          guard let series = place.hours[pollutant] else { return nil }
          let hour = number - series.firstDay.dayNumber * 24
          return (0..<series.hourCount).contains(hour) ? series[hour] : nil
        }
        let index = try AirQualityIndex(
          .hourly, of: values, edition: pinned ?? .inForce(on: day))
        guard let index else { continue }
        let hour = number % 24
        grid.rows.append(row(place.title, "\(day) \(hour < 10 ? "0" : "")\(hour):00", index))
      }
    }
    return grid
  }

  private func comparison(_ comparison: IndexComparison) -> Grid {
    var grid = Grid(["cause", "rows", "share %", "for example"])
    for cause in IndexComparison.Cause.allCases {
      guard let count = comparison.counts[cause] else { continue }
      let sample = comparison.samples[cause]?.first.map { sample in
        "\(sample.place), row \(sample.row): published \(sample.published), "
          + "computed \(sample.computed.map(String.init) ?? "none")"
      }
      grid.rows.append([
        .text(cause.rawValue), Grid.Cell(count), Grid.Cell(comparison.share(of: cause)),
        Grid.Cell(sample),
      ])
    }
    return grid
  }
}
