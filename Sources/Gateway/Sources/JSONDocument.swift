/// Reads one JSON document without losing a digit.
///
/// - Source: RFC 8259; of two members of one name the later counts.
struct JSONDocument {
  enum Fault: Error, Equatable, CustomStringConvertible {
    /// At this byte, from 0.
    case unexpected(at: Int)
    case tooDeep(at: Int)
    case notUTF8

    var description: String {
      switch self {
      case .unexpected(let place):
        "the document is no JSON at byte \(place); send one JSON document in UTF-8"
      case .tooDeep(let place):
        "the document is nested more than \(JSONDocument.deepest) deep at byte \(place); send it flatter"
      case .notUTF8: "the document is not UTF-8; send one JSON document in UTF-8"
      }
    }
  }

  static let deepest = 64

  private let bytes: [UInt8]
  private var place = 0

  /// - Throws: `Fault`.
  static func read(_ bytes: [UInt8]) throws(Fault) -> DocumentValue {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    var document = JSONDocument(bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { document.place = 3 }
    let value = try document.value(depth: 0)
    document.skipBlanks()
    guard document.place == bytes.count else { throw .unexpected(at: document.place) }
    return value
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard next == byte else { return false }
    place += 1
    return true
  }

  private mutating func value(depth: Int) throws(Fault) -> DocumentValue {
    guard depth < Self.deepest else { throw .tooDeep(at: place) }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{")?: return try table(depth: depth)
    case UInt8(ascii: "[")?: return try list(depth: depth)
    case UInt8(ascii: "\"")?: return .text(try text())
    case UInt8(ascii: "t")?: return try word("true", .truth(true))
    case UInt8(ascii: "f")?: return try word("false", .truth(false))
    case UInt8(ascii: "n")?: return try word("null", .nothing)
    default: return try number()
    }
  }

  private mutating func table(depth: Int) throws(Fault) -> DocumentValue {
    place += 1
    var members: [String: DocumentValue] = [:]
    if take(UInt8(ascii: "}")) { return .table(members) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw .unexpected(at: place) }
      let name = try text()
      guard take(UInt8(ascii: ":")) else { throw .unexpected(at: place) }
      members[name] = try value(depth: depth + 1)
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw .unexpected(at: place) }
    return .table(members)
  }

  private mutating func list(depth: Int) throws(Fault) -> DocumentValue {
    place += 1
    var items: [DocumentValue] = []
    if take(UInt8(ascii: "]")) { return .list(items) }
    repeat { items.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw .unexpected(at: place) }
    return .list(items)
  }

  private mutating func word(
    _ word: StaticString, _ value: DocumentValue
  ) throws(Fault) -> DocumentValue {
    let end = place + word.utf8CodeUnitCount
    let isThere = word.withUTF8Buffer { bytes[place...].starts(with: $0) }
    guard isThere else { throw .unexpected(at: place) }
    place = end
    return value
  }

  private mutating func number() throws(Fault) -> DocumentValue {
    let begin = place
    if next == UInt8(ascii: "-") { place += 1 }
    let whole = try digits()
    guard whole == 1 || bytes[place - whole] != UInt8(ascii: "0") else {
      throw .unexpected(at: place - whole)
    }
    if next == UInt8(ascii: ".") {
      place += 1
      _ = try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      _ = try digits()
    }
    return .number(String(decoding: bytes[begin..<place], as: UTF8.self))
  }

  /// - Returns: how many; at least one.
  private mutating func digits() throws(Fault) -> Int {
    let begin = place
    while let byte = next, (0x30...0x39).contains(byte) { place += 1 }
    guard place > begin else { throw .unexpected(at: place) }
    return place - begin
  }

  private mutating func text() throws(Fault) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escaped()
      case ..<0x20: throw .unexpected(at: place - 1)
      default: text.append(byte)
      }
    }
    throw .unexpected(at: place)
  }

  private mutating func escaped() throws(Fault) -> [UInt8] {
    guard let byte = next else { throw .unexpected(at: place) }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try scalar()).utf8)
    default: throw .unexpected(at: place - 1)
    }
  }

  /// Behind `\u`; half of a pair alone becomes U+FFFD.
  private mutating func scalar() throws(Fault) -> Unicode.Scalar {
    let first = try unit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), bytes[place...].starts(with: [0x5C, 0x75]) else {
      return "\u{FFFD}"
    }
    let before = place
    place += 2
    let second = try unit()
    guard (0xDC00..<0xE000).contains(second) else {
      place = before
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func unit() throws(Fault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw .unexpected(at: place)
      }
      unit = unit << 4 | UInt32(digit)
      place += 1
    }
    return unit
  }
}
