import HJ212
import Logging
import NIOConcurrencyHelpers
import NIOCore
import Telemetry

/// One TCP connection of units: bytes in, frames judged, committed, answered.
///
/// Lives on the channel's event loop. It stops reading while too many of its frames wait for the
/// inbox, while the inbox is more than half full, or while its peer does not take the answers: so
/// none of them fills the memory, and frames that no answer guards wait in the peer's TCP.
final class DeviceConnection: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let port: Port
  let registry: ConnectionRegistry
  let admission: Admission
  let frames: NIOSingleStepByteToMessageProcessor<FrameReader>
  let commits: CommitMailbox
  var context: ChannelHandlerContext?
  var id: Int?
  /// Address without the port, for logs, and with it, for pages.
  var peerHost = "unknown"
  var peer = "unknown"
  /// Nil where the peer has no address of IP.
  var address: AddressNetwork?
  var mns: Set<String> = []

  var pending = 0
  private var wantsRead = false
  private var waitsForRoom = false
  var faultsInARow = 0
  var hasDelivered = false
  var inputEnded = false
  var closing: CloseReason?
  var watch: ConnectionWatch

  init(port: Port, registry: ConnectionRegistry, channel: any Channel) {
    self.port = port
    self.registry = registry
    admission = Admission(
      directory: port.directory, loginAnswer: port.settings.loginAnswer,
      onNewPassword: { mn in _ = port.newPasswordUsers.withLockedValue { $0.insert(mn) } })
    frames = NIOSingleStepByteToMessageProcessor(
      FrameReader(
        settings: FrameReader.Settings(
          segmentLimit: port.settings.maximumSegmentBytes, acceptsModbusCRC: true,
          acceptsThreeDigitLength: true, acceptsSealed: true)))
    commits = CommitMailbox(eventLoop: channel.eventLoop)
    watch = ConnectionWatch(settings: port.settings, openedAt: .now())
  }

  // MARK: Life of the connection

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    peer = context.remoteAddress.map(Self.text) ?? "unknown"
    peerHost = context.remoteAddress?.ipAddress ?? peer
    address = AddressNetwork(peerHost)
    guard let id = admitted(context.channel) else {
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

  private func admitted(_ channel: any Channel) -> Int? {
    switch registry.admit(channel, host: peerHost, settings: port.settings) {
    case .admitted(let id): return id
    case .stopping: return nil
    case .tooMany:
      port.counters.connectionRefused()
      log(.warning, "connection refused: too many are open", kind: "refused")
    case .tooManyOfHost:
      port.counters.connectionRefused()
      log(
        .warning, "connection refused: too many of this address have delivered nothing yet",
        kind: "refused-host")
    }
    return nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let id {
      registry.remove(id)
      port.statuses.closed(connection: id, carrying: mns)
      port.exchanges.closed(connection: id, carrying: mns)
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

  private var waitsForInbox: Bool {
    waitsForRoom || pending >= port.settings.maximumPendingFrames
  }
  private var isHeldBack: Bool { waitsForInbox || context?.channel.isWritable == false }

  func read(context: ChannelHandlerContext) {
    wantsRead = true
    readAgain(context: context)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    readAgain(context: context)
    context.fireChannelWritabilityChanged()
  }

  func readAgain(context: ChannelHandlerContext) {
    guard wantsRead, !isHeldBack, closing == nil else { return }
    waitForRoom(context: context)
    guard !waitsForRoom else { return }
    wantsRead = false
    context.read()
  }

  private func waitForRoom(context: ChannelHandlerContext) {
    let eventLoop = context.eventLoop
    let connection = NIOLoopBound(self, eventLoop: eventLoop)
    waitsForRoom = port.inbox.isCrowded {
      eventLoop.execute { connection.value.roomAgain() }
    }
  }

  private func roomAgain() {
    waitsForRoom = false
    if let context { readAgain(context: context) }
  }

  // MARK: Ends

  func watchClock(context: ChannelHandlerContext) {
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
    // Behind a frame that was cut short there may be whole ones, which nobody may send again.
    if reason == .halfOpen { takeLast(context: context) }
    closing = closing ?? reason
    closeWhenAnswered(context: context)
  }

  func closeWhenAnswered(context: ChannelHandlerContext) {
    guard pending == 0 else { return }
    context.flush()
    close(closing ?? .peer, context: context)
  }

  func close(_ reason: CloseReason, context: ChannelHandlerContext) {
    closing = closing ?? reason
    context.close(promise: nil)
  }

  func log(
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
