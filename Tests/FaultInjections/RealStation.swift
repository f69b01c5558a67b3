public import Foundation

/// A station's real hourly values of three years, from the UCI Beijing Multi-Site set (number 501).
public struct RealStation: Sendable {
  public let name: String
  /// Hours by quantity of the shipped plan, in its units; not a number where missing.
  public let hours: [String: [Double]]

  public static let quantities = ["pm25", "pm10", "so2", "no2", "co", "o3"]

  /// Stations that the default settings were found with.
  public static let tuning = [
    "Aotizhongxin", "Changping", "Dongsi", "Guanyuan", "Gucheng", "Shunyi",
  ]
  /// Stations that were looked at for the figures alone.
  public static let heldOut = [
    "Dingling", "Huairou", "Nongzhanguan", "Tiantan", "Wanliu", "Wanshouxigong",
  ]

  public init(name: String, hours: [String: [Double]]) {
    self.name = name
    self.hours = hours
  }

  /// - Parameter folder: with `PRSA_<station>_20130301-20160229.csv.gz`.
  public static func read(_ name: String, from folder: URL) throws -> RealStation {
    let text = try unpacked(folder.appending(path: "PRSA_\(name)_20130301-20160229.csv.gz"))
    var hours: [String: [Double]] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",")
      for (column, quantity) in quantities.enumerated() {
        // CO is in µg/m³ there, in mg/m³ here.
        let value = Double(cells[5 + column]) ?? .nan
        hours[quantity, default: []].append(quantity == "co" ? value / 1000 : value)
      }
    }
    return RealStation(name: name, hours: hours)
  }

  private static func unpacked(_ file: URL) throws -> String {
    let gzip = Process()
    gzip.executableURL = URL(filePath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-dc", file.path]
    let output = Pipe()
    gzip.standardOutput = output
    try gzip.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    gzip.waitUntilExit()
    guard gzip.terminationStatus == 0 else { throw CocoaError(.fileReadCorruptFile) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
