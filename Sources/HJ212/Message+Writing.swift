public import NIOCore

extension Message {
  /// The whole frame, tail included, as one device wants it.
  public func frame(_ quirks: Quirks = Quirks()) throws(MessageFault) -> ByteBuffer {
    let bytes = try segmentBytes()
    let limit = quirks.writableLimit
    guard bytes.count <= limit else { throw .tooLong(bytes: bytes.count, limit: limit) }
    var buffer = ByteBuffer()
    buffer.reserveCapacity(bytes.count + 12)
    let writer = FrameWriter(&buffer, quirks: quirks)
    buffer.writeBytes(bytes)
    writer.end(&buffer)
    return buffer
  }

  /// The data segment as bytes, fields in the standard's order.
  func segmentBytes() throws(MessageFault) -> [UInt8] {
    guard let bytes = coding.bytes(try segment()) else { throw .notInCoding(coding) }
    return bytes
  }

  /// The data segment, fields in the standard's order.
  public func segment() throws(MessageFault) -> String {
    var text = ""
    if let qn { text += try field("QN", qn) }
    text += try field("ST", st)
    text += try field("CN", cn)
    if let pw { text += try field("PW", pw) }
    if let mn { text += try field("MN", mn) }
    if let flag { text += "Flag=\(flag.rawValue);" }
    if let pnum { text += try field("PNUM", pnum) }
    if let pno { text += try field("PNO", pno) }
    if isBackfill { text += "RF=1;" }
    for pair in unknownFields { text += try self.text(pair) + ";" }
    text += "CP=&&"
    for (index, group) in data.filter({ !$0.isEmpty }).enumerated() {
      if index > 0 { text += ";" }
      for (place, pair) in group.enumerated() {
        if place > 0 { text += "," }
        text += try self.text(pair)
      }
    }
    return text + "&&"
  }

  private func text(_ pair: Pair) throws(MessageFault) -> String {
    try check(pair.key, field: "key", isName: true)
    guard let value = pair.value else {
      guard !pair.key.isEmpty else { throw .forbiddenText(field: "key", text: "") }
      return pair.key
    }
    try check(value, field: pair.key, isName: false)
    return pair.key + "=" + value
  }

  private func field(_ name: String, _ value: String) throws(MessageFault) -> String {
    try check(value, field: name, isName: false)
    return name + "=" + value + ";"
  }

  private func field(_ name: String, _ value: Int) throws(MessageFault) -> String {
    guard (1...9999).contains(value) else {
      throw .numberOutOfRange(field: name, number: value)
    }
    return "\(name)=\(value);"
  }

  private func check(_ text: String, field: String, isName: Bool) throws(MessageFault) {
    for byte in text.utf8 {
      switch byte {
      case Ascii.semicolon, Ascii.comma, Ascii.ampersand, Ascii.carriageReturn, Ascii.lineFeed:
        throw .forbiddenText(field: field, text: text)
      case Ascii.equals where isName: throw .forbiddenText(field: field, text: text)
      default: break
      }
    }
    if let first = text.utf8.first, let last = text.utf8.last,
      Ascii.isBlank(first) || Ascii.isBlank(last)
    {
      throw .forbiddenText(field: field, text: text)
    }
  }
}
