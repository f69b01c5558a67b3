import Foundation

/// Which of many connections have something to read. One look at 19,000 takes some milliseconds, which are
/// part of each latency that is measured by it.
final class Readiness {
  private var polls: [pollfd] = []

  func add(_ connection: Int32) {
    polls.append(pollfd(fd: connection, events: Int16(POLLIN), revents: 0))
  }

  /// Places of those that do, in the order they were added.
  func wait(milliseconds: Int32) -> [Int] {
    guard poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { return [] }
    return polls.indices.filter { polls[$0].revents != 0 }
  }
}
