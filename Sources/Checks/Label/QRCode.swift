import CQREncode

/// A QR code of a text, as dark and light modules without the quiet zone around them.
///
/// - Source: ISO/IEC 18004, drawn by libqrencode; error correction M (15 %), for labels outdoors.
public struct QRCode: Sendable, Hashable {
  /// Modules of one side.
  public let width: Int
  /// Row by row; true is dark.
  public let modules: [Bool]

  /// Bytes that version 10 holds at level M; a label's address is shorter.
  public static let longest = 213

  /// - Parameter text: printable ASCII, as an address is.
  /// - Returns: nil for an empty or too long text, and for other signs.
  public init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= Self.longest,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)
    else { return nil }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    guard width > 0, let data = code.pointee.data else { return nil }
    self.width = width
    modules = (0..<width * width).map { data[$0] & 1 == 1 }
  }

  public func isDark(row: Int, column: Int) -> Bool { modules[row * width + column] }

  /// Path data of the dark modules for an SVG whose unit is one module, with the quiet zone of four
  /// modules that the standard asks for; the side is `width + 8`.
  public var path: String {
    var path = ""
    for row in 0..<width {
      var column = 0
      while column < width {
        guard isDark(row: row, column: column) else {
          column += 1
          continue
        }
        let start = column
        while column < width, isDark(row: row, column: column) { column += 1 }
        path += "M\(start + 4) \(row + 4)h\(column - start)v1h-\(column - start)z"
      }
    }
    return path
  }
}
