import AirQuality
import ArgumentParser
import Foundation

/// How honest projections would have been: every station, rolling years, from the end of each month.
struct HindcastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hindcast",
    abstract: "Projects past years from what was known then, and judges the projections.")

  @Argument(help: "Folder of PRSA_<station>_20130301-20160229.csv.gz (UCI data set 501).")
  var folder: String
  @Option(help: "Draws of a projection.") var draws = 400

  /// A figure, what is projected of it, and its unit.
  private static let targets:
    [(
      name: String, Projection.Statistic, @Sendable (DailyRecord) -> [Double?]
    )] = [
      ("PM2.5 mean, µg/m³", .mean, { $0.values[.pm25].map(doubles) ?? [] }),
      ("O3 90th percentile, µg/m³", .percentile(90), { $0.values[.o3].map(doubles) ?? [] }),
      (
        "good days, %", .shareAtMost(100),
        { record in record.indices().map { $0.map { Double($0.aqi) } } }
      ),
    ]

  func run() async throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasPrefix("PRSA_") }.sorted()
    guard !files.isEmpty else { throw Stopped("\(folder): holds no PRSA_*.csv.gz") }
    let records = try files.map { DailyRecord(of: try PRSAFile.read("\(folder)/\($0)")) }
    print("\(files.count) stations; twelve-month periods that begin from 2014-03 to 2015-03")
    for (name, statistic, series) in Self.targets {
      let scores = await withTaskGroup(of: [Score].self) { tasks in
        for record in records {
          guard let first = record.firstDay else { continue }
          let daily = series(record)
          tasks.addTask { [draws] in Self.hindcast(statistic, daily, from: first, draws: draws) }
        }
        var scores: [Score] = []
        for await some in tasks { scores += some }
        return scores
      }
      report(name, scores)
    }
  }

  struct Score: Sendable {
    let monthsKnown: Int
    let isCovered: Bool
    let interval: Double
    let error: Double
    let carriedOnError: Double
  }

  private static func hindcast(
    _ statistic: Projection.Statistic, _ daily: [Double?], from first: CalendarDay, draws: Int
  ) -> [Score] {
    var settings = Projection.Settings()
    settings.draws = draws
    var scores: [Score] = []
    for start in 0...12 {
      let begin = month(2 + start, of: 2014)
      let period = AssessmentPeriod.days(
        begin, through: month(2 + start + 12, of: 2014).adding(days: -1))
      func projection(_ origin: CalendarDay) -> Projection? {
        Projection(
          of: statistic, daily: daily, from: first, in: period, at: origin, settings: settings)
      }
      guard let actual = projection(period.lastDay.adding(days: 1))?.finals.first else { continue }
      for known in 1...11 {
        let origin = month(2 + start + known, of: 2014)
        let toDate = AssessmentPeriod.days(begin, through: origin.adding(days: -1))
        guard let projected = projection(origin),
          let carriedOn = Projection(
            of: statistic, daily: daily, from: first, in: toDate, at: origin, settings: settings)?
            .finals.first
        else { continue }
        let (low, high) = (projected.quantile(0.1), projected.quantile(0.9))
        scores.append(
          Score(
            monthsKnown: known, isCovered: low <= actual && actual <= high,
            interval: high - low + 10 * max(0, low - actual) + 10 * max(0, actual - high),
            error: abs(projected.quantile(0.5) - actual),
            carriedOnError: abs(carriedOn - actual)))
      }
    }
    return scores
  }

  /// First day of a month counted from January of a year, from 0.
  private static func month(_ number: Int, of year: Int) -> CalendarDay {
    CalendarDay(year: year + number / 12, month: number % 12 + 1, day: 1)
  }

  private func report(_ name: String, _ scores: [Score]) {
    func row(_ title: String, _ scores: [Score]) {
      guard !scores.isEmpty else { return }
      func mean(_ value: (Score) -> Double) -> String {
        String(format: "%.2f", scores.map(value).reduce(0, +) / Double(scores.count))
      }
      print(
        "| \(title) | \(scores.count) | \(mean { $0.isCovered ? 100 : 0 }) | \(mean(\.interval)) | "
          + "\(mean(\.error)) | \(mean(\.carriedOnError)) |")
    }
    print("\n\(name)\n")
    print(
      "| months known | projections | in the 80 % interval, % | interval score | error | carried on |"
    )
    print("|---|---|---|---|---|---|")
    for known in 1...11 { row("\(known)", scores.filter { $0.monthsKnown == known }) }
    row("all", scores)
  }
}

private func doubles(_ values: DailyValues) -> [Double?] {
  (0..<values.dayCount).map { values[$0]?.approximate }
}
