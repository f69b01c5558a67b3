import ActionPlan
import HJ212
import NIOCore
import Telemetry

/// What of the inbox goes to a platform above, and in which words.
struct ForwardWriting: Sendable {
  let destination: Destination
  /// The platform's; for frames that are written anew.
  let password: String?
  let utcOffsetSeconds: Int

  enum Outcome: Equatable {
    case send(ForwardFrame)
    /// It does not go there.
    case pass
    /// It should, and cannot be written.
    case impossible
  }

  func callAsFunction(_ message: InboxFrame) -> Outcome {
    guard message.frame.source == nil, destination.takes(mn: message.mn, cn: message.cn) else {
      return .pass
    }
    var reader = FrameReader(
      settings: FrameReader.Settings(
        segmentLimit: FrameReader.hardLimit, acceptsModbusCRC: true))
    var bytes = ByteBuffer(bytes: message.bytes)
    guard case .frame(let frame) = reader.next(in: &bytes, atEnd: true) else { return .impossible }
    let packet = Packet(headerOf: frame)
    guard let rewriting = destination.rewriting else {
      return .send(
        ForwardFrame(
          sequence: message.sequence, mn: packet.mn ?? message.mn, qn: packet.qn,
          wantsAnswer: packet.wantsAnswer, receivedAt: message.receivedAtMilliseconds / 1000,
          bytes: Self.tailed(message.bytes)))
    }
    guard let whole = try? Packet(frame) else { return .impossible }
    return anew(Message(whole), message, rewriting)
  }

  /// As it came, with the tail that some units leave out and the reader cut off.
  private static func tailed(_ bytes: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer(bytes: bytes)
    if !bytes.suffix(2).elementsEqual([0x0D, 0x0A]) { buffer.writeStaticString("\r\n") }
    return buffer
  }

  private func anew(
    _ message: Message, _ kept: InboxFrame, _ rewriting: Destination.Rewriting
  ) -> Outcome {
    var message = message
    if let factors = rewriting.factors {
      let hadValues = message.data.contains { $0.contains(where: Self.isOfFactor) }
      message.data = message.data.map { group in
        group.filter { !Self.isOfFactor($0) || factors.contains(Self.factor($0.key)) }
      }.filter { !$0.isEmpty }
      if hadValues, !message.data.contains(where: { $0.contains(where: Self.isOfFactor) }) {
        return .pass
      }
    }
    let number = message.mn ?? kept.mn
    message.mn = rewriting.numbers[number] ?? number
    message.pw = password ?? message.pw
    message.st = rewriting.system ?? message.st
    let flag = message.flag ?? PacketFlag(version: 0, wantsAnswer: false)
    message.flag = PacketFlag(
      version: rewriting.version ?? flag.version,
      wantsAnswer: rewriting.wantsAnswers ?? flag.wantsAnswer, isSplit: flag.isSplit)
    message.qn = message.qn ?? requestNumber(kept)
    let quirks = Quirks(segmentLimit: FrameReader.hardLimit)
    guard let bytes = try? message.frame(quirks) else { return .impossible }
    return .send(
      ForwardFrame(
        sequence: kept.sequence, mn: message.mn ?? "", qn: message.qn,
        wantsAnswer: message.flag?.wantsAnswer ?? false,
        receivedAt: kept.receivedAtMilliseconds / 1000, bytes: bytes))
  }

  /// The same each time: the moment of arrival.
  private func requestNumber(_ kept: InboxFrame) -> String {
    let milliseconds = kept.receivedAtMilliseconds
    let time = TimeWriting(milliseconds / 1000, utcOffsetSeconds: utcOffsetSeconds).digits
    let rest = String(milliseconds % 1000)
    return time + String(repeating: "0", count: 3 - rest.utf8.count) + rest
  }

  /// `a34004-Rtd` is of a factor, `DataTime` is not.
  private static func isOfFactor(_ pair: Message.Pair) -> Bool { pair.key.contains("-") }

  private static func factor(_ key: String) -> String {
    key.lastIndex(of: "-").map { String(key[..<$0]) } ?? key
  }
}
