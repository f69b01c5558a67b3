import AirQuality
import ArgumentParser
import Console
import Foundation
import Ledger
import Sheets
import Telemetry

/// `lantian store export`
struct StoreExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes samples as CSV, also while they are served: every value of every series.",
    discussion: """
      One row a value, by series and time. With --revisions also the values that later ones \
      corrected, numbered from 1, the current one last.
      """)

  @Option(name: .long, help: "The state folder.") var data: String
  @Option(help: "Only of a monitoring point, by its id.") var point: String?
  @Option(help: "Only of a quantity, by its id.") var quantity: String?
  @Option(help: "From this local time on, as 2021-06-01T08:00.") var from: String?
  @Option(help: "Before this local time.") var until: String?
  @Flag(help: "Corrected values too.") var revisions = false
  @Option(help: "File to write; standard output where not given.") var to: String?

  /// Samples read at once.
  private static let page = 10_000

  func run() async throws {
    let path = StateLayout(folder: data).telemetry
    try await Failing.plainlyAwaited {
      let store = try EmbeddedStore(reading: path)
      let output = try Output(to)
      let begin = try instant(from, "from", store) ?? .min
      let end = try instant(until, "until", store) ?? .max
      let keys = try await store.latest(nil).map(\.key).filter {
        (point == nil || $0.point == point) && (quantity == nil || $0.quantity == quantity)
      }
      var writer = CSVWriter(Self.columns.map { SheetColumn(header: $0, kind: .text) })
      for key in keys.sorted() {
        var next = begin
        while true {
          let samples = try await store.raw(key, from: next, until: end, limit: Self.page)
          for sample in samples {
            let earlier =
              revisions && sample.revisionCount > 0
              ? try await store.revisions(key, start: sample.start).dropLast() : []
            for (number, value) in (earlier + [sample]).enumerated() {
              writer.append(cells(key, value, number: number + 1, store))
            }
          }
          try output.write(writer.take())
          guard samples.count == Self.page, let last = samples.last else { break }
          next = last.start + 1
        }
      }
      try output.write(writer.take())
      try store.close()
    }
  }

  private static let columns = [
    "point", "quantity", "statistic", "window_seconds", "start", "value", "as_sent", "flag",
    "received", "sequence", "revision",
  ]

  private func cells(
    _ key: SeriesKey, _ sample: StoredSample, number: Int, _ store: EmbeddedStore
  ) -> [SheetCell] {
    let time = LocalTime(utcOffsetSeconds: store.utcOffsetSeconds)
    return [
      .text(key.point), .text(key.quantity), .text(key.statistic.rawValue),
      .number(ExactDecimal(Int64(key.windowSeconds))),
      .text(time.rfc3339(sample.start)), .number(sample.value),
      .number(sample.asSent), .text(sample.flag.rawValue),
      .text(time.rfc3339(sample.receivedAt)),
      .number(ExactDecimal(sample.sequence)), .number(ExactDecimal(Int64(number))),
    ]
  }

  private func instant(_ text: String?, _ option: String, _ store: EmbeddedStore) throws -> Int? {
    guard let text else { return nil }
    guard
      let instant = CalendarDate.instant(text, utcOffsetSeconds: store.utcOffsetSeconds)
    else { throw Unreadable(option: option, text: text) }
    return instant
  }

  private struct Unreadable: Error, CustomStringConvertible {
    let option: String
    let text: String
    var description: String {
      "--\(option) is \"\(text)\"; write a local time such as 2021-06-01T08:00"
    }
  }

  /// A new file, or standard output.
  private struct Output {
    let handle: FileHandle

    init(_ path: String?) throws {
      guard let path else {
        handle = .standardOutput
        return
      }
      guard !FileManager.default.fileExists(atPath: path) else { throw Exists(path: path) }
      guard FileManager.default.createFile(atPath: path, contents: nil),
        let handle = FileHandle(forWritingAtPath: path)
      else { throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path]) }
      self.handle = handle
    }

    func write(_ data: Data) throws { try handle.write(contentsOf: data) }
  }

  private struct Exists: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is there already; name a new file with --to" }
  }
}
