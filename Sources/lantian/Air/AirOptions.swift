import AirQuality
import AirRecords
import ArgumentParser
import Foundation

/// The table a command reads, and how it is to be understood.
struct AirFileChoice: ParsableArguments {
  @Argument(
    help: "A table of hours or days: CSV, plain or gzip, or .xlsx; Docs/air-quality.md says which.")
  var file: String

  @Option(help: "A workbook's sheet; the first one that is not hidden where not given.")
  var sheet: String?

  @Flag(help: "Hours are labelled by their end, 1 to 24.")
  var hoursAreEnds = false

  @Flag(help: "0 stands for a missing value.")
  var zeroIsMissing = false

  @Flag(help: "CO is given in µg/m³.")
  var coInMicrograms = false

  var options: AirFileOptions {
    var options = AirFileOptions()
    options.hoursAreEnds = hoursAreEnds
    options.isZeroMissing = zeroIsMissing
    options.isCOInMicrograms = coInMicrograms
    options.sheet = sheet
    return options
  }
}

/// What every command that shows figures of a table takes.
struct AirOptions: ParsableArguments {
  @OptionGroup var choice: AirFileChoice

  @Option(help: "Only this place, by its name or by city and name.")
  var place: String?

  @Flag(help: "Take the mean of each city's stations instead of the stations.")
  var cities = false

  @Option(help: "table, json or csv.")
  var format = Grid.Format.table

  var file: String { choice.file }

  /// Reads the file and tells on standard error what was wrong with it.
  func read(keepsPublished: Bool = false) throws -> AirFile {
    var options = choice.options
    options.keepsPublished = keepsPublished
    let read = try AirFile.read(file, options: options)
    read.complain(showing: 5)
    return read
  }

  /// Places as records of days, in the file's order.
  func records(of file: AirFile) throws -> [(title: String, daily: DailyRecord)] {
    var records: [(title: String, daily: DailyRecord)] = []
    if cities {
      var stations: [String: [DailyRecord]] = [:]
      var order: [String] = []
      for place in file.places {
        let city = place.city ?? place.name
        if stations[city] == nil { order.append(city) }
        stations[city, default: []].append(place.daily())
      }
      for city in order {
        let values = PollutantValues { pollutant in
          DailyValues(meanOver: stations[city, default: []].compactMap { $0.values[pollutant] })
        }
        records.append((city, DailyRecord(published: values)))
      }
    } else {
      records = file.places.map { ($0.title, $0.daily()) }
    }
    return try chosen(records, by: \.title)
  }

  /// The places that `--place` names, or all.
  func chosen<Item>(_ items: [Item], by title: (Item) -> String) throws -> [Item] {
    guard let place else { return items }
    let found = items.filter { title($0) == place || title($0).hasSuffix(" \(place)") }
    guard !found.isEmpty else {
      let near = items.prefix(5).map(title).joined(separator: ", ")
      throw ValidationError(
        "--place is \"\(place)\", which \(file) does not have; it has \(near) …")
    }
    return found
  }

  func show(_ grid: Grid) { print(grid.text(format), terminator: "") }
}

/// What was left out of a table, told on standard error.
enum ToldRows {
  static func tell(_ rows: [BadRow], of count: Int, in path: String, showing shown: Int) {
    for row in rows.prefix(shown) { say("\(row)") }
    if count > shown { say("\(path): \(count) values or rows were left out in all") }
  }

  static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

extension AirFile {
  /// Tells on standard error what was left out and what came twice.
  ///
  /// - Parameter shown: how many bad rows are told one by one.
  func complain(showing shown: Int) {
    ToldRows.tell(badRows, of: badCount, in: path, showing: shown)
    if correctionCount > 0 {
      ToldRows.say(
        "\(path): \(correctionCount) places and times come again with another value; the last "
          + "holds")
    }
  }
}

/// The period that a command speaks of.
struct PeriodOption: ParsableArguments {
  @Option(
    help:
      "2021, 2021-06, 2021-Q2, 2021-H1, 2021-06-01 or 2021-01-01..2021-06-30; all days of the file where not given."
  )
  var period: String?

  func period(of records: [DailyRecord]) throws -> AssessmentPeriod {
    if let period {
      guard let read = AssessmentPeriod(period) else {
        throw ValidationError(
          "--period is \"\(period)\"; write 2021, 2021-06, 2021-Q2, 2021-H1, 2021-06-01 or two days "
            + "with .. between")
      }
      return read
    }
    guard let first = records.compactMap(\.firstDay).min(),
      let last = records.compactMap(\.lastDay).max()
    else { throw ValidationError("the file holds no value; nothing can be assessed") }
    return .days(first, through: last)
  }
}

extension AssessmentPeriod {
  /// Reads a bulletin's period: what `init(_:)` reads, or months as `2021-01..2021-05`. A span that
  /// has a name of its own, such as 2021-H1, is that one however it was written.
  init?(bulletin text: String) {
    let ends = text.split(separator: "..", maxSplits: 1).map { AssessmentPeriod($0) }
    if let whole = AssessmentPeriod(text) {
      self = whole
    } else if ends.count == 2, let first = ends[0], let last = ends[1], first.kind == .month,
      last.kind == .month, first.firstDay <= last.lastDay
    {
      self = .days(first.firstDay, through: last.lastDay)
    } else {
      return nil
    }
    self = named
  }
}

extension Grid.Format: ExpressibleByArgument {}
