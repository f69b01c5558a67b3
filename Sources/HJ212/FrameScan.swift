/// What stands at the start of the unread bytes. Pure: the reader acts on the answer.
struct FrameScan {
  /// A frame whose length and CRC are right.
  struct Layout {
    let head: Int
    let length: Int
    let crc: UInt16
    let checksum: Checksum
    /// CR LF stands behind it; otherwise the tail is still to be looked for.
    let hasTail: Bool
    /// The CRC is that of a text that is not here.
    var isSealed = false
    var notes: [(kind: Note.Kind, place: Int)] = []
  }

  enum Step {
    /// More bytes are needed to say.
    case wait
    /// Bytes to leave out without a word.
    case blank(Int)
    /// The CR of a tail, whose LF may follow.
    case tailBegun
    case tail(Int, Note.Kind)
    case garbage(Int)
    /// A frame begins here and is wrong at `place`, counted from its `##`.
    case fault(FrameFault.Reason, place: Int)
    case frame(Layout)
  }

  let settings: FrameReader.Settings
  let atEnd: Bool

  func look(at bytes: Span<UInt8>, _ state: FrameReader.State) -> Step {
    if state == .tailDue { return tail(bytes) }
    if state == .lineFeedDue { return lineFeed(bytes) }
    guard bytes.count > 0 else { return .wait }
    if state == .betweenFrames {
      let blanks = blankCount(bytes)
      if blanks > 0 { return .blank(blanks) }
    }
    guard bytes[0] == Ascii.hash else { return .garbage(distanceToHeader(bytes)) }
    guard bytes.count > 1 else { return atEnd ? .garbage(1) : .wait }
    guard bytes[1] == Ascii.hash else { return .garbage(distanceToHeader(bytes)) }
    guard bytes.count > 2, bytes[2] == Ascii.hash else { return header(bytes) }
    var run = 3
    while run < bytes.count, bytes[run] == Ascii.hash { run += 1 }
    return .garbage(run - 2)
  }

  private func tail(_ bytes: Span<UInt8>) -> Step {
    guard bytes.count > 0 else { return atEnd ? .tail(0, .tailMissing) : .wait }
    switch bytes[0] {
    case Ascii.carriageReturn: return .tailBegun
    case Ascii.lineFeed: return .tail(1, .tailLineFeedOnly)
    case Ascii.star:
      guard bytes.count > 1 else { return atEnd ? .tail(0, .tailMissing) : .wait }
      return bytes[1] == Ascii.star ? .tail(2, .tailStars) : .tail(0, .tailMissing)
    default: return .tail(0, .tailMissing)
    }
  }

  private func lineFeed(_ bytes: Span<UInt8>) -> Step {
    guard bytes.count > 0 else { return atEnd ? .tail(0, .tailCarriageReturnOnly) : .wait }
    return bytes[0] == Ascii.lineFeed ? .blank(1) : .tail(0, .tailCarriageReturnOnly)
  }

  private func blankCount(_ bytes: Span<UInt8>) -> Int {
    var count = 0
    while count < bytes.count, Ascii.isBlank(bytes[count]) { count += 1 }
    return count
  }

  /// Bytes before the next `##`; a last single `#` may be its first half.
  private func distanceToHeader(_ bytes: Span<UInt8>) -> Int {
    var index = 1
    while index < bytes.count {
      if bytes[index] == Ascii.hash {
        if index + 1 == bytes.count { return atEnd ? bytes.count : index }
        if bytes[index + 1] == Ascii.hash { return index }
      }
      index += 1
    }
    return bytes.count
  }

  private func header(_ bytes: Span<UInt8>) -> Step {
    var length = 0
    var head = 2
    while head < 6 {
      guard head < bytes.count else {
        return atEnd
          ? .fault(.truncated(declared: 0, present: 0, closesAfter: nil), place: head)
          : .wait
      }
      guard Ascii.isDigit(bytes[head]) else {
        if head == 5, settings.acceptsThreeDigitLength { break }
        return .fault(.lengthNotDigits(found: bytes[head]), place: head)
      }
      length = length * 10 + Int(bytes[head] & 0x0F)
      head += 1
    }
    guard length <= settings.segmentLimit else {
      return .fault(.segmentTooLong(declared: length, limit: settings.segmentLimit), place: 2)
    }
    return body(bytes, head: head, length: length)
  }

  private func body(_ bytes: Span<UInt8>, head: Int, length: Int) -> Step {
    // First, whatever else has come: what is read must not depend on how the stream was cut.
    if let layout = lengthCountingTail(bytes, head: head, length: length) { return .frame(layout) }
    guard bytes.count < head + length + 4 else {
      return switch judge(bytes, head: head, length: length) {
      case .good(let layout): .frame(layout)
      case .bad(let reason): .fault(reason, place: head + length)
      }
    }
    guard atEnd else { return .wait }
    let closes = closesAfter(bytes, head: head, unless: length)
    return .fault(
      .truncated(declared: length, present: bytes.count - head, closesAfter: closes),
      place: bytes.count)
  }

  private enum Judgement {
    case good(Layout)
    case bad(FrameFault.Reason)
  }

  private func judge(_ bytes: Span<UInt8>, head: Int, length: Int) -> Judgement {
    guard let crc = crcField(bytes, at: head + length) else {
      let closes = closesAfter(bytes, head: head, unless: length)
      return .bad(.crcNotHex(declared: length, closesAfter: closes))
    }
    let segment = bytes.extracting(head..<(head + length))
    let computed = Checksum.hj212(segment)
    var checksum = Checksum.hj212
    let isSealed = computed != crc.value && settings.acceptsSealed && isSealed(segment)
    if computed != crc.value, !isSealed {
      let isModbus = isClosed(segment) && Checksum.modbus(segment) == crc.value
      guard isModbus, settings.acceptsModbusCRC else {
        let closes = isModbus ? nil : closesAfter(bytes, head: head, unless: length)
        return .bad(
          .crcMismatch(
            written: crc.value, computed: computed, isModbus: isModbus, closesAfter: closes))
      }
      checksum = .modbus
    }
    let end = head + length + 4
    let hasTail =
      bytes.count >= end + 2 && bytes[end] == Ascii.carriageReturn
      && bytes[end + 1] == Ascii.lineFeed
    var layout = Layout(
      head: head, length: length, crc: crc.value, checksum: checksum, hasTail: hasTail,
      isSealed: isSealed)
    if head == 5 { layout.notes.append((.shortLengthField, 2)) }
    if checksum == .modbus { layout.notes.append((.modbusCRC, head + length)) }
    if crc.isLowerCase { layout.notes.append((.lowerCaseCRC, head + length)) }
    return .good(layout)
  }

  /// Some senders count CRC and CR LF into the length: 6 too many, the CRC still right. Found as
  /// soon as the frame is there, because nothing more may come until it is answered.
  private func lengthCountingTail(_ bytes: Span<UInt8>, head: Int, length: Int) -> Layout? {
    let shorter = length - 6
    let end = head + shorter
    guard shorter >= 2, bytes.count >= end + 4,
      bytes[end - 1] == Ascii.ampersand, bytes[end - 2] == Ascii.ampersand,
      case .good(var layout) = judge(bytes, head: head, length: shorter)
    else { return nil }
    layout.notes.append((.lengthCountsTail, 2))
    return layout
  }
}
