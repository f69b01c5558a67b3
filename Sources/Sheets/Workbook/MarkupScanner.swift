/// Cuts XML into tags and text, as much of it as Office writes: no entities but the five and numbers,
/// no document type (which Office forbids, and by which a small file could become a large one).
struct MarkupScanner {
  enum Token: Equatable {
    /// Names are without their prefix; a tag that closes itself gives both.
    case open(String)
    case close(String)
    case text
  }

  enum Fault: Error {
    case malformed
    /// A document type, or a reference to an entity that only one could declare.
    case declaresEntities
  }

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private var selfClosed: String?
  /// The last tag behind its name, or the last text.
  private var inside = 0..<0
  private var isVerbatim = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next tag or text; nil at the end.
  ///
  /// - Throws: `Fault` where the bytes are not well-formed.
  mutating func next() throws(Fault) -> Token? {
    if let name = selfClosed {
      selfClosed = nil
      depth -= 1
      return .close(name)
    }
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "<") else {
        let start = position
        position = firstIndex(of: UInt8(ascii: "<"), in: start..<bytes.count) ?? bytes.count
        (inside, isVerbatim) = (start..<position, false)
        return .text
      }
      if starts(with: "<!--") {
        try skip(past: "-->")
      } else if starts(with: "<![CDATA[") {
        let start = position + 9
        try skip(past: "]]>")
        (inside, isVerbatim) = (start..<position - 3, true)
        return .text
      } else if starts(with: "<?") {
        try skip(past: "?>")
      } else if starts(with: "<!") {
        throw Fault.declaresEntities
      } else {
        return try tag()
      }
    }
    guard depth == 0 else { throw Fault.malformed }
    return nil
  }

  /// An attribute of the tag read last, by its name without prefix.
  func attribute(_ wanted: String) -> String? {
    var place = inside.lowerBound
    while let equals = firstIndex(of: UInt8(ascii: "="), in: place..<inside.upperBound) {
      guard let quote = bytes[equals + 1..<inside.upperBound].firstIndex(where: { $0 > 32 }),
        let end = firstIndex(of: bytes[quote], in: quote + 1..<inside.upperBound)
      else { return nil }
      let name = bytes[place..<equals].drop { $0 <= 32 }
      let colon = name.firstIndex(of: UInt8(ascii: ":"))
      let local = colon.map { name[($0 + 1)...] } ?? name
      if local.starts(with: wanted.utf8),
        local.dropFirst(wanted.utf8.count).allSatisfy({ $0 <= 32 }),
        colon.map({ !name[..<$0].elementsEqual("xmlns".utf8) }) ?? true
      {
        var value: [UInt8] = []
        guard (try? unescape(quote + 1..<end, into: &value)) != nil else { return nil }
        return String(decoding: value, as: UTF8.self)
      }
      place = end + 1
    }
    return nil
  }

  /// Appends the text read last.
  ///
  /// - Throws: `Fault` where it refers to what XML does not know of itself.
  func appendText(to out: inout [UInt8]) throws(Fault) {
    if isVerbatim { out += bytes[inside] } else { try unescape(inside, into: &out) }
  }

  private mutating func tag() throws(Fault) -> Token {
    let isClosing = starts(with: "</")
    let start = position + (isClosing ? 2 : 1)
    var (end, quote): (Int, UInt8?) = (start, nil)
    while end < bytes.count {
      let byte = bytes[end]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        break
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      end += 1
    }
    guard end < bytes.count else { throw Fault.malformed }
    position = end + 1
    let isSelfClosed = !isClosing && end > start && bytes[end - 1] == UInt8(ascii: "/")
    let body = start..<(isSelfClosed ? end - 1 : end)
    let nameEnd = bytes[body].firstIndex { $0 <= UInt8(ascii: " ") } ?? body.upperBound
    let name = bytes[body.lowerBound..<nameEnd]
    let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
    guard !local.isEmpty else { throw Fault.malformed }
    inside = nameEnd..<body.upperBound
    let text = String(decoding: local, as: UTF8.self)
    depth += isClosing ? -1 : 1
    guard depth >= 0 else { throw Fault.malformed }
    if isSelfClosed { selfClosed = text }
    return isClosing ? .close(text) : .open(text)
  }

  private func unescape(_ range: Range<Int>, into out: inout [UInt8]) throws(Fault) {
    var place = range.lowerBound
    while let mark = firstIndex(of: UInt8(ascii: "&"), in: place..<range.upperBound) {
      out += bytes[place..<mark]
      guard let end = firstIndex(of: UInt8(ascii: ";"), in: mark..<range.upperBound) else {
        throw .malformed
      }
      switch String(decoding: bytes[mark + 1..<end], as: UTF8.self) {
      case "lt": out.append(UInt8(ascii: "<"))
      case "gt": out.append(UInt8(ascii: ">"))
      case "amp": out.append(UInt8(ascii: "&"))
      case "quot": out.append(UInt8(ascii: "\""))
      case "apos": out.append(UInt8(ascii: "'"))
      case let code:
        guard code.hasPrefix("#") else { throw .declaresEntities }
        let number =
          code.hasPrefix("#x") ? UInt32(code.dropFirst(2), radix: 16) : UInt32(code.dropFirst())
        out += (number.flatMap(Unicode.Scalar.init).map { "\($0)" } ?? "\u{FFFD}").utf8
      }
      place = end + 1
    }
    out += bytes[place..<range.upperBound]
  }

  private func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    var place = range.lowerBound
    while place < range.upperBound {
      if bytes[place] == byte { return place }
      place += 1
    }
    return nil
  }

  private func starts(with mark: StaticString) -> Bool {
    position + mark.utf8CodeUnitCount <= bytes.count
      && (0..<mark.utf8CodeUnitCount).allSatisfy { bytes[position + $0] == mark.utf8Start[$0] }
  }

  private mutating func skip(past mark: StaticString) throws(Fault) {
    while position < bytes.count {
      if starts(with: mark) {
        position += mark.utf8CodeUnitCount
        return
      }
      position += 1
    }
    throw Fault.malformed
  }
}
