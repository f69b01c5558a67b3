import NIOCore

extension Packet {
  /// Finds absent and impossible header fields, and notes odd ones.
  func judgeHeader(_ content: inout PacketContent) {
    let bytes = segment.readableBytesUInt8Span
    let isAnswer = command.map { (9011...9014).contains($0.rawValue) } ?? false
    // Answers of the 2005 edition come without PW and MN.
    for (name, slice, isDue) in [
      ("ST", stSlice, true), ("CN", cnSlice, true), ("PW", pwSlice, !isAnswer),
      ("MN", mnSlice, !isAnswer),
    ] where slice == nil && isDue {
      content.faults.append(ContentFault(kind: .absent(field: name), byteOffset: byteOffset))
    }
    if let flagSlice {
      if flag == nil {
        content.faults.append(
          ContentFault(kind: .flagInvalid, byteOffset: byteOffset(of: flagSlice)))
      } else if flag?.isSplit == true, pnumSlice == nil || pnoSlice == nil {
        content.notes.append(Note(.splitWithoutNumbers, at: byteOffset(of: flagSlice)))
      }
    }
    if let cnSlice, command?.isKnown != true {
      content.faults.append(
        ContentFault(kind: .commandUnknown, byteOffset: byteOffset(of: cnSlice)))
    }
    judgeForms(&content, bytes)
  }

  private func judgeForms(_ content: inout PacketContent, _ bytes: Span<UInt8>) {
    if let qnSlice {
      let isTime = TimeLabel.seconds(bytes, in: qnSlice.range) != nil
      let isSeventeenDigits =
        bytes.number(in: qnSlice.range, digits: 17...17) != nil
      if isSeventeenDigits, !isTime {
        content.faults.append(
          ContentFault(kind: .requestTimeImpossible, byteOffset: byteOffset(of: qnSlice)))
      } else if !isSeventeenDigits {
        content.notes.append(Note(.requestNumberForm, at: byteOffset(of: qnSlice)))
      }
    }
    if let stSlice, !isSystemCode(stSlice, bytes) {
      content.notes.append(Note(.systemCodeForm, at: byteOffset(of: stSlice)))
    }
    if let mnSlice, mnSlice.count != 24, mnSlice.count != 14 {
      content.notes.append(Note(.deviceNumberForm, at: byteOffset(of: mnSlice)))
    }
  }

  private func isSystemCode(_ slice: Slice, _ bytes: Span<UInt8>) -> Bool {
    guard slice.count == 2 else { return false }
    for index in slice.range {
      guard Ascii.isDigit(bytes[index]) || (0x41...0x5A).contains(bytes[index]) else {
        return false
      }
    }
    return true
  }
}
