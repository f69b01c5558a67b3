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
      if byte == UInt8(ascii: "*"), " \t\n\r[{,:-?".utf8.contains(previous),
        index + 1 < bytes.count, !" \t\r\n*".utf8.contains(bytes[index + 1])
      {
        count += 1
        if count > tolerated { return (line, column) }
      }
      previous = byte
    }
    return nil
  }
}
