public import NIOCore

extension Message {
  /// The whole frame, tail included.
  ///
  /// - Parameter limit: greatest length of a data segment in bytes, 1…9999.
  public func frame(limit: Int = FrameReader.standardLimit) throws(MessageFault) -> ByteBuffer {
    let text = try segment()
    let length = text.utf8.count
    guard length <= min(limit, FrameReader.hardLimit) else {
      throw .tooLong(bytes: length, limit: limit)
    }
    var buffer = ByteBuffer()
    buffer.reserveCapacity(length + 12)
    let begin = FrameWriter.begin(&buffer)
    buffer.writeString(text)
    FrameWriter.end(&buffer, begin)
    return buffer
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
    text += "CP=&&"
    for (index, group) in data.enumerated() {
      if index > 0 { text += ";" }
      for (place, pair) in group.enumerated() {
        if place > 0 { text += "," }
        try check(pair.key, field: "key", isName: true)
        try check(pair.value, field: pair.key, isName: false)
        text += pair.key
        text += "="
        text += pair.value
      }
    }
    return text + "&&"
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
    if isName, text.isEmpty { throw .forbiddenText(field: field, text: text) }
  }
}
