import Fleet
import Foundation
import Synchronization

/// Shows how far long work is, on standard error: a bar on a terminal, otherwise a line every tenth.
final class ProgressBar: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let tenths = Mutex(-1)
  private static let width = 40

  func show(_ progress: Replay.Progress) {
    let share =
      progress.rows == 0 ? 1 : Double(progress.acknowledged) / Double(progress.rows)
    show(
      share: share,
      "\(progress.acknowledged) of \(progress.rows) rows"
        + (progress.resent > 0 ? ", \(progress.resent) sent again" : ""))
  }

  /// - Parameter share: 0…1.
  func show(share: Double, _ more: String) {
    let text = "\(Int(share * 100)) %  \(more)"
    if isTerminal {
      let full = min(Int(share * Double(Self.width)), Self.width)
      let bar =
        String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
      write("\r\(bar)  \(text)  ")
    } else if advance(to: Int(share * 10)) {
      write(text + "\n")
    }
  }

  func end() { if isTerminal { write("\n") } }

  /// Whether another tenth is done.
  private func advance(to tenth: Int) -> Bool {
    tenths.withLock { last in
      guard tenth > last else { return false }
      last = tenth
      return true
    }
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
