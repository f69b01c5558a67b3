import HJ212
import Logging
import NIOCore
import Telemetry

/// Frames in, answers out, faults counted.
extension DeviceConnection {
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
        try take(event, readAt: now, context: context)
      }
    } catch is Closing {
      return
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
  func endInput(context: ChannelHandlerContext) {
    if closing == nil { takeLast(context: context) }
    closeWhenAnswered(context: context)
  }

  /// Takes what is complete in the bytes at hand, now that none will follow.
  func takeLast(context: ChannelHandlerContext) {
    let now = NIODeadline.now()
    do {
      try frames.finishProcessing(seenEOF: true) { event in
        try take(event, readAt: now, context: context)
      }
    } catch is Closing {
      return
    } catch {
      log(.info, "connection failed", kind: "failed", ["error": "\(error)"])
    }
  }

  /// Ends the reader's work: what lies behind the fault that closed the connection is not worth it.
  private struct Closing: Error {}

  private func take(
    _ event: FrameEvent, readAt: NIODeadline, context: ChannelHandlerContext
  ) throws(Closing) {
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
    if closing != nil { throw Closing() }
  }

  private func take(_ frame: Frame, readAt: NIODeadline, context: ChannelHandlerContext) {
    let nowMilliseconds = port.nowMilliseconds()
    switch admission.judge(frame, peer: peer, address: address, atMilliseconds: nowMilliseconds) {
    case .store(let incoming, let answer):
      delivered(mn: incoming.mn, atMilliseconds: nowMilliseconds)
      port.exchanges.heard(incoming)
      pending += 1
      commits.commit(
        incoming, to: port.inbox,
        ticket: CommitMailbox.Ticket(answer: answer, readAt: readAt))
    case .answer(let answer, let mn):
      delivered(mn: mn, atMilliseconds: nowMilliseconds)
      port.counters.frame(.heartbeat)
      write(answer, context: context)
    case .reply(let reply):
      delivered(mn: reply.mn, atMilliseconds: nowMilliseconds)
      port.counters.frame(.reply)
      port.exchanges.heard(reply)
    case .refuse(let refusal):
      if let mn = refusal.mn, let stranger = refusal.stranger {
        let held = HeldFrame(
          bytes: Array(frame.bytes.readableBytesView), peer: peer, address: address,
          receivedAtMilliseconds: nowMilliseconds)
        port.unlisted.seen(mn: mn, stranger, frame: held)
      }
      refuse(refusal, context: context)
    }
  }

  private func delivered(mn: String, atMilliseconds: Int) {
    guard let id else { return }
    faultsInARow = 0
    if !hasDelivered { registry.delivered(id) }
    hasDelivered = true
    watch.hasDelivered = true
    mns.insert(mn)
    port.statuses.accepted(mn: mn, connection: id, peer: peer, atMilliseconds: atMilliseconds)
  }

  // MARK: Answers out

  /// Also for a connection that has ended meanwhile: its frames are counted, not answered.
  func answerCommits() {
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
    if inputEnded || closing != nil {
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
    if let mn = refusal.mn, refusal.outcome != .unknownDevice {
      port.statuses.refused(mn: mn, peer: peer)
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
}

extension InboxError {
  fileprivate var isOverload: Bool {
    if case .overloaded = self { true } else { false }
  }
}
