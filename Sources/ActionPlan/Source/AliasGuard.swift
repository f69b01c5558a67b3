/// Looks at a YAML text before the YAML library does: aliases that double at every level would cost it
/// its time. The plan language has no aliases; a few are let through to get a precise complaint.
enum AliasGuard {
  static let tolerated = 8

  /// - Returns: line and column of the first alias too many.
  static func excess(in bytes: [UInt8]) -> (line: Int, column: Int)? {
    var (line, column, count) = (1, 0, 0)
    var previous = UInt8(ascii: "\n")
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 0)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      if byte == UInt8(ascii: "*"),
        " \t\n\r[{,:-?".utf8.contains(previous) || endsInBreak(bytes[..<index]),
        index + 1 < bytes.count, !" \t\r\n*".utf8.contains(bytes[index + 1])
      {
        count += 1
        if count > tolerated { return (line, column) }
      }
      previous = byte
    }
    return nil
  }

  /// What YAML 1.1 takes for the end of a line besides CR and LF, and the mark it passes over at the
  /// beginning of one: NEL, LS, PS and BOM.
  private static let breaks: [[UInt8]] = [
    [0xC2, 0x85], [0xE2, 0x80, 0xA8], [0xE2, 0x80, 0xA9], [0xEF, 0xBB, 0xBF],
  ]

  private static func endsInBreak(_ bytes: ArraySlice<UInt8>) -> Bool {
    breaks.contains { bytes.suffix($0.count).elementsEqual($0) }
  }
}
