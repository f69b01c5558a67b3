import AirQuality
import Foundation

/// One station of the multi-site set (UCI 501): every hour a row, all µg/m³, `NA` where missing.
enum PRSAFile {
  static func read(_ path: String) throws -> PollutantValues<HourlyValues> {
    let unpack = Process()
    unpack.executableURL = URL(filePath: "/usr/bin/env")
    unpack.arguments = ["gzip", "-dc", path]
    let pipe = Pipe()
    unpack.standardOutput = pipe
    try unpack.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    unpack.waitUntilExit()
    let rows = text.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    guard let first = rows.first, rows.allSatisfy({ $0.count == 18 }),
      let day = CalendarDay("\(first[1])-\(first[2])-\(first[3])")
    else { throw Stopped("\(path): is not a file of the multi-site set") }
    let columns: [(Pollutant, Int)] = [
      (.pm25, 5), (.pm10, 6), (.so2, 7), (.no2, 8), (.co, 9), (.o3, 10),
    ]
    var values = PollutantValues<HourlyValues>()
    for (pollutant, column) in columns {
      var series = HourlyValues(
        firstDay: day, dayCount: rows.count / 24, decimals: 3)
      for (hour, row) in rows.enumerated() {
        guard let number = ExactDecimal(row[column]) else { continue }
        let value = pollutant == .co ? number.shifted(by: -3) : number
        try series.set(value?.rounded(to: 3), at: hour)
      }
      values[pollutant] = series
    }
    return values
  }
}
