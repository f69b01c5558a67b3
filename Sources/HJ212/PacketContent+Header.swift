import NIOCore

extension Packet {
  /// Finds absent and impossible header fields, and notes odd ones.
  func judgeHeader(_ content: inout PacketContent, _ bytes: Span<UInt8>, _ command: Command?) {
    // Answers of the 2005 edition come without PW and MN.
    let isAnswer = command.map { (9011...9014).contains($0.rawValue) } ?? false
    if stSlice == nil { content.faults.append(absent("ST")) }
    if cnSlice == nil { content.faults.append(absent("CN")) }
    if pwSlice == nil, !isAnswer { content.faults.append(absent("PW")) }
    if mnSlice == nil, !isAnswer { content.faults.append(absent("MN")) }
    if let flagSlice {
      let flag = flag(bytes)
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

  private func absent(_ field: String) -> ContentFault {
    ContentFault(kind: .absent(field: field), byteOffset: byteOffset)
  }

  private func judgeForms(_ content: inout PacketContent, _ bytes: Span<UInt8>) {
    if let qnSlice {
      let isTime = qnSlice.count == 17 && TimeLabel.seconds(bytes, in: qnSlice.range) != nil
      let isSeventeenDigits =
        isTime || bytes.number(in: qnSlice.range, digits: 17...17) != nil
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
