import Foundation
import Testing

/// A table of a page of `Docs` that a test writes, between two marks.
struct WrittenTable {
  /// File of `Docs`.
  let page: String
  let name: String
  /// The test's name.
  let by: String

  /// Fails where the page holds another table; with `LANTIAN_WRITE_DOCS` set, writes it instead.
  func compare(_ table: String) throws {
    let file = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Docs/\(page)")
      .standardizedFileURL.path
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let start = try #require(text.firstRange(of: "<!-- \(name): written by \(by) -->\n"))
    let stop = try #require(text.firstRange(of: "<!-- /\(name) -->"))
    let written = String(text[start.upperBound..<stop.lowerBound])
    guard written != table else { return }
    if ProcessInfo.processInfo.environment["LANTIAN_WRITE_DOCS"] != nil {
      let fresh = text[..<start.upperBound] + table + text[stop.lowerBound...]
      return try String(fresh).write(toFile: file, atomically: true, encoding: .utf8)
    }
    let differing = Set(table.split(separator: "\n")).symmetricDifference(
      written.split(separator: "\n"))
    Issue.record(
      """
      Docs/\(page) differs; run this test with LANTIAN_WRITE_DOCS=1 to write it, and read it:
      \(differing.sorted().prefix(12).joined(separator: "\n"))
      """)
  }
}
