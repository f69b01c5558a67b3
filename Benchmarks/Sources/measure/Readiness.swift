import Foundation

/// Which of many connections have something to read (epoll: asking each in turn costs milliseconds).
final class Readiness {
  private let descriptor = epoll_create1(0)
  private var events = [epoll_event](repeating: epoll_event(), count: 1_024)

  deinit { close(descriptor) }

  /// - Parameter tag: what `wait` calls it by.
  func add(_ connection: Int32, tag: Int) {
    var event = epoll_event()
    event.events = UInt32(EPOLLIN.rawValue | EPOLLRDHUP.rawValue)
    event.data.u64 = UInt64(tag)
    epoll_ctl(descriptor, EPOLL_CTL_ADD, connection, &event)
  }

  func wait(milliseconds: Int32) -> [Int] {
    let count = epoll_wait(descriptor, &events, Int32(events.count), milliseconds)
    return count > 0 ? events[..<Int(count)].map { Int($0.data.u64) } : []
  }
}
