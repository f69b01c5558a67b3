public import Logging
import NIOCore
import NIOPosix

/// An ordinary HJ 212 sender: one TCP connection, for one device or many.
///
/// Every frame is kept until its 9014 has come. It is sent again on timeout and, when the link is
/// lost, on the next connection; a receiver that saw it before must answer again. `run()` owns the
/// connection and must run for as long as frames are to be delivered.
public actor FleetClient {
  let settings: ClientSettings
  let logger: Logger
  private var outbox: Outbox
  private(set) public var counts = ClientCounts()
  private var isStopped = false
  private var waiters: [CheckedContinuation<Void, Never>] = []
  private var wake: AsyncStream<Void>.Continuation?
  private let clock = ContinuousClock()
  private let begun = ContinuousClock.now

  public init(settings: ClientSettings, logger: Logger) {
    self.settings = settings
    self.logger = logger
    outbox = Outbox(window: settings.window)
  }

  /// Hands over a frame; waits while the window is full.
  ///
  /// - Throws: `CancellationError` where the client has stopped.
  public func send(_ frame: OutgoingFrame) async throws {
    while !outbox.hasRoom, !isStopped { await change() }
    guard !isStopped else { throw CancellationError() }
    outbox.add(frame)
    wake?.yield()
  }

  /// Waits until everything handed over is acknowledged.
  ///
  /// - Throws: `CancellationError` where the client stopped before.
  public func drain() async throws {
    while !outbox.isEmpty, !isStopped { await change() }
    guard outbox.isEmpty else { throw CancellationError() }
  }

  /// Count of frames handed over and not yet acknowledged.
  public var outstanding: Int { outbox.count }

  /// Connects, delivers, and connects again until cancelled.
  ///
  /// - Throws: `CancellationError`; `ClientFault.noAnswers` where the settings bound the attempts.
  public func run() async throws {
    defer { stop() }
    var attempt = 0
    while true {
      try Task.checkCancellation()
      let before = counts.acknowledged
      let cause: any Error
      do {
        try await connectAndServe()
        cause = ClientFault.closedByPeer
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        cause = error
      }
      try Task.checkCancellation()
      outbox.returnFlights()
      attempt = counts.acknowledged > before ? 1 : attempt + 1
      if let most = settings.fruitlessConnections, attempt > most {
        throw ClientFault.noAnswers(
          host: settings.host, port: settings.port, attempts: attempt, last: "\(cause)")
      }
      let wait = settings.backoff(attempt: attempt)
      logger.info(
        "link lost, will connect again",
        metadata: ["cause": "\(cause)", "wait_ms": "\(wait)", "outstanding": "\(outbox.count)"])
      try await clock.sleep(for: .milliseconds(wait + Int.random(in: 0...(wait / 4))))
    }
  }

  private func stop() {
    isStopped = true
    wake?.finish()
    announceChange()
  }

  private func change() async {
    await withCheckedContinuation { waiters.append($0) }
  }

  private func announceChange() {
    let woken = waiters
    waiters.removeAll()
    for waiter in woken { waiter.resume() }
  }

  private var milliseconds: Int {
    let passed = begun.duration(to: clock.now).components
    return Int(passed.seconds) * 1000 + Int(passed.attoseconds / 1_000_000_000_000_000)
  }
}

/// What the connection tells and asks.
extension FleetClient {
  /// - Returns: a stream that yields whenever there may be something to write.
  func linked() -> AsyncStream<Void> {
    counts.connections += 1
    wake?.finish()
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    wake = continuation
    continuation.yield()
    return stream
  }

  func framesToWrite() -> [OutgoingFrame] {
    let frames = outbox.take(atMilliseconds: milliseconds)
    counts.sent += frames.count
    return frames
  }

  func acknowledged(_ keys: [OutgoingFrame.Key]) {
    for key in keys where outbox.acknowledge(key) { counts.acknowledged += 1 }
    announceChange()
  }

  /// Frames to send again because their answer is overdue.
  func framesToResend() throws(ClientFault) -> [OutgoingFrame] {
    switch outbox.overdue(
      atMilliseconds: milliseconds, answerSeconds: settings.answerSeconds,
      resends: settings.resends)
    {
    case .resend(let frames):
      counts.resent += frames.count
      return frames
    case .lost:
      counts.unanswered += 1
      throw .unanswered(seconds: settings.answerSeconds, resends: settings.resends)
    }
  }
}

public enum ClientFault: Error, Equatable, CustomStringConvertible {
  case closedByPeer
  case unanswered(seconds: Int, resends: Int)
  case noAnswers(host: String, port: Int, attempts: Int, last: String)

  public var description: String {
    switch self {
    case .closedByPeer: "the gateway closed the connection"
    case .unanswered(let seconds, let resends):
      "no answer within \(seconds) s after \(resends) resends"
    case .noAnswers(let host, let port, let attempts, let last):
      "\(host):\(port): \(attempts) connections brought no acknowledgement (\(last)); "
        + "check the address, and that the gateway knows the devices and their password"
    }
  }
}
