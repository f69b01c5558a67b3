/// The complaints of one reading, in the order they were found. It stops at a limit, because a file
/// that is wrong everywhere needs one look and not a thousand lines.
final class DiagnosticLog {
  static let limit = 200

  private(set) var entries: [Diagnostic] = []
  private(set) var errorCount = 0
  var hasErrors: Bool { errorCount > 0 }

  /// Whether more complaints are counted and not kept.
  var isFull: Bool { entries.count >= Self.limit }

  /// - Parameter remedy: looked for only while there is room, because it may take time.
  func error(_ location: Location, _ problem: String, _ remedy: @autoclosure () -> String) {
    errorCount += 1
    guard !isFull else { return }
    append(Diagnostic(location: location, severity: .error, problem: problem, remedy: remedy()))
  }

  func warning(_ location: Location, _ problem: String, _ remedy: String) {
    append(Diagnostic(location: location, severity: .warning, problem: problem, remedy: remedy))
  }

  private func append(_ diagnostic: Diagnostic) {
    guard !isFull else { return }
    entries.append(diagnostic)
  }

  /// By file, line and column, as a person works through them.
  var sorted: [Diagnostic] {
    entries.enumerated().sorted { a, b in
      let (x, y) = (a.element.location, b.element.location)
      return (x.file, x.line, x.column, a.offset) < (y.file, y.line, y.column, b.offset)
    }.map(\.element)
  }
}
