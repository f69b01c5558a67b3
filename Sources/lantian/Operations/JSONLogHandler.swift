import Foundation
import Logging

/// One JSON object a line on standard error, for log collectors.
struct JSONLogHandler: LogHandler {
  let label: String
  var logLevel = Logger.Level.info
  var metadata = Logger.Metadata()

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.mapValues { "\($0)" }
    fields["time"] = Date.now.formatted(.iso8601.dateTimeSeparator(.standard))
    fields["level"] = event.level.rawValue
    fields["logger"] = label
    fields["message"] = event.message.description
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var line = try? encoder.encode(fields) else { return }
    line.append(UInt8(ascii: "\n"))
    FileHandle.standardError.write(line)
  }
}

extension Settings.Log {
  /// Sets the process's logging up; once, in `serve` only.
  func bootstrap() {
    let (level, format) = (level, format)
    LoggingSystem.bootstrap { label in
      switch format {
      case .json: JSONLogHandler(label: label, logLevel: level)
      case .text:
        {
          var handler = StreamLogHandler.standardError(label: label)
          handler.logLevel = level
          return handler
        }()
      }
    }
  }
}
