public import NIOCore

/// An answer to a packet, in the manner of the packet's own edition.
///
/// 2017 and later: same QN in the header, Flag of the same edition without D and A. 2005 (no Flag or
/// version bits 0): the QN stands inside CP, for 9014 with the command answered.
///
/// - Source: HJ 212-2017, Appendix C; HJ/T 212-2005, Appendix C.
public enum Answer: Sendable, Hashable {
  /// 9011: whether the request will be done.
  case request(RequestVerdict)
  /// 9012: how the request went.
  case result(ExecutionVerdict)
  /// 9013: the notice has come.
  case notice
  /// 9014: the data have come, and are kept.
  case data

  /// QnRtn.
  ///
  /// - Source: HJ 212-2017, table 7; HJ/T 212-2005 has 1, 2 and 3 only.
  public enum RequestVerdict: Int, Sendable, Hashable, CaseIterable {
    case willDo = 1
    case refused, wrongPassword, wrongDevice, wrongSystemCode, wrongFlag
    case wrongRequestNumber, wrongCommand, wrongCRC
    case unknown = 100
  }

  /// ExeRtn.
  ///
  /// - Source: HJ 212-2017, table 6; HJ/T 212-2005 has 1, 2 and 100 only.
  public enum ExecutionVerdict: Int, Sendable, Hashable, CaseIterable {
    case done = 1
    case failed, badCondition, timedOut, busy, systemFault
    case noData = 100
  }

  public var command: Command {
    switch self {
    case .request: .requestAnswer
    case .result: .result
    case .notice: .noticeAnswer
    case .data: .dataAnswer
    }
  }

  /// Writes the whole frame of the answer, tail included, behind what the buffer holds.
  ///
  /// A missing QN, PW or MN of the packet is left out of the answer too, and so is one with a `&`,
  /// which could end the answer's data area early for whoever reads it.
  ///
  /// - Parameter quirks: the device's, where it wants answers in its own way.
  public func write(
    to packet: Packet, into buffer: inout ByteBuffer, quirks: Quirks = Quirks()
  ) {
    let writer = FrameWriter(&buffer, quirks: quirks)
    let isOld = packet.isEdition2005
    let qn = Self.repeatable(packet.qnSlice, of: packet)
    if !isOld, let qn { write("QN=", qn, of: packet, into: &buffer) }
    buffer.writeStaticString("ST=91;CN=")
    buffer.writeString(String(command.rawValue))
    buffer.writeStaticString(";")
    if let pw = Self.repeatable(packet.pwSlice, of: packet) {
      write("PW=", pw, of: packet, into: &buffer)
    }
    if let mn = Self.repeatable(packet.mnSlice, of: packet) {
      write("MN=", mn, of: packet, into: &buffer)
    }
    buffer.writeStaticString("Flag=")
    buffer.writeString(String(packet.flag?.forAnswer.rawValue ?? 0))
    buffer.writeStaticString(";CP=&&")
    writeData(to: packet, qnInside: isOld ? qn : nil, into: &buffer)
    buffer.writeStaticString("&&")
    writer.end(&buffer)
  }

  private static func repeatable(_ slice: Slice?, of packet: Packet) -> Slice? {
    guard let slice else { return nil }
    let bytes = packet.segment.readableBytesUInt8Span
    for index in slice.range where bytes[index] == Ascii.ampersand { return nil }
    return slice
  }

  private func writeData(
    to packet: Packet, qnInside qn: Slice?, into buffer: inout ByteBuffer
  ) {
    if let qn { writePair("QN=", qn, of: packet, into: &buffer) }
    let separator: StaticString = qn == nil ? "" : ";"
    switch self {
    case .request(let verdict):
      buffer.writeStaticString(separator)
      buffer.writeStaticString("QnRtn=")
      buffer.writeString(String(verdict.rawValue))
    case .result(let verdict):
      buffer.writeStaticString(separator)
      buffer.writeStaticString("ExeRtn=")
      buffer.writeString(String(verdict.rawValue))
    case .data:
      guard packet.isEdition2005, let cn = Self.repeatable(packet.cnSlice, of: packet) else {
        return
      }
      buffer.writeStaticString(separator)
      writePair("CN=", cn, of: packet, into: &buffer)
    case .notice: return
    }
  }

  private func write(
    _ name: StaticString, _ value: Slice, of packet: Packet, into buffer: inout ByteBuffer
  ) {
    writePair(name, value, of: packet, into: &buffer)
    buffer.writeStaticString(";")
  }

  private func writePair(
    _ name: StaticString, _ value: Slice, of packet: Packet, into buffer: inout ByteBuffer
  ) {
    buffer.writeStaticString(name)
    let segment = packet.segment
    buffer.writeBytes(
      segment.viewBytes(at: segment.readerIndex + value.offset, length: value.count)
        ?? ByteBufferView())
  }
}
