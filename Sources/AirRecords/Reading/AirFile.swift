public import AirQuality
import Foundation

/// A table of air values, read: places with their hours or days, and what was wrong with the rest.
public struct AirFile: Sendable {
  /// One place's values; hours in a table of hours, days in a table of days.
  public struct Place: Sendable {
    public let city: String?
    public let name: String
    public let hours: PollutantValues<HourlyValues>
    public let days: PollutantValues<DailyValues>
    /// Of a wide table of hours that has it; both over the same days, no direction where it is calm.
    public let wind: HourlyWind?
    /// Indices that the table publishes beside the values, in order of time; kept where asked for.
    public let published: [PublishedIndex]

    /// `city name`, or the name alone.
    public var title: String { city.map { $0 == name ? name : "\($0) \(name)" } ?? name }

    /// Daily values: as published, or of the hours.
    public func daily(rules: AssessmentRules? = nil) -> DailyRecord {
      hours.pollutants.isEmpty
        ? DailyRecord(published: days) : DailyRecord(of: hours, rules: rules)
    }
  }

  public let path: String
  public let isHourly: Bool
  public let places: [Place]
  /// Rows of values, the header not among them.
  public let rowCount: Int
  /// Values taken, and places left empty.
  public let valueCount: Int
  public let emptyCount: Int
  /// Places and times spoken of again with the same values.
  public let repeatCount: Int
  /// Places and times spoken of again with another value; the last one holds.
  public let correctionCount: Int
  /// The first thousand, and how many there were.
  public let badRows: [BadRow]
  public let badCount: Int
  /// Values with more decimals than are kept, rounded to four.
  public let roundedCount: Int

  /// Reads a table: plain, gzip or a sheet of an Excel workbook, UTF-8 or GB 18030, comma or tab or
  /// semicolon, wide (a column a pollutant) or long (a row a value).
  ///
  /// - Parameter progress: called now and then with the share that is read, 0…1.
  /// - Throws: `AirFileError` where nothing can be read. Bad rows do not throw: they are left out and
  ///   listed.
  public static func read(
    _ path: String, options: AirFileOptions = AirFileOptions(),
    progress: (Double) -> Void = { _ in }
  ) throws(AirFileError) -> AirFile {
    let data = try FileBytes.read(path, sheet: options.sheet)
    let outcome: Result<AirFile, AirFileError> = data.withUnsafeBytes { raw in
      do throws(AirFileError) {
        return .success(
          try read(
            raw.bindMemory(to: UInt8.self), path: path, options: options, progress: progress))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  private static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String, options: AirFileOptions,
    progress: (Double) -> Void
  ) throws(AirFileError) -> AirFile {
    var rows = DelimitedRows(bytes, comma: DelimitedRows.separator(bytes, lines: 1))
    guard rows.next() else { throw .empty(path: path) }
    let header = rows.fields.indices.map { rows.text($0) }
    let layout = try Layout(header: header, path: path, file: options)
    var reader = RowReader(layout: layout, options: options, file: path)
    while rows.next() {
      reader.take(rows)
      if rows.line.isMultiple(of: 65_536) { progress(rows.share) }
    }
    progress(1)
    return reader.finish(path: path)
  }
}

/// An index as somebody published it.
public struct PublishedIndex: Sendable, Hashable {
  /// Hours since 1970-01-01 00:00 local time in a table of hours, days since then in one of days.
  public let slot: Int
  public let aqi: Int
  /// As written, e.g. 良.
  public let level: String?
  /// As written; several where the table joins them.
  public let primary: [String]
  /// Lowest and highest hourly index of the day, where the table has them.
  public let hourlyRange: ClosedRange<Int>?
  /// The row's own concentrations; a later correction does not change them.
  public let concentrations: PollutantValues<ExactDecimal>
  /// The row in its file, the header being 1.
  public let row: Int
}
