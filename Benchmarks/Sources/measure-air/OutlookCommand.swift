import AirQuality
import ArgumentParser
import Foundation

/// How honest a day's outlook would have been: every station, every day with a year before it.
struct OutlookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outlook",
    abstract: "Looks a day ahead on past days with what was known then, and judges it.")

  @Argument(help: "Folder of PRSA_<station>_20130301-20160229.csv.gz (UCI data set 501).")
  var folder: String

  func run() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasPrefix("PRSA_") }.sorted()
    guard !files.isEmpty else { throw Stopped("\(folder): holds no PRSA_*.csv.gz") }
    var (days, covered, width, error, carriedOn) = (0, 0, 0, 0, 0)
    for file in files {
      let record = DailyRecord(of: try PRSAFile.read("\(folder)/\(file)"))
      guard let first = record.firstDay else { continue }
      let indices = record.indices().map { $0?.aqi }
      for place in 365..<indices.count {
        guard let actual = indices[place], let before = indices[place - 1],
          let outlook = DayOutlook(of: indices, from: first, on: first.adding(days: place))
        else { continue }
        days += 1
        if (outlook.low...outlook.high).contains(actual) { covered += 1 }
        width += outlook.high - outlook.low
        error += abs(outlook.middle - actual)
        carriedOn += abs(before - actual)
      }
    }
    func mean(_ sum: Int) -> String { String(format: "%.1f", Double(sum) / Double(days)) }
    print("\(files.count) stations, \(days) days")
    print("in the span, %: \(String(format: "%.1f", Double(covered) * 100 / Double(days)))")
    print("width of the span, AQI: \(mean(width))")
    print("error of the middle, AQI: \(mean(error)); of yesterday's index: \(mean(carriedOn))")
  }
}
