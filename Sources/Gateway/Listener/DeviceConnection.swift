import HJ212
import Logging
import NIOConcurrencyHelpers
import NIOCore
import Telemetry

/// One TCP connection of units: bytes in, frames judged, committed, answered.
///
/// Lives on the channel's event loop. It stops reading while too many of its frames wait for the
/// inbox or while its peer does not take the answers, so that neither fills the memory.
final class DeviceConnection: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let port: Port
  private let registry: ConnectionRegistry
  private let admission: Admission
  private let frames: NIOSingleStepByteToMessageProcessor<FrameReader>
  private let commits: CommitMailbox
  private var context: ChannelHandlerContext?
  private var id: Int?
  /// Address without the port, for logs, and with it, for pages.
  private var peerHost = "unknown"
  private var peer = "unknown"
  private var mns: Set<String> = []

  private var pending = 0
  private var wantsRead = false
  private var faultsInARow = 0
  private var hasDelivered = false
  private var inputEnded = false
  private var closing: CloseReason?
  private var watch: ConnectionWatch

  init(port: Port, registry: ConnectionRegistry, channel: any Channel) {
    self.port = port
    self.registry = registry
    admission = Admission(
      directory: port.directory, loginAnswer: port.settings.loginAnswer)
    frames = NIOSingleStepByteToMessageProcessor(
      FrameReader(
        settings: FrameReader.Settings(
          segmentLimit: port.settings.maximumSegmentBytes, acceptsModbusCRC: true)))
    commits = CommitMailbox(eventLoop: channel.eventLoop)
    watch = ConnectionWatch(settings: port.settings, openedAt: .now())
  }

  // MARK: Life of the connection

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    peer = context.remoteAddress.map(Self.text) ?? "unknown"
    peerHost = context.remoteAddress?.ipAddress ?? peer
    guard let id = registry.admit(context.channel, limit: port.settings.maximumConnections) else {
      port.counters.connectionRefused()
      log(.warning, "connection refused: too many are open", kind: "refused")
      context.close(promise: nil)
      return
    }
    self.id = id
    port.counters.connectionOpened()
    port.logger.debug("connection opened", metadata: ["peer": "\(peer)"])
    let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
    commits.setListener { connection.value.answerCommits() }
    watchClock(context: context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let id {
      registry.remove(id)
      port.statuses.closed(connection: id, carrying: mns)
      let reason = closing ?? .peer
      port.counters.connectionClosed(reason)
      port.logger.debug(
        "connection closed", metadata: ["peer": "\(peer)", "reason": "\(reason.rawValue)"])
    }
    watch.cancel()
    self.context = nil
    if pending == 0 { commits.setListener(nil) }
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    log(.info, "connection failed", kind: "failed", ["error": "\(error)"])
    close(.failure, context: context)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is GatewayStopping:
      closing = .stopping
      closeWhenAnswered(context: context)
    case ChannelEvent.inputClosed:
      inputEnded = true
      endInput(context: context)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  // MARK: Back pressure

  private var waitsForInbox: Bool { pending >= port.settings.maximumPendingFrames }
  private var isHeldBack: Bool { waitsForInbox || context?.channel.isWritable == false }

  func read(context: ChannelHandlerContext) {
    if isHeldBack || closing != nil { wantsRead = true } else { context.read() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    readAgain(context: context)
    context.fireChannelWritabilityChanged()
  }

  private func readAgain(context: ChannelHandlerContext) {
    guard wantsRead, !isHeldBack, closing == nil else { return }
    wantsRead = false
    context.read()
  }

  // MARK: Bytes in

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    guard closing == nil, id != nil else { return }
    port.counters.receivedBytes(bytes.readableBytes)
    let now = NIODeadline.now()
    var sawEvent = false
    do {
      try frames.process(buffer: bytes) { event in
        sawEvent = true
        guard closing == nil else { return }
        take(event, readAt: now, context: context)
      }
    } catch {
      log(.info, "connection failed", kind: "failed", ["error": "\(error)"])
      close(.failure, context: context)
      return
    }
    watch.bytesArrived(at: now, sawEvent: sawEvent, leftOver: frames.unprocessedBytes)
    watchClock(context: context)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.flush()
    context.fireChannelReadComplete()
  }

  /// The unit has closed its side: what is complete is still taken and answered.
  private func endInput(context: ChannelHandlerContext) {
    let now = NIODeadline.now()
    do {
      try frames.finishProcessing(seenEOF: true) { event in
        guard closing == nil else { return }
        take(event, readAt: now, context: context)
      }
    } catch {
      log(.info, "connection failed", kind: "failed", ["error": "\(error)"])
    }
    closeWhenAnswered(context: context)
  }

  private func take(_ event: FrameEvent, readAt: NIODeadline, context: ChannelHandlerContext) {
    switch event {
    case .frame(let frame): take(frame, readAt: readAt, context: context)
    case .fault(let fault):
      refuse(
        Refusal(outcome: fault.outcome, mn: nil, detail: "\(fault)"), context: context)
    case .skipped(let skipped):
      port.counters.skippedBytes(skipped.count)
      // The rest of a rejected frame was counted with it.
      guard !skipped.followsFault else { return }
      log(
        .info, "bytes between frames skipped", kind: "skipped", ["bytes": "\(skipped.count)"])
      countFault(context: context)
    case .oddTail: break
    }
  }

  private func take(_ frame: Frame, readAt: NIODeadline, context: ChannelHandlerContext) {
    let nowMilliseconds = port.nowMilliseconds()
    switch admission.judge(frame, peer: peer, atMilliseconds: nowMilliseconds) {
    case .store(let incoming, let answer):
      delivered(mn: incoming.mn, atMilliseconds: nowMilliseconds)
      pending += 1
      commits.commit(
        incoming, to: port.inbox,
        ticket: CommitMailbox.Ticket(answer: answer, readAt: readAt))
    case .answer(let answer, let mn):
      delivered(mn: mn, atMilliseconds: nowMilliseconds)
      port.counters.frame(.heartbeat)
      write(answer, context: context)
    case .ignore(let mn):
      delivered(mn: mn, atMilliseconds: nowMilliseconds)
      port.counters.frame(.reply)
    case .refuse(let refusal): refuse(refusal, context: context)
    }
  }

  private func delivered(mn: String, atMilliseconds: Int) {
    guard let id else { return }
    faultsInARow = 0
    hasDelivered = true
    watch.hasDelivered = true
    mns.insert(mn)
    port.statuses.accepted(mn: mn, connection: id, peer: peer, atMilliseconds: atMilliseconds)
  }

  // MARK: Answers out

  /// Also for a connection that has ended meanwhile: its frames are counted, not answered.
  private func answerCommits() {
    for commit in commits.take() {
      pending -= 1
      switch commit.result {
      case .success(let receipt):
        port.counters.frame(receipt.isRepeat ? .repeated : .stored)
        port.counters.acknowledged(
          afterNanoseconds: (NIODeadline.now() - commit.ticket.readAt).nanoseconds)
        if let context, let answer = commit.ticket.answer { write(answer, context: context) }
      case .failure(let error):
        // Not answered: the unit sends it again, and that may find the inbox well.
        let outcome: FrameOutcome = error.isOverload ? .inboxOverloaded : .inboxFailed
        port.counters.frame(outcome)
        port.peerLog.write(
          .error, "frame not committed and not answered", kind: outcome.rawValue, peer: "inbox",
          at: port.nowMilliseconds() / 1000, metadata: ["error": "\(error)"])
      }
    }
    guard let context else {
      if pending == 0 { commits.setListener(nil) }
      return
    }
    context.flush()
    if inputEnded || closing == .stopping {
      closeWhenAnswered(context: context)
    } else {
      readAgain(context: context)
    }
  }

  private func write(_ answer: ByteBuffer, context: ChannelHandlerContext) {
    port.counters.sentBytes(answer.readableBytes)
    context.write(wrapOutboundOut(answer), promise: nil)
  }

  // MARK: Faults

  private func refuse(_ refusal: Refusal, context: ChannelHandlerContext) {
    port.counters.frame(refusal.outcome)
    let seconds = port.nowMilliseconds() / 1000
    if let mn = refusal.mn {
      if refusal.outcome == .unknownDevice {
        port.unknown.seen(mn: mn, peer: peer, at: seconds)
      } else {
        port.statuses.refused(mn: mn, peer: peer)
      }
    }
    port.peerLog.write(
      .warning, "frame refused", kind: refusal.outcome.rawValue, peer: peerHost, at: seconds,
      metadata: [
        "outcome": "\(refusal.outcome.rawValue)", "mn": "\(refusal.mn ?? "-")",
        "detail": "\(refusal.detail)",
      ])
    countFault(context: context)
  }

  private func countFault(context: ChannelHandlerContext) {
    faultsInARow += 1
    let limit =
      hasDelivered
      ? port.settings.maximumFaultsInARow : port.settings.maximumFaultsBeforeFirstFrame
    guard faultsInARow > limit else { return }
    log(
      .warning, "connection closed: too many faults in a row", kind: "faults",
      ["faults": "\(faultsInARow)"])
    close(.faults, context: context)
  }

  // MARK: Ends

  private func watchClock(context: ChannelHandlerContext) {
    let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
    watch.schedule(on: context.eventLoop) { connection.value.clockRang() }
  }

  private func clockRang() {
    guard let context, closing == nil else { return }
    guard let reason = watch.due(at: .now(), waitsForInbox: waitsForInbox) else {
      watchClock(context: context)
      return
    }
    log(
      .info, "connection closed: nothing arrived in time", kind: reason.rawValue,
      ["reason": "\(reason.rawValue)"])
    close(reason, context: context)
  }

  private func closeWhenAnswered(context: ChannelHandlerContext) {
    guard pending == 0 else { return }
    context.flush()
    close(closing ?? .peer, context: context)
  }

  private func close(_ reason: CloseReason, context: ChannelHandlerContext) {
    closing = closing ?? reason
    context.close(promise: nil)
  }

  private func log(
    _ level: Logger.Level, _ message: Logger.Message, kind: String,
    _ metadata: Logger.Metadata = [:]
  ) {
    port.peerLog.write(
      level, message, kind: kind, peer: peerHost, at: port.nowMilliseconds() / 1000,
      metadata: metadata)
  }

  private static func text(_ address: SocketAddress) -> String {
    guard let host = address.ipAddress, let port = address.port else { return "\(address)" }
    return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}

extension Receipt {
  fileprivate var isRepeat: Bool {
    if case .repeated = self { true } else { false }
  }
}

extension InboxError {
  fileprivate var isOverload: Bool {
    if case .overloaded = self { true } else { false }
  }
}
