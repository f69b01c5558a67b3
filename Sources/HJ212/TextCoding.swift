import Glibc

/// How the text of a data segment becomes bytes.
public enum TextCoding: String, Sendable, Hashable, CaseIterable {
  /// What the standard asks for.
  case utf8 = "UTF-8"
  /// GB 18030 with GBK in it, which older loggers write. No byte of a character looks like a separator.
  case gb18030 = "GB18030"
  /// Each byte is the character of its number, 0 to 255: bytes that are no text are kept by it.
  case bytes = "bytes"
}

extension TextCoding {
  /// - Returns: `nil` where the bytes are no text of this coding.
  public func text(_ bytes: some Collection<UInt8>) -> String? {
    switch self {
    case .utf8: return String(validating: bytes, as: UTF8.self)
    case .bytes:
      return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    case .gb18030:
      if bytes.allSatisfy({ $0 < 0x80 }) { return String(validating: bytes, as: UTF8.self) }
      return Self.convert(Array(bytes), from: rawValue, to: "UTF-8").flatMap {
        String(validating: $0, as: UTF8.self)
      }
    }
  }

  /// - Returns: `nil` where the coding has no bytes for a character.
  public func bytes(_ text: String) -> [UInt8]? {
    switch self {
    case .utf8: return Array(text.utf8)
    case .bytes:
      var bytes: [UInt8] = []
      for scalar in text.unicodeScalars {
        guard let byte = UInt8(exactly: scalar.value) else { return nil }
        bytes.append(byte)
      }
      return bytes
    case .gb18030:
      let plain = Array(text.utf8)
      if plain.allSatisfy({ $0 < 0x80 }) { return plain }
      return Self.convert(plain, from: "UTF-8", to: rawValue)
    }
  }

  private static func convert(_ bytes: [UInt8], from: String, to: String) -> [UInt8]? {
    guard let converter = iconv_open(to, from), converter != iconv_t(bitPattern: -1) else {
      return nil
    }
    defer { iconv_close(converter) }
    var output = [UInt8](repeating: 0, count: bytes.count * 2 + 16)
    var (inputLeft, outputLeft) = (bytes.count, output.count)
    let result = bytes.withUnsafeBytes { source in
      output.withUnsafeMutableBytes { target in
        // iconv only reads through the pointer that it asks for as one that can be written through.
        var read = UnsafeMutableRawPointer(mutating: source.baseAddress)?
          .assumingMemoryBound(to: CChar.self)
        var write = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        return iconv(converter, &read, &inputLeft, &write, &outputLeft)
      }
    }
    guard result != -1, inputLeft == 0 else { return nil }
    output.removeLast(outputLeft)
    return output
  }
}
