public import Foundation
import Glibc

/// In what a text file is written.
public enum Encoding: String, Sendable, CaseIterable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  /// Spreadsheets of offices still write GBK.
  case gb18030 = "GB18030"

  /// By its byte order mark, else by what the bytes can be: UTF-16 where separators and line ends are
  /// two bytes wide, UTF-8 where they are valid, else GB 18030.
  init(of bytes: [UInt8]) {
    if bytes.starts(with: [0xFF, 0xFE]) {
      self = .utf16LittleEndian
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16BigEndian
    } else if let wide = Self.wide(bytes.prefix(65_536)) {
      self = wide
    } else {
      self = (try? UTF8Span(validating: bytes.span)) != nil ? .utf8 : .gb18030
    }
  }

  /// UTF-16 of either order, as signs that every table has stand in it: in whole units, and more often
  /// than alone. Chinese text has few other bytes that are 0.
  private static func wide(_ bytes: ArraySlice<UInt8>) -> Encoding? {
    var (little, big, alone) = (0, 0, 0)
    for place in stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2) {
      switch (isSign(bytes[place]), isSign(bytes[place + 1])) {
      case (true, _) where bytes[place + 1] == 0: little += 1
      case (_, true) where bytes[place] == 0: big += 1
      case (false, false): break
      default: alone += 1
      }
    }
    guard max(little, big) > alone else { return nil }
    return little > big ? .utf16LittleEndian : .utf16BigEndian
  }

  private static func isSign(_ byte: UInt8) -> Bool { ",;\t\r\n".utf8.contains(byte) }

  /// The bytes as UTF-8.
  ///
  /// - Throws: `SheetError` where they are not what they should be.
  public static func utf8(
    of data: Data, in encoding: Encoding, path: String
  ) throws(SheetError) -> Data {
    guard encoding != .utf8 else { return data }
    return Data(try utf8(of: [UInt8](data), in: encoding, path: path))
  }

  static func utf8(
    of bytes: [UInt8], in encoding: Encoding, path: String
  ) throws(SheetError) -> [UInt8] {
    guard encoding != .utf8 else { return bytes }
    guard let converter = iconv_open("UTF-8", encoding.rawValue),
      converter != iconv_t(bitPattern: -1)
    else { throw notUTF8(path) }
    defer { iconv_close(converter) }
    var output = [UInt8](repeating: 0, count: bytes.count * 2 + 16)
    var (inputLeft, outputLeft) = (bytes.count, output.count)
    let result = bytes.withUnsafeBytes { from in
      output.withUnsafeMutableBytes { into in
        // iconv only reads through the pointer that it asks for as one that can be written through.
        var source = UnsafeMutableRawPointer(mutating: from.baseAddress)?
          .assumingMemoryBound(to: CChar.self)
        var target = into.baseAddress?.assumingMemoryBound(to: CChar.self)
        return iconv(converter, &source, &inputLeft, &target, &outputLeft)
      }
    }
    guard result != -1 else {
      guard encoding == .gb18030 else {
        throw SheetError(
          path: path, zh: "不是完整的 \(encoding.rawValue) 文字，请另存为 UTF-8 编码的 CSV",
          en: "it is not whole \(encoding.rawValue); save it as UTF-8")
      }
      throw SheetError(
        path: path, zh: "编码既不是 UTF-8 也不是 GB 18030，请另存为 UTF-8 编码的 CSV",
        en: "it is neither UTF-8 nor GB 18030; save it as UTF-8")
    }
    output.removeLast(outputLeft)
    return output
  }

  private static func notUTF8(_ path: String) -> SheetError {
    SheetError(
      path: path, zh: "编码不是 UTF-8，请另存为 UTF-8 编码的 CSV",
      en: "it is not UTF-8; save it as UTF-8")
  }
}
