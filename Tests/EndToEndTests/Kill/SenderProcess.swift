import Foundation

/// The independent sender (`Senders/sender.py`) at work on its part of a timetable.
struct SenderProcess: Sendable {
  let journal: URL
  private let summary: URL
  private let process: Process

  static func start(
    _ lines: [String], number: Int, gatewayPort: Int, folder: URL, patienceSeconds: Int
  ) throws -> SenderProcess {
    let timetable = folder.appending(path: "timetable-\(number).txt")
    let journal = folder.appending(path: "acknowledged-\(number).txt")
    let summary = folder.appending(path: "summary-\(number).json")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: timetable)
    try Data().write(to: summary)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3",
      BuiltCommand.packageRoot.appending(path: "Tests/EndToEndTests/Senders/sender.py").path,
      "--port", "\(gatewayPort)", "--journal", journal.path, "--patience", "\(patienceSeconds)",
    ]
    process.standardInput = try FileHandle(forReadingFrom: timetable)
    process.standardOutput = try FileHandle(forWritingTo: summary)
    try process.run()
    return SenderProcess(journal: journal, summary: summary, process: process)
  }

  var isRunning: Bool { process.isRunning }

  func end() { process.terminate() }

  /// Waits until every frame is acknowledged, or the sender gave up.
  func finish() async throws -> (status: Int32, summary: String) {
    while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
    return (process.terminationStatus, try String(contentsOf: summary, encoding: .utf8))
  }

  /// What it noted on disk as acknowledged: `MN QN`.
  func acknowledged() throws -> Set<String> {
    Set(try String(contentsOf: journal, encoding: .utf8).split(separator: "\n").map(String.init))
  }
}
