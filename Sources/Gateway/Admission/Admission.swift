import HJ212
import NIOCore
import Telemetry

/// What to do with one frame.
enum FrameVerdict: Sendable {
  /// Commit it, then send the answer where there is one.
  case store(IncomingFrame, answer: ByteBuffer?)
  /// Nothing to keep: answer at once.
  case answer(ByteBuffer, mn: String)
  /// A unit's reply to a request; nothing waits for it.
  case ignore(mn: String)
  case refuse(Refusal)
}

/// A frame that is neither kept nor answered, and why.
struct Refusal: Sendable, Equatable {
  let outcome: FrameOutcome
  /// The device it claims to be from; nil where it names none.
  let mn: String?
  /// For the log: what was found, what to do. Never a password.
  let detail: String
}

/// Judges frames by the device list: who may send, what is kept, what is answered.
///
/// Only what is durable is acknowledged, so a refused upload gets no answer: the codes for a wrong
/// PW, MN or CRC (QnRtn 3, 4, 9) travel in 9011, which a unit sends to the centre and never the
/// other way.
///
/// - Source: HJ 212-2017, 6.1, 6.5 and table 7.
struct Admission: Sendable {
  let directory: @Sendable () -> DeviceDirectory
  let loginAnswer: GatewaySettings.LoginAnswer

  func judge(_ frame: Frame, peer: String, atMilliseconds now: Int) -> FrameVerdict {
    // A faulty data area is content: kept and answered, and flagged by the pump.
    let packet = Packet(headerOf: frame)
    guard let mn = packet.mn, !mn.isEmpty else {
      return .refuse(
        Refusal(
          outcome: .malformed, mn: nil,
          detail: "the data segment names no device; write its number as MN="))
    }
    if let refusal = refusal(of: packet, mn: mn, frame: frame) { return .refuse(refusal) }
    return verdict(on: packet, mn: mn, frame: frame, peer: peer, atMilliseconds: now)
  }

  private func refusal(of packet: Packet, mn: String, frame: Frame) -> Refusal? {
    guard let device = directory().device(mn) else {
      return Refusal(
        outcome: .unknownDevice, mn: String(mn.prefix(40)),
        detail: "the device is in no list; enter it or correct its MN")
    }
    do throws(FrameFault) {
      try frame.check(
        segmentLimit: device.segmentLimit, acceptsModbusCRC: device.acceptsModbusCRC)
    } catch {
      return Refusal(outcome: error.outcome, mn: mn, detail: "\(error)")
    }
    guard let password = packet.pwSlice, let sent = packet.segment.view(of: password),
      isPassword(sent, equalTo: device.password.utf8)
    else {
      return Refusal(
        outcome: .wrongPassword, mn: mn,
        detail: "PW is not the one on file; set the same on the device and in the list")
    }
    guard device.isEnabled else {
      return Refusal(
        outcome: .disabledDevice, mn: mn, detail: "the device is switched off in the list")
    }
    return nil
  }

  private func verdict(
    on packet: Packet, mn: String, frame: Frame, peer: String, atMilliseconds now: Int
  ) -> FrameVerdict {
    let command = packet.command
    // Whoever signs with Modbus CRC checks answers by it too, and would send for ever.
    let quirks = Quirks(usesModbusCRC: frame.checksum == .modbus)
    switch command {
    case .requestAnswer?, .result?, .noticeAnswer?, .dataAnswer?: return .ignore(mn: mn)
    case .heartbeat?: return .answer(packet.answer(.notice, quirks), mn: mn)
    case .fieldHeartbeat?, .vendorHeartbeat?:
      return .answer(
        packet.answer(loginAnswer == .notice ? .notice : .data, quirks), mn: mn)
    default: break
    }
    let incoming = IncomingFrame(packet, mn: mn, frame: frame, peer: peer, atMilliseconds: now)
    if command == .clockWish { return .store(incoming, answer: packet.answer(.notice, quirks)) }
    return .store(incoming, answer: packet.wantsAnswer ? packet.answer(.data, quirks) : nil)
  }
}

extension Command {
  /// Heartbeat of one maker, outside the standard.
  static let vendorHeartbeat = Command(rawValue: 9051)
  /// A unit's wish to have its clock set: a notice.
  static let clockWish = Command(rawValue: 1013)
}

extension Packet {
  func answer(_ answer: Answer, _ quirks: Quirks) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(160)
    answer.write(to: self, into: &buffer, quirks: quirks)
    return buffer
  }
}

extension FrameFault {
  /// How the fault is counted.
  var outcome: FrameOutcome {
    switch reason {
    case .crcMismatch, .crcNotHex: .brokenCRC
    case .segmentTooLong: .oversized
    case .lengthNotDigits, .truncated, .noDataArea, .dataAreaNotClosed, .sealedDataUnreadable:
      .malformed
    }
  }
}

extension ByteBuffer {
  func view(of slice: Slice) -> ByteBufferView? {
    viewBytes(at: readerIndex + slice.offset, length: slice.count)
  }
}
