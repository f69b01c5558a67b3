import Foundation
import Synchronization

/// Runs work that recurses over outside input on a thread with room for it. The YAML library stops at
/// 1,000 levels, which is more than a pool thread's stack may hold.
enum DeepStack {
  static let bytes = 32 << 20

  private final class Answer<T: Sendable>: Sendable {
    let value = Mutex<T?>(nil)
  }

  /// Blocks the caller until the work is done.
  static func run<T: Sendable>(_ work: @escaping @Sendable () -> T) -> T {
    let answer = Answer<T>()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      let value = work()
      answer.value.withLock { $0 = value }
      done.signal()
    }
    thread.stackSize = bytes
    thread.start()
    done.wait()
    guard let value = answer.value.withLock({ $0 }) else {
      preconditionFailure("the thread answers before it signals")
    }
    return value
  }
}
