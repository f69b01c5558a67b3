import NIOCore

/// The deadlines of one connection: no byte for too long, no good frame at all, a frame begun and
/// not finished. One timer at a time, for the earliest of them.
struct ConnectionWatch {
  var hasDelivered = false
  private let idle: TimeAmount
  private let halfOpen: TimeAmount
  private let firstFrameBy: NIODeadline
  private var lastByteAt: NIODeadline
  /// When the first byte of the frame that is not complete yet arrived.
  private var frameBegunAt: NIODeadline?
  private var timer: Scheduled<Void>?
  private var timerAt: NIODeadline?

  init(settings: GatewaySettings, openedAt: NIODeadline) {
    idle = .seconds(Int64(settings.idleSeconds))
    halfOpen = .seconds(Int64(settings.halfOpenSeconds))
    firstFrameBy = openedAt + .seconds(Int64(settings.firstFrameSeconds))
    lastByteAt = openedAt
  }

  /// - Parameters:
  ///   - sawEvent: the bytes completed a frame or a fault, so what is left over began just now.
  ///   - leftOver: bytes of a frame that is not complete yet.
  mutating func bytesArrived(at now: NIODeadline, sawEvent: Bool, leftOver: Int) {
    lastByteAt = now
    if leftOver == 0 {
      frameBegunAt = nil
    } else if sawEvent || frameBegunAt == nil {
      frameBegunAt = now
    }
  }

  /// Why the connection has to go now; nil while it may stay.
  ///
  /// - Parameter waitsForInbox: it is the gateway that does not read on; then no frame is late.
  mutating func due(at now: NIODeadline, waitsForInbox: Bool) -> CloseReason? {
    timer = nil
    timerAt = nil
    if waitsForInbox {
      if frameBegunAt != nil { frameBegunAt = now }
      lastByteAt = now
      return nil
    }
    if let frameBegunAt, frameBegunAt + halfOpen <= now { return .halfOpen }
    if !hasDelivered, firstFrameBy <= now { return .noFrame }
    if lastByteAt + idle <= now { return .idle }
    return nil
  }

  /// Sets the timer, unless one rings early enough already.
  mutating func schedule(on eventLoop: any EventLoop, _ ring: @escaping @Sendable () -> Void) {
    let next = self.next
    if let timerAt, timerAt <= next { return }
    timer?.cancel()
    timerAt = next
    timer = eventLoop.scheduleTask(deadline: next, ring)
  }

  mutating func cancel() {
    timer?.cancel()
    timer = nil
  }

  private var next: NIODeadline {
    var next = lastByteAt + idle
    if let frameBegunAt { next = min(next, frameBegunAt + halfOpen) }
    if !hasDelivered { next = min(next, firstFrameBy) }
    return next
  }
}
