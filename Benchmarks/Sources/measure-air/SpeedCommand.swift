import AirQuality
import ArgumentParser
import Foundation

/// Years of hourly values to every daily index and every yearly assessment, beside the same arithmetic
/// in pandas on the same values in the same run.
struct SpeedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed", abstract: "Hours to daily AQI and yearly assessments, and in pandas.")

  @Option(help: "Stations.") var stations = 20
  @Option(help: "Years from 2012 on.") var years = 10
  @Option(help: "Turns; the best counts.") var turns = 5
  @Option(help: "Python with numpy and pandas; none to leave the comparison out.")
  var python: String?

  func validate() throws {
    guard (1...200).contains(stations) else { throw ValidationError("give 1 to 200 --stations") }
    guard (1...14).contains(years) else { throw ValidationError("give 1 to 14 --years") }
    guard (1...100).contains(turns) else { throw ValidationError("give 1 to 100 --turns") }
  }

  func run() async throws {
    let firstDay = CalendarDay(year: 2012, month: 1, day: 1)
    let dayCount =
      CalendarDay(year: 2012 + years, month: 1, day: 1).dayNumber - firstDay.dayNumber
    let district = try (0..<stations).map { station in
      try Self.made(station: station, firstDay: firstDay, dayCount: dayCount)
    }
    let clock = ContinuousClock()
    var best = Duration.seconds(1_000)
    var indices: [[Int?]] = []
    var assessments = 0
    for _ in 0..<turns {
      let begin = clock.now
      let results = await Self.assess(district, years: years)
      best = min(best, clock.now - begin)
      indices = results.map(\.indices)
      assessments = results.reduce(0) { $0 + $1.assessments.count }
    }
    let seconds = Double(best.components.attoseconds) / 1e18 + Double(best.components.seconds)
    let hours = stations * dayCount * 24
    print(
      "AirQuality: \(hours) hours of six pollutants to \(stations * dayCount) daily indices and "
        + "\(assessments) yearly assessments in \(Self.text(seconds)) s (best of \(turns), "
        + "\(ProcessInfo.processInfo.activeProcessorCount) cores)")
    guard let python else { return }
    try compare(district, indices, seconds: seconds, python: python)
  }

  struct Result: Sendable {
    let indices: [Int?]
    let assessments: [PeriodAssessment]
  }

  /// One task a station.
  static func assess(_ district: [PollutantValues<HourlyValues>], years: Int) async -> [Result] {
    await withTaskGroup(of: (Int, Result).self) { tasks in
      for (place, station) in district.enumerated() {
        tasks.addTask { (place, assess(station, years: years)) }
      }
      var results: [(Int, Result)] = []
      for await result in tasks { results.append(result) }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private static func assess(_ station: PollutantValues<HourlyValues>, years: Int) -> Result {
    let daily = DailyRecord(of: station)
    return Result(
      indices: daily.indices().map { $0?.aqi },
      assessments: (2012..<2012 + years).map { year in
        PeriodAssessment(of: daily.values, in: .year(year))
      })
  }

  /// Concentrations with seasons, noise and gaps; the same in every run.
  private static func made(
    station: Int, firstDay: CalendarDay, dayCount: Int
  ) throws -> PollutantValues<HourlyValues> {
    var state = UInt64(station + 1) &* 0x9E37_79B9_7F4A_7C15
    func random(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 33) % bound
    }
    let levels: [Pollutant: Int] = [
      .pm25: 40, .pm10: 70, .so2: 10, .no2: 35, .co: 8, .o3: 80,
    ]
    var made = PollutantValues<HourlyValues>()
    for pollutant in Pollutant.allCases {
      let decimals = pollutant == .co ? 1 : 0
      var values = HourlyValues(firstDay: firstDay, dayCount: dayCount, decimals: decimals)
      for hour in 0..<dayCount * 24 where random(50) != 0 {
        let winter = abs(hour / 24 % 365 - 182)
        let level = levels[pollutant]! * (60 + (pollutant == .o3 ? 182 - winter : winter)) / 120
        let value = level / 3 + random(max(2, level * 3 / 2)) + random(60) / 59 * random(level * 6)
        try values.set(ExactDecimal(Int64(value), scale: decimals), at: hour)
      }
      made[pollutant] = values
    }
    return made
  }

  private func compare(
    _ district: [PollutantValues<HourlyValues>], _ indices: [[Int?]], seconds: Double,
    python: String
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "measure-air-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // One file a pollutant: hours by stations, doubles, NaN where there is none.
    for pollutant in Pollutant.allCases {
      let columns = district.map { $0[pollutant]! }
      var numbers: [Double] = []
      numbers.reserveCapacity(columns[0].hourCount * columns.count)
      for hour in 0..<columns[0].hourCount {
        for column in columns { numbers.append(column[hour]?.approximate ?? .nan) }
      }
      try numbers.withUnsafeBytes { Data($0) }
        .write(to: folder.appending(path: "\(pollutant.rawValue).f64"))
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      python, "Benchmarks/pandas/assess.py", folder.path, "\(stations)", "\(turns)",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let theirs = output.split(separator: "\n").first.flatMap({ Double($0) })
    else {
      throw Stopped("\(python) Benchmarks/pandas/assess.py: failed; does it have numpy and pandas?")
    }
    print(
      "pandas: the same in \(Self.text(theirs)) s (best of \(turns)); "
        + "it takes \(Self.text(theirs / seconds)) times as long")
    let bytes = try Data(contentsOf: folder.appending(path: "aqi.f64"))
    let found = bytes.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    var differ = 0
    for day in indices[0].indices {
      for station in indices.indices {
        let mine = indices[station][day].map(Double.init)
        let other = found[day * indices.count + station]
        if mine != (other.isNaN ? nil : other) { differ += 1 }
      }
    }
    print(
      "daily indices that differ from those in binary floating point: \(differ) of \(found.count)")
  }

  private static func text(_ number: Double) -> String { String(format: "%.3f", number) }
}
