/// The texts that cells of a workbook share, in one piece of memory: a hostile list of millions of
/// empty ones must not become millions of arrays.
struct SharedTexts {
  /// More than any sheet has cells for.
  private static let limit = 1 << 24

  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  init() {}

  /// Without the readings that may stand above Chinese characters.
  ///
  /// - Throws: `MarkupScanner.Fault`.
  init(reading part: [UInt8]) throws(MarkupScanner.Fault) {
    var (isText, isReading) = (false, false)
    var scanner = MarkupScanner(part)
    while let token = try scanner.next() {
      switch token {
      case .close("si"):
        guard ends.count < Self.limit, let end = UInt32(exactly: bytes.count) else {
          throw .malformed
        }
        ends.append(end)
      case .open("rPh"): isReading = true
      case .close("rPh"): isReading = false
      case .open("t"): isText = !isReading
      case .close("t"): isText = false
      case .text where isText: try scanner.appendText(to: &bytes)
      default: break
      }
    }
  }

  /// - Returns: nil where there is no text of that number.
  subscript(number: Int) -> ArraySlice<UInt8>? {
    guard ends.indices.contains(number) else { return nil }
    return bytes[(number > 0 ? Int(ends[number - 1]) : 0)..<Int(ends[number])]
  }
}
