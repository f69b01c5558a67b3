import Foundation
import Seeds
import Testing

@testable import ActionPlan

/// Whole plans, broken at random: whatever comes out of it, reading it answers.
@Suite struct MutationTests {
  private static let scraps: [String] = [
    ":", "-", "[", "]", "{", "}", "\"", "'", "#", "&a", "*a", "|", ">", "?", "!", "%", "\t", "\n",
    " ", ",", "0", "-1", "999999999999999999999", "1e9", "null", "~", "true", "every-town",
    "devices", "silent", "unchanged: a.b", "5 min", "10 %", "\u{0}", "\u{FEFF}", "中", "\u{202E}",
    "---\n", "...\n", "<<: ", "opened", "choose", "{field: x}", "{unit: x}", "rule: x\n",
    "unset", "never", "today - 30", "2021-02-30", "is not empty", "in ('a')", "not (", "'",
    "count: ",
    "times: 0", "at: ", "expect: {}", "where: \"\"", "pace: []", "of: ", "#",
  ]

  @Test(arguments: 0..<16)
  func `a broken plan always gets an answer`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &+ 20_210_601)
    for _ in 0..<(seed % 2 == 0 ? 4 : 12) {
      var files = seed % 2 == 0 ? ShippedPlan.reading.files : SmallPlan.files
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<files.count, using: &random)
        let bytes = mutated(files[index].bytes, &random)
        files[index] = PlanFile(path: files[index].path, bytes: bytes)
      }
      if Int.random(in: 0..<10, using: &random) == 0 {
        files.remove(at: Int.random(in: 0..<files.count, using: &random))
      }
      let reading = PlanFolder.read(files: files)
      let hasErrors = reading.diagnostics.contains { $0.severity == .error }
      #expect((reading.plan == nil) == hasErrors)
      let lines = Dictionary(uniqueKeysWithValues: files.map { ($0.path, lengths(of: $0.bytes)) })
      for diagnostic in reading.diagnostics {
        let (place, lengths) = (diagnostic.location, lines[diagnostic.location.file] ?? [0])
        #expect(lengths.indices.contains(place.line - 1), "\(diagnostic)")
        if lengths.indices.contains(place.line - 1) {
          #expect((1...lengths[place.line - 1] + 1).contains(place.column), "\(diagnostic)")
        }
        #expect(!diagnostic.problem.isEmpty && !diagnostic.remedy.isEmpty)
        #expect(!diagnostic.description.contains { $0.isNewline })
      }
    }
  }

  /// How many scalars each line of a file has; the last is the empty one after the end, where the
  /// YAML library sees what is missing.
  private func lengths(of bytes: [UInt8]) -> [Int] {
    let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
    return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n").unicodeScalars
      .split(omittingEmptySubsequences: false) { breaks.contains($0) }.map(\.count) + [0]
  }

  private func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    guard !bytes.isEmpty else { return bytes }
    var bytes = bytes
    let at = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...60, using: &random)))
    case 2: bytes.insert(contentsOf: Self.scraps.randomElement(using: &random)!.utf8, at: at)
    case 3: bytes.removeSubrange(at...)
    case 4:
      let end = min(bytes.count, at + Int.random(in: 1...200, using: &random))
      bytes.insert(
        contentsOf: Array(bytes[at..<end]), at: Int.random(in: 0..<bytes.count, using: &random))
    default: swapWords(&bytes, &random)
    }
    return bytes
  }

  /// Two words change places: text that stays YAML and stops making sense.
  private func swapWords(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let text = String(decoding: bytes, as: UTF8.self)
    var words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count > 1 else { return }
    let a = Int.random(in: 0..<words.count, using: &random)
    words.swapAt(a, Int.random(in: 0..<words.count, using: &random))
    bytes = Array(words.joined(separator: " ").utf8)
  }
}
