public import AirQuality
import Foundation

/// A bulletin's table, read: one period's figures of several places as somebody printed them.
public struct AirBulletin: Sendable {
  /// One place's figures.
  public struct Row: Sendable, Hashable {
    public let place: String
    public let city: String?
    /// Means of SO2, NO2, PM10 and PM2.5, the 95th percentile of CO and the 90th of O3, in µg/m³,
    /// CO in mg/m³.
    public let stated: PollutantValues<ExactDecimal>
    /// Composite index. 环境空气质量综合指数
    public let composite: ExactDecimal?
    /// Per cent of the days. 优良天数比例
    public let goodShare: ExactDecimal?
    public let rank: Int?
    /// The row in its file, from 1.
    public let row: Int
  }

  public let path: String
  public let rows: [Row]
  /// Titles above the header, second lines of it and notes: rows that hold no figure.
  public let skippedRows: [Int]
  /// The first thousand, and how many there were.
  public let badRows: [BadRow]
  public let badCount: Int

  /// Reads a table with a place a row, in the forms that `AirFile` takes. The header may stand below
  /// a title, in one of the first ten rows that hold anything.
  ///
  /// - Parameter options: of these, `isCOInMicrograms` and `sheet` matter.
  /// - Throws: `AirFileError` where nothing can be read. Bad rows do not throw: they are left out and
  ///   listed.
  public static func read(
    _ path: String, options: AirFileOptions = AirFileOptions()
  ) throws(AirFileError) -> AirBulletin {
    let data = try FileBytes.read(path, sheet: options.sheet)
    let outcome: Result<AirBulletin, AirFileError> = data.withUnsafeBytes { raw in
      do throws(AirFileError) {
        return .success(
          try read(raw.bindMemory(to: UInt8.self), path: path, options: options))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  private static let headerSought = 10

  private static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String, options: AirFileOptions
  ) throws(AirFileError) -> AirBulletin {
    var rows = DelimitedRows(
      bytes, comma: DelimitedRows.separator(bytes, lines: headerSought))
    var (skipped, first): ([Int], [String]) = ([], [])
    while skipped.count < headerSought, rows.next() {
      let header = rows.fields.indices.map { rows.text($0) }
      var ahead = rows
      let below = ahead.next() ? ahead.fields.indices.map { ahead.text($0) } : []
      let layout = try BulletinLayout(
        header: header, below: below, row: rows.line, path: path, file: options)
      if let layout {
        if layout.hasSecondLine {
          rows = ahead
          skipped.append(rows.line)
        }
        var reader = BulletinReader(layout: layout, path: path, skippedRows: skipped)
        while rows.next() { reader.take(rows) }
        return reader.finish()
      }
      if skipped.isEmpty { first = header }
      skipped.append(rows.line)
    }
    guard let row = skipped.first else { throw .empty(path: path) }
    throw .noColumn(
      path: path, row: row, needed: "a place and a figure in one of the first ten rows",
      found: first)
  }
}
