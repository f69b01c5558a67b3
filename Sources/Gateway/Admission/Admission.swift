import HJ212
import NIOCore
import Telemetry

/// What to do with one frame.
enum FrameVerdict: Sendable {
  /// Commit it, then send the answer where there is one.
  case store(IncomingFrame, answer: ByteBuffer?)
  /// Nothing to keep: answer at once.
  case answer(ByteBuffer, mn: String)
  /// A unit's reply to a request.
  case reply(Reply)
  case refuse(Refusal)
}

/// What a unit answers to a request or notice of ours.
struct Reply: Sendable, Equatable {
  let mn: String
  /// The QN of what it answers; nil where it names none.
  let request: String?
  /// Nil where it carries no code that can be read.
  let answer: Answer?
}

/// A frame that is neither kept nor answered, and why.
struct Refusal: Sendable, Equatable {
  let outcome: FrameOutcome
  /// The device it claims to be from; nil where it names none.
  let mn: String?
  /// For the log: what was found, what to do. Never a password.
  let detail: String
  /// What a device outside the list says of itself.
  var stranger: Stranger?
}

/// What a frame of a device outside the list says of the device.
struct Stranger: Sendable, Equatable {
  let st: String?
  /// `2005`, `2017` or `2025`.
  let edition: String
  /// At most 32 characters.
  let password: String?
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
  /// Called with a device that uses the password it was told to take.
  let onNewPassword: @Sendable (_ mn: String) -> Void

  /// - Parameters:
  ///   - peer: address and port, as text.
  ///   - address: the same without the port; nil where it is none of IP.
  func judge(
    _ frame: Frame, peer: String, address: AddressNetwork?, atMilliseconds now: Int
  ) -> FrameVerdict {
    // A faulty data area is content: kept and answered, and flagged by the pump.
    let packet = Packet(headerOf: frame)
    guard let mn = packet.mn, !mn.isEmpty else {
      return .refuse(
        Refusal(
          outcome: .malformed, mn: nil,
          detail: "the data segment names no device; write its number as MN="))
    }
    guard let device = directory().device(mn) else {
      return .refuse(
        Refusal(
          outcome: .unknownDevice, mn: String(mn.prefix(40)),
          detail: "the device is in no list; enter it or correct its MN",
          stranger: packet.stranger))
    }
    if let refusal = refusal(of: packet, from: address, device, frame) { return .refuse(refusal) }
    guard frame.isSealed else {
      return verdict(on: packet, device, frame: frame, peer: peer, atMilliseconds: now)
    }
    guard let key = device.manner.sealingKey.flatMap(SealingKey.init(hexadecimal:)) else {
      return .refuse(
        Refusal(
          outcome: .malformed, mn: mn,
          detail: "the data are sealed and no key is on file; enter the device's key in the list"))
    }
    do throws(FrameFault) {
      let opened = try frame.opened(with: key)
      // What is printed of a sealed text is up to five times as long.
      try opened.check(device.quirks)
      return verdict(
        on: Packet(headerOf: opened), device, frame: opened, peer: peer, atMilliseconds: now)
    } catch {
      return .refuse(Refusal(outcome: error.outcome, mn: mn, detail: "\(error)"))
    }
  }

  private func refusal(
    of packet: Packet, from address: AddressNetwork?, _ device: Device, _ frame: Frame
  ) -> Refusal? {
    func refusal(_ outcome: FrameOutcome, _ detail: String) -> Refusal {
      Refusal(outcome: outcome, mn: device.mn, detail: detail)
    }
    let networks = device.manner.networks
    guard networks.isEmpty || networks.contains(where: { address.map($0.contains) ?? false }) else {
      return refusal(
        .foreignAddress, "the device may not come from there; correct its networks in the list")
    }
    do throws(FrameFault) {
      let limit = frame.isSealed ? FrameReader.hardLimit : device.segmentLimit
      try frame.check(segmentLimit: limit, acceptsModbusCRC: device.acceptsModbusCRC)
    } catch {
      return refusal(error.outcome, "\(error)")
    }
    if !device.manner.hasThreeDigitLength,
      frame.notes.contains(where: { $0.kind == .shortLengthField })
    {
      return refusal(
        .malformed, "the length has three digits; let it send four, or allow it in the list")
    }
    guard let password = packet.pwSlice, let sent = packet.segment.view(of: password),
      takes(sent, of: device)
    else {
      return refusal(
        .wrongPassword, "PW is not the one on file; set the same on the device and in the list")
    }
    guard device.isEnabled else {
      return refusal(.disabledDevice, "the device is switched off in the list")
    }
    return nil
  }

  /// The password on file, or the one that the device was told to take.
  private func takes(_ password: ByteBufferView, of device: Device) -> Bool {
    let isOnFile = isPassword(password, equalTo: device.password.utf8)
    guard let next = device.manner.nextPassword else { return isOnFile }
    let isNext = isPassword(password, equalTo: next.utf8)
    if isNext, !isOnFile { onNewPassword(device.mn) }
    return isNext || isOnFile
  }

  private func verdict(
    on packet: Packet, _ device: Device, frame: Frame, peer: String, atMilliseconds now: Int
  ) -> FrameVerdict {
    let (command, mn) = (packet.command, device.mn)
    // Whoever signs with Modbus CRC checks answers by it too, and would send for ever.
    var quirks = device.quirks
    quirks.usesModbusCRC = frame.checksum == .modbus
    switch command {
    case .requestAnswer?, .result?, .noticeAnswer?, .dataAnswer?:
      return .reply(Reply(mn: mn, request: packet.answeredRequest, answer: Answer(packet)))
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

extension Device {
  /// How frames to it are written and text of it is read.
  var quirks: Quirks {
    Quirks(
      segmentLimit: segmentLimit, usesModbusCRC: acceptsModbusCRC,
      countsTailInLength: manner.countsTailInLength,
      hasThreeDigitLength: manner.hasThreeDigitLength,
      coding: manner.writesGB18030 ? .gb18030 : .utf8)
  }
}

extension Command {
  /// Heartbeat of one maker, outside the standard.
  static let vendorHeartbeat = Command(rawValue: 9051)
  /// A unit's wish to have its clock set: a notice.
  static let clockWish = Command(rawValue: 1013)
}

extension Packet {
  fileprivate var stranger: Stranger {
    Stranger(
      st: st.map { String($0.prefix(2)) }, edition: String(edition.name.suffix(4)),
      password: pw.map { String($0.prefix(32)) })
  }

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
