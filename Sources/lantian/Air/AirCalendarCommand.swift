import AirQuality
import AirRecords
import ArgumentParser

/// `lantian air calendar`: a year of days.
struct AirCalendarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar", abstract: "The daily AQI of a year, a line a month.")

  @OptionGroup var options: AirOptions
  @Option(help: "The year; the file's last where not given.") var year: Int?

  func validate() throws {
    if let year, !(1980...2100).contains(year) {
      throw ValidationError("--year is \(year); write a year such as 2021")
    }
  }

  func run() throws {
    let records = try options.records(of: try options.read())
    guard let year = year ?? records.compactMap({ $0.daily.lastDay?.year }).max() else {
      throw ValidationError("\(options.file) holds no value; there is no year to show")
    }
    options.show(options.format == .table ? months(records, of: year) : days(records, of: year))
  }

  private func months(_ records: [(title: String, daily: DailyRecord)], of year: Int) -> Grid {
    var grid = Grid(
      ["place", "month"] + (1...31).map(String.init) + ["good", "valid", "good %"])
    for (title, daily) in records {
      var whole: [Int?] = []
      for month in 1...12 {
        let indices = AssessmentPeriod.month(month, of: year).days.map { daily.index(on: $0)?.aqi }
        let good = GoodDays(indices)
        whole += indices
        grid.rows.append(
          [.text(title), .text("\(year)-\(month < 10 ? "0" : "")\(month)")]
            + (0..<31).map { $0 < indices.count ? Grid.Cell(indices[$0]) : .none }
            + [Grid.Cell(good.good), Grid.Cell(good.valid), Grid.Cell(good.ratio)])
      }
      let good = GoodDays(whole)
      grid.rows.append(
        [.text(title), .text("\(year)")] + (0..<31).map { _ in Grid.Cell.none }
          + [Grid.Cell(good.good), Grid.Cell(good.valid), Grid.Cell(good.ratio)])
    }
    return grid
  }

  private func days(_ records: [(title: String, daily: DailyRecord)], of year: Int) -> Grid {
    var grid = Grid(["place", "day", "aqi", "level", "category", "colour", "primary"])
    for (title, daily) in records {
      for day in AssessmentPeriod.year(year).days {
        let index = daily.index(on: day)
        grid.rows.append([
          .text(title), .text(day.description), Grid.Cell(index?.aqi),
          Grid.Cell(index?.category.level), Grid.Cell(index?.category.chineseName),
          Grid.Cell(index?.category.colour),
          Grid.Cell(index.map { $0.primaryPollutants.map(\.name).joined(separator: ";") }),
        ])
      }
    }
    return grid
  }
}
