public import Foundation
import Glibc

/// In what a text file is written.
public enum Encoding: String, Sendable, CaseIterable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  /// Spreadsheets of offices still write GBK.
  case gb18030 = "GB18030"

  /// By its byte order mark, else by what the bytes can be: UTF-16 where one byte of most pairs is 0,
  /// UTF-8 where they are valid, else GB 18030.
  init(of bytes: [UInt8]) {
    if bytes.starts(with: [0xFF, 0xFE]) {
      self = .utf16LittleEndian
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16BigEndian
    } else {
      let head = bytes.prefix(4_096)
      let zeros = head.indices.filter { head[$0] == 0 }
      let odd = zeros.count { !$0.isMultiple(of: 2) }
      if zeros.count * 4 > head.count, head.count > 1 {
        self = odd * 2 > zeros.count ? .utf16LittleEndian : .utf16BigEndian
      } else {
        self = String(validating: bytes, as: UTF8.self) != nil ? .utf8 : .gb18030
      }
    }
  }

  /// The bytes as UTF-8.
  ///
  /// - Throws: `SheetError` where they are not what they should be.
  public static func utf8(
    of data: Data, in encoding: Encoding, path: String
  ) throws(SheetError) -> Data {
    guard encoding != .utf8 else { return data }
    guard let converter = iconv_open("UTF-8", encoding.rawValue),
      converter != iconv_t(bitPattern: -1)
    else { throw SheetError(path: path, reason: "it is not UTF-8; save it as UTF-8") }
    defer { iconv_close(converter) }
    var input = [CChar](data.map { CChar(bitPattern: $0) })
    var output = [CChar](repeating: 0, count: data.count * 2 + 16)
    var (inputLeft, outputLeft) = (input.count, output.count)
    let result = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { into in
        var (source, target) = (from.baseAddress, into.baseAddress)
        return iconv(converter, &source, &inputLeft, &target, &outputLeft)
      }
    }
    guard result != -1 else {
      throw SheetError(
        path: path,
        reason: encoding == .gb18030
          ? "it is neither UTF-8 nor GB 18030; save it as UTF-8"
          : "it is not whole \(encoding.rawValue); save it as UTF-8")
    }
    return Data(output.prefix(output.count - outputLeft).map { UInt8(bitPattern: $0) })
  }
}
