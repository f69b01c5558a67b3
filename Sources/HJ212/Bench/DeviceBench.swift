public import NIOCore

/// Exercises one device and keeps what it does otherwise than the standard. Pure: its owner has the
/// socket and the clock.
///
/// It waits until the device has said who it is, then takes one step after the other. Uploads are
/// acknowledged and notices answered meanwhile, as any centre would, but for the one upload that is
/// left unanswered on purpose.
public struct DeviceBench: Sendable {
  /// Who the device is, where it does not say so by itself.
  public struct Identity: Sendable, Hashable {
    public var mn: String
    public var pw: String
    public var st: String
    public var edition: Edition

    public init(mn: String, pw: String, st: String, edition: Edition) {
      self.mn = mn
      self.pw = pw
      self.st = st
      self.edition = edition
    }
  }

  public enum Effect: Sendable, Equatable {
    case send(ByteBuffer)
    /// Come back with `silent` after so long, unless another wait has taken its place.
    case wait(milliseconds: Int)
    case finished
  }

  struct Running: Sendable {
    let step: BenchStep
    let qn: String
    let command: Command
    let bytes: ByteBuffer
    var exchange: Exchange
    var sawVerdict = false
    var sawData = false
  }

  public internal(set) var report = BenchReport()
  let utcOffsetSeconds: Int
  let limits: Exchange.Limits
  var identity: Identity?
  var plan: [BenchStep]
  var running: Running?
  /// QN of the upload left unanswered, once there is one.
  var withheld: String?
  var isWithholding = false
  var realTimeSeconds: Int?
  var minuteMinutes: Int?
  private(set) var isFinished = false

  /// - Parameters:
  ///   - steps: what is tried, in this order.
  ///   - utcOffsetSeconds: distance of the device's clock from UTC, 28 800 in China.
  public init(
    steps: [BenchStep], identity: Identity? = nil, utcOffsetSeconds: Int = 28_800,
    limits: Exchange.Limits = Exchange.Limits()
  ) {
    plan = steps
    self.identity = identity
    self.utcOffsetSeconds = utcOffsetSeconds
    self.limits = limits
  }

  /// The link is there. Without an identity the device must speak first.
  public mutating func connected(atMilliseconds now: Int) -> [Effect] {
    identity == nil ? [.wait(milliseconds: limits.resultMilliseconds)] : next(now)
  }

  /// Takes what the device sent.
  public mutating func received(_ event: FrameEvent, atMilliseconds now: Int) -> [Effect] {
    switch event {
    case .frame(let frame):
      report.frames += 1
      return received(frame, now)
    case .fault(let fault):
      report.frames += 1
      add(fault)
    case .skipped(let skipped) where !skipped.followsFault: add(skipped)
    case .skipped: break
    case .oddTail(let note): add(note, offset: note.byteOffset)
    }
    return []
  }

  /// The time that the last `wait` named is over.
  public mutating func silent(atMilliseconds now: Int) -> [Effect] {
    guard !isFinished else { return [] }
    guard identity != nil else {
      add(.saysNothing)
      return next(now)
    }
    if isWithholding {
      isWithholding = false
      if let withheld {
        end(.withheldAnswer, .deviating)
        add(.notSentAgain(qn: withheld), step: .withheldAnswer)
      } else {
        end(.withheldAnswer, .skipped)
      }
      return next(now)
    }
    return apply(.silent, now)
  }

  /// The link is gone: what was not tried yet never will be.
  public mutating func disconnected() {
    if let running { end(running.step, .deviating) }
    if isWithholding { end(.withheldAnswer, withheld == nil ? .skipped : .deviating) }
    if running != nil || isWithholding { add(.linkLost, step: running?.step ?? .withheldAnswer) }
    for step in plan { end(step, .skipped) }
    (running, isWithholding, plan) = (nil, false, [])
    isFinished = true
  }

  mutating func end(_ step: BenchStep, _ verdict: BenchVerdict) {
    report.steps.append((step, verdict))
  }

  /// Begins the next step that can be tried.
  mutating func next(_ now: Int) -> [Effect] {
    while let step = plan.first {
      plan.removeFirst()
      if step == .withheldAnswer {
        isWithholding = true
        return [.wait(milliseconds: limits.resultMilliseconds)]
      }
      guard let identity, let begun = begin(step, identity, now) else {
        end(step, .skipped)
        continue
      }
      running = begun
      return apply(.begun, now)
    }
    isFinished = true
    return [.finished]
  }

  /// Moves the running exchange on.
  mutating func apply(_ event: Exchange.Event, _ now: Int) -> [Effect] {
    guard var current = running else { return [] }
    let effects = current.exchange.apply(event)
    running = current
    var result: [Effect] = []
    for effect in effects {
      switch effect {
      case .send: result.append(.send(current.bytes))
      case .wait(let milliseconds): result.append(.wait(milliseconds: milliseconds))
      case .end(let outcome):
        running = nil
        end(current.step, judge(current, outcome))
        result += next(now)
      }
    }
    return result
  }
}
