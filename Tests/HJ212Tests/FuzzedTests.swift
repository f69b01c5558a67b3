import Foundation
import FuzzedHJ212
import Seeds
import Testing

/// The bytes that `script/prove fuzz` has kept: what reached a branch first, and what once broke one.
private let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "FuzzedHJ212/Corpus")

@Suite struct FuzzedTests {
  @Test(arguments: FuzzedSurface.allCases)
  func `nothing that was found by fuzzing breaks what must hold`(surface: FuzzedSurface) throws {
    let folder = corpus.appending(path: surface.rawValue)
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(files.count > 20)
    for file in files {
      let broken = surface.broken(by: [UInt8](try Data(contentsOf: file)))
      #expect(broken == nil, "\(file.lastPathComponent)")
    }
  }

  @Test(arguments: FuzzedSurface.allCases)
  func `nothing cut short or changed breaks what must hold`(surface: FuzzedSurface) throws {
    var random = SeededGenerator(seed: 212)
    let folder = corpus.appending(path: surface.rawValue)
    for file in try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).sorted(by: { $0.path < $1.path }).prefix(60) {
      let bytes = [UInt8](try Data(contentsOf: file))
      for _ in 0..<6 {
        var changed = bytes.prefix(Int.random(in: 0...bytes.count, using: &random))
        if let place = changed.indices.randomElement(using: &random) {
          changed[place] = UInt8.random(in: 0...255, using: &random)
        }
        #expect(surface.broken(by: Array(changed)) == nil)
      }
    }
  }
}
