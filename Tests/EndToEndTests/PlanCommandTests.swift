import Foundation
import Testing

/// What is done with plan folders from the command line.
@Suite struct PlanCommandTests {
  /// A folder of its own that goes when the test ends.
  private func inFolder(_ work: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "plans-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await work(folder)
  }

  @Test func `a new plan passes the check, and a folder that holds something is refused`()
    async throws
  {
    try await inFolder { folder in
      let path = folder.appending(path: "xinghe-2026").path
      let begun = try await BuiltCommand.run(["plan", "new", path, "--year", "2026"])
      #expect(begun.status == 0)
      let check = try await BuiltCommand.run(["plan", "check", path])
      #expect(check.status == 0)
      #expect(check.output.hasPrefix("xinghe-2026 is sound: 3 units, 1 place, 1 clause"))
      #expect(check.errors == "")
      let again = try await BuiltCommand.run(["plan", "new", path])
      #expect(again.status != 0)
      #expect(again.errors.contains("is there already and not empty; name a new folder"))
    }
  }

  @Test func `what changed between two plans is said in the language asked for`() async throws {
    try await inFolder { folder in
      let (old, new) = (folder.appending(path: "a"), folder.appending(path: "b"))
      for path in [old, new] {
        try await BuiltCommand.run(["plan", "new", path.path, "--year", "2026"])
      }
      let same = try await BuiltCommand.run(["plan", "diff", old.path, old.path])
      #expect(same.output == "两份计划没有差别。\n")
      let file = new.appending(path: "indicators.yml")
      let text = try String(contentsOf: file, encoding: .utf8)
      try text.replacing("at-least: 12", with: "at-least: 20")
        .write(to: file, atomically: true, encoding: .utf8)
      let diff = try await BuiltCommand.run(
        ["plan", "diff", old.path, new.path, "--language", "en"])
      #expect(diff.status == 0)
      #expect(diff.output.contains("\n  target: at least 12 次 → at least 20 次\n"))
      try "- {".write(to: file, atomically: true, encoding: .utf8)
      let broken = try await BuiltCommand.run(["plan", "diff", old.path, new.path])
      #expect(broken.status == 1)
      #expect(broken.errors.contains("indicators.yml:"))
    }
  }

  @Test func `schemas are printed, or written for each kind of file`() async throws {
    try await inFolder { folder in
      let printed = try await BuiltCommand.run(
        ["plan", "schema", "--of", "rules", "--plan", "Plans/shangyu-2021"])
      #expect(printed.status == 0)
      #expect(printed.output.contains(#""construction-sites""#))
      let near = try await BuiltCommand.run(["plan", "schema", "--of", "rule"])
      #expect(near.errors.contains("did you mean rules?"))
      let written = try await BuiltCommand.run(["plan", "schema", "--into", folder.path])
      #expect(written.status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(Set(["plan.schema.json", "tests.schema.json"]).isSubset(of: names))
      for name in names {
        let file = folder.appending(path: name)
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        #expect((json as? [String: Any])?["$schema"] != nil, "\(name)")
      }
    }
  }
}
