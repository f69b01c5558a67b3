import HJ212
import NIOConcurrencyHelpers
import NIOCore
import Telemetry

/// One exchange with a connected unit: sends, waits, sends again, and says how it goes.
final class RunningExchange: Sendable {
  private struct State {
    var exchange: Exchange
    var timer: Scheduled<Void>?
    var dataFrames = 0
    var told = ""
    var hasToldAnswer = false
    var hasEnded = false
  }

  let mn: String
  let connection: Int
  /// The QN under which it is answered.
  let request: String
  private let command: Command
  private let bringsData: Bool
  private let coding: TextCoding
  private let packet: ByteBuffer
  private let channel: any Channel
  private let counters: GatewayCounters
  private let steps: AsyncStream<AskStep>.Continuation
  private let onEnd: @Sendable (RunningExchange) -> Void
  private let state: NIOLockedValueBox<State>

  /// - Parameters:
  ///   - packet: the whole frame, as the device wants it.
  ///   - bringsData: whether data of the command belong to the exchange; what 2011 and 2021 begin
  ///     comes without end and does not.
  init(
    _ exchange: Exchange, with device: Device, over channel: any Channel, connection: Int,
    request: String, command: Command, bringsData: Bool, packet: ByteBuffer,
    counters: GatewayCounters, steps: AsyncStream<AskStep>.Continuation,
    onEnd: @escaping @Sendable (RunningExchange) -> Void
  ) {
    mn = device.mn
    self.connection = connection
    self.request = request
    self.command = command
    self.bringsData = bringsData
    coding = device.quirks.coding
    self.packet = packet
    self.channel = channel
    self.counters = counters
    self.steps = steps
    self.onEnd = onEnd
    state = NIOLockedValueBox(State(exchange: exchange))
  }

  func begin() { channel.eventLoop.execute { self.take(.begun) } }

  func heard(_ reply: Reply) {
    // Some units leave the QN out of 9012; one exchange at a time makes clear what is meant.
    guard let answer = reply.answer, reply.request == nil || reply.request == request else {
      return
    }
    take(.answer(answer))
  }

  func isAnswered(by cn: String) -> Bool { bringsData && cn == String(command.rawValue) }

  func heard(_ frame: IncomingFrame) {
    let text = command.carriesReadings ? "" : self.text(of: frame)
    state.withLockedValue { state in
      state.dataFrames += 1
      guard !text.isEmpty, state.told.count < AskReport.longestText else { return }
      let whole = state.told.isEmpty ? text : state.told + " " + text
      state.told = String(whole.prefix(AskReport.longestText))
    }
    take(.data)
  }

  func disconnected() { finish(.disconnected) }

  private func take(_ event: Exchange.Event) {
    let effects = state.withLockedValue { $0.exchange.apply(event) }
    for effect in effects {
      switch effect {
      case .send:
        counters.sentBytes(packet.readableBytes)
        channel.writeAndFlush(packet, promise: nil)
      case .wait(let milliseconds): wait(milliseconds)
      case .end(let outcome): finish(outcome.end)
      }
    }
    tellIfAnswered()
  }

  private func tellIfAnswered() {
    let isNew = state.withLockedValue { state in
      guard state.exchange.state == .underWay, !state.hasToldAnswer else { return false }
      state.hasToldAnswer = true
      return true
    }
    if isNew { steps.yield(.answered) }
  }

  private func wait(_ milliseconds: Int) {
    let timer = channel.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
      self.take(.silent)
    }
    let former = state.withLockedValue { state in
      let former = state.timer
      state.timer = timer
      return former
    }
    former?.cancel()
  }

  private func finish(_ end: AskReport.End) {
    let report = state.withLockedValue { state -> AskReport? in
      state.timer?.cancel()
      guard !state.hasEnded else { return nil }
      state.hasEnded = true
      return AskReport(end: end, dataFrames: state.dataFrames, told: state.told)
    }
    guard let report else { return }
    onEnd(self)
    steps.yield(.ended(report))
    steps.finish()
  }

  private func text(of frame: IncomingFrame) -> String {
    var reader = FrameReader(
      settings: FrameReader.Settings(
        segmentLimit: FrameReader.hardLimit, acceptsModbusCRC: true, acceptsThreeDigitLength: true))
    var bytes = ByteBuffer(bytes: frame.bytes)
    guard case .frame(let whole)? = reader.next(in: &bytes, atEnd: true) else { return "" }
    var packet = Packet(headerOf: whole)
    packet.coding = coding
    return Message(packet).data.joined().map { pair in
      pair.value.map { pair.key + "=" + $0 } ?? pair.key
    }.joined(separator: " ")
  }
}

extension Exchange.Outcome {
  fileprivate var end: AskReport.End {
    switch self {
    case .done: .done
    case .refused(let verdict): .refused(verdict)
    case .failed(let verdict): .failed(verdict)
    case .unanswered: .unanswered
    case .withoutResult: .withoutResult
    }
  }
}
