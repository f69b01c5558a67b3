import ArgumentParser
import Foundation

/// Writes a large table of hours to measure reading with: the same one each time.
struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table", abstract: "Writes a year of hours of six pollutants as CSV.")

  @Argument(help: "File to write.")
  var path: String

  @Option(help: "Places; 280 make some 100 MB.")
  var places = 280

  func run() throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw Stopped("\(path): cannot be written") }
    defer { try? file.close() }
    try file.write(contentsOf: Data("station,datetime,PM2.5,PM10,SO2,NO2,CO,O3\n".utf8))
    var state: UInt64 = 1
    func next(_ range: ClosedRange<Int>) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return range.lowerBound + Int(state >> 33) % range.count
    }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for place in 1...places {
      var text = ""
      for (month, days) in months.enumerated() {
        for day in 1...days {
          for hour in 0..<24 {
            text +=
              "S\(place),2021-\(two(month + 1))-\(two(day)) \(two(hour)):00,\(next(3...180)),"
              + "\(next(5...250)),\(next(2...30)),\(next(5...90)),0.\(next(2...9)),\(next(5...220))\n"
          }
        }
      }
      try file.write(contentsOf: Data(text.utf8))
    }
  }
}
