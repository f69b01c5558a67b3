public import HJ212
import NIOConcurrencyHelpers
import NIOCore
import Telemetry

extension GatewayServer {
  /// Begins an exchange with a connected device over its own connection. Data that it sends go into the
  /// inbox like any others.
  ///
  /// - Returns: what happens, ending with `.ended`.
  /// - Throws: why nothing was sent.
  public func ask(_ statement: Statement, of mn: String) throws(AskRefusal) -> AsyncStream<AskStep>
  {
    guard let device = port.directory().device(mn) else { throw .unknownDevice }
    let limits = Exchange.Limits(
      answerMilliseconds: device.manner.answerSeconds * 1000, resends: device.manner.resends,
      resultMilliseconds: settings.resultSeconds * 1000)
    guard let exchange = Exchange(statement.form, limits: limits) else { throw .notARequest }
    guard let connection = port.statuses.connection(of: mn),
      let channel = registry.channel(connection)
    else { throw .away }
    let request = port.nextRequestNumber()
    let (steps, continuation) = AsyncStream.makeStream(of: AskStep.self)
    let exchanges = port.exchanges
    let running = RunningExchange(
      exchange, with: device, over: channel, connection: connection, request: request,
      command: statement.form.command, bringsData: statement.bringsItsData,
      packet: try Self.packet(statement, to: device, request: request), counters: port.counters,
      steps: continuation, onEnd: { exchanges.end($0) })
    guard exchanges.begin(running) else { throw .busy }
    running.begin()
    // It may have closed meanwhile, before the exchange was known.
    if registry.channel(connection) == nil { running.disconnected() }
    return steps
  }

  /// Numbers of devices as they begin to send over a connection that did not carry them before; one
  /// reader.
  public var returns: AsyncStream<String> { port.statuses.returns }

  /// Devices that were heard with the password that they were told to take, since the last time.
  func takeUsersOfNewPasswords() -> [String] {
    port.newPasswordUsers.withLockedValue { users in
      defer { users = [] }
      return users.sorted()
    }
  }

  private static func packet(
    _ statement: Statement, to device: Device, request: String
  ) throws(AskRefusal) -> ByteBuffer {
    let envelope = Envelope(
      qn: request, st: device.st ?? "91", pw: device.password, mn: device.mn,
      edition: Edition(onFile: device.edition))
    do throws(MessageFault) {
      return try Message(statement, in: envelope, quirks: device.quirks).frame(device.quirks)
    } catch {
      throw .unwritable(error)
    }
  }
}

extension Statement {
  /// Real-time data and states that are only begun come without end.
  fileprivate var bringsItsData: Bool {
    switch form.command {
    case .realTime, .equipmentState: self["BeginTime"] != nil
    default: true
    }
  }
}
