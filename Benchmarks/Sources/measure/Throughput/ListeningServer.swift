import Foundation
import Synchronization

/// `measure listen` in a process of its own, which tells each second how far it is.
final class ListeningServer: Sendable {
  private let process: Process
  private let progress: Progress
  let pid: Int

  private final class Progress: Sendable {
    let applied = Mutex(0)
    let rest = Mutex("")

    func take(_ text: String) {
      let lines = rest.withLock { rest -> [Substring] in
        let whole = rest + text
        let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
        rest = String(lines.last ?? "")
        return lines.dropLast()
      }
      for line in lines {
        let words = line.split(separator: " ")
        if words.first == "queryable", let count = words.last.flatMap({ Int($0) }) {
          applied.withLock { $0 = count }
        } else {
          print("  server: \(line)")
        }
      }
    }
  }

  /// Frames whose values can be asked for.
  var applied: Int { progress.applied.withLock { $0 } }

  init(folder: String, port: Int, devices: Int, isWhole: Bool) throws {
    let (process, progress, pipe) = (Process(), Progress(), Pipe())
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments =
      [
        "listen", "--folder", folder, "--port", "\(port)", "--devices", "\(devices)", "--minutes",
        "--report",
      ]
      + (isWhole ? ["--whole"] : [])
    process.standardOutput = pipe
    pipe.fileHandleForReading.readabilityHandler = { handle in
      let data = handle.availableData
      if data.isEmpty { handle.readabilityHandler = nil }
      progress.take(String(decoding: data, as: UTF8.self))
    }
    try process.run()
    pid = Int(process.processIdentifier)
    self.process = process
    self.progress = progress
    for _ in 0..<300 {
      if let descriptor = try? connection(port: UInt16(port)) {
        close(descriptor)
        return
      }
      usleep(100_000)
    }
    process.terminate()
    throw Stopped("the server did not open port \(port)")
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }
}
