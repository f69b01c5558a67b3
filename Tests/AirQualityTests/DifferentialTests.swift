import AirQuality
import Foundation
import Testing

/// Random figures against `Reference/reference.py`, rational arithmetic that shares nothing with the
/// library. `script/prove air` compares a million.
struct DifferentialTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let cases = Int(environment["LANTIAN_AIR_CASES"] ?? "") ?? 20_000
  private static let seed = UInt64(environment["LANTIAN_SEED"] ?? "") ?? 2021
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Reference/reference.py")

  @Test func `agrees with a reference written another way`() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", Self.script.path, "\(Self.cases)", "\(Self.seed)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    var judged: [String: Int] = [:]
    var differences: [String] = []
    var rest = Data()
    while true {
      let data = pipe.fileHandleForReading.availableData
      rest += data
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: rest[..<end], as: UTF8.self)
        rest = rest[rest.index(after: end)...]
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        judged[fields[0], default: 0] += 1
        let found = try Self.answer(fields)
        if found != fields.last!, differences.count < 20 {
          differences.append("\(line) but found \(found)")
        }
      }
      if data.isEmpty { break }
    }
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(judged.values.reduce(0, +) == Self.cases)
    #expect(judged.count == 10)
    #expect(differences == [], "seed \(Self.seed)")
    print(
      "\(Self.cases) figures compared (seed \(Self.seed)): \(judged.sorted { $0.key < $1.key })")
  }

  private static func answer(_ fields: [String]) throws -> String {
    switch fields[0] {
    case "iaqi":
      let item = try #require(Self.item(fields[2]))
      let table = try #require(edition(fields[1]).tables[item])
      return try table.iaqi(of: try #require(ExactDecimal(fields[3]))).map { "\($0)" } ?? ""
    case "aqi": return try aqi(fields)
    case "round":
      return try #require(ExactDecimal(fields[1])).rounded(to: try #require(Int(fields[2])))
        .description
    case "daily": return text(try hours(fields[1]).dailyMeans()[0])
    case "mda8": return text(try hours(fields[1]).dailyMaximum8h(limit: ExactDecimal(160))[0])
    case "percentile":
      let values = try daily(fields[2])
      return text(values.percentile(try #require(Int(fields[1])), in: period(values)))
    case "mean":
      let values = try daily(fields[1])
      return text(values.mean(in: period(values)))
    case "composite":
      return CompositeIndex(of: six(fields[1]))?.total.description ?? ""
    case "budget": return try budget(fields)
    default:
      let budget = DayBudget(
        target: try #require(ExactDecimal(fields[1])),
        soFar: GoodDays(
          good: try #require(Int(fields[2])), valid: try #require(Int(fields[3]))),
        daysLeft: try #require(Int(fields[4])))
      return "\(budget.needed)"
    }
  }

  private static func aqi(_ fields: [String]) throws -> String {
    let index = try AirQualityIndex(
      fields[2] == "hourly" ? .hourly : .daily, of: six(fields[3]), edition: edition(fields[1]))
    guard let index else { return "" }
    func list(_ pollutants: [Pollutant]) -> String {
      pollutants.map(\.rawValue).joined(separator: "+")
    }
    return "\(index.aqi);\(list(index.primaryPollutants));\(list(index.exceedingPollutants))"
  }

  private static func budget(_ fields: [String]) throws -> String {
    let budget = MeanBudget(
      target: try #require(ExactDecimal(fields[1])), decimals: 0,
      sum: ExactFraction(try #require(ExactDecimal(fields[2]))),
      validDays: try #require(Int(fields[3])), daysLeft: try #require(Int(fields[4])))
    return try #require(budget).greatestRequired(toDecimals: 0).map { "\($0)" } ?? ""
  }

  private static func edition(_ year: String) -> IndexEdition {
    year == "2012" ? .hj633of2012 : .hj633of2026
  }

  private static func item(_ name: String) -> IndexEdition.Item? {
    let parts = name.split(separator: "/")
    guard let pollutant = Pollutant(rawValue: String(parts[0])),
      let period = Int(parts[1]).flatMap({ IndexEdition.Item.Period(rawValue: $0) })
    else { return nil }
    return IndexEdition.Item(pollutant, period)
  }

  private static func six(_ text: String) -> PollutantValues<ExactDecimal> {
    let texts = text.split(separator: ",", omittingEmptySubsequences: false)
    return PollutantValues { pollutant in
      ExactDecimal(texts[Pollutant.allCases.firstIndex(of: pollutant)!])
    }
  }

  private static func hours(_ text: String) throws -> HourlyValues {
    try .sample(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
  }

  private static func daily(_ text: String) throws -> DailyValues {
    try .sample(text.split(separator: ",").map(String.init))
  }

  private static func period(_ values: DailyValues) -> AssessmentPeriod {
    .days(values.firstDay, through: values.lastDay)
  }

  private static func text(_ fraction: ExactFraction?) -> String {
    fraction.map { "\($0.numerator)/\($0.denominator)" } ?? ""
  }
}
