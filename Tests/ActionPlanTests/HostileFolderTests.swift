import Foundation
import Testing

@testable import ActionPlan

@Suite struct HostileFolderTests {
  /// The small plan in a fresh folder of the disk.
  private func folder() throws -> URL {
    let root = FileManager.default.temporaryDirectory.appending(path: "plan-\(UUID().uuidString)")
    for (path, text) in SmallPlan.texts {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return root
  }

  private func lines(_ root: URL) -> [String] {
    PlanFolder.read(root.path).diagnostics.map(\.description)
  }

  @Test func `a folder on the disk reads like its files`() throws {
    let root = try folder()
    defer { try? FileManager.default.removeItem(at: root) }
    try Data("nothing of the plan's".utf8).write(to: root.appending(path: "README.md"))
    try Data("neither".utf8).write(to: root.appending(path: ".hidden.yml"))
    let reading = PlanFolder.read(root.path)
    #expect(reading.diagnostics.isEmpty)
    #expect(reading.plan?.digest == PlanFolder.read(files: SmallPlan.files).plan?.digest)
    #expect(PlanFolder.read(files: reading.files).plan?.digest == reading.plan?.digest)
  }

  @Test func `a symbolic link is refused`() throws {
    let root = try folder()
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createSymbolicLink(
      atPath: root.appending(path: "rules/more.yml").path, withDestinationPath: "/etc/passwd")
    #expect(
      lines(root) == [
        "rules/more.yml:1:1: error: this is a symbolic link; a plan is made of its own files only; put a copy of the file here"
      ])
  }

  @Test func `a missing folder and a file instead of one are told`() throws {
    let root = try folder()
    defer { try? FileManager.default.removeItem(at: root) }
    for path in ["\(root.path)/absent", "\(root.path)/plan.yml"] {
      #expect(
        PlanFolder.read(path).diagnostics.map(\.problem) == ["there is no folder \"\(path)\""])
    }
  }

  @Test func `a file beyond the limit is refused unread`() throws {
    let root = try folder()
    defer { try? FileManager.default.removeItem(at: root) }
    try Data(count: FolderLimits.yamlBytes + 1).write(to: root.appending(path: "rules/big.yml"))
    #expect(
      lines(root) == [
        "rules/big.yml:1:1: error: the file is larger than 1048576 bytes; split it, or simplify the outline"
      ])
  }

  @Test func `folders nested deeper than the language are refused`() throws {
    let root = try folder()
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(
      at: root.appending(path: "rules/a/b"), withIntermediateDirectories: true)
    #expect(lines(root).first?.hasPrefix("rules/a/b:1:1: error: folders are nested deeper") == true)
  }

  @Test func `an empty folder is told what it lacks`() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "plan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    #expect(
      lines(root) == [
        "plan.yml:1:1: error: the folder has no plan.yml; add it with plan, title, utc-offset and map; Docs/plan-language.md shows how"
      ])
  }

  @Test(arguments: HostileText.all)
  func `hostile text gets an answer`(hostile: HostileText) {
    let reading = SmallPlan.reading("rules/more.yml", with: hostile.text)
    #expect(reading.diagnostics.isEmpty == hostile.isHarmless)
    #expect(reading.diagnostics.allSatisfy { $0.location.file == "rules/more.yml" })
    #expect(reading.diagnostics.allSatisfy { !$0.description.contains("\n") })
  }

  @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}", "\n\u{FEFF}", "\n", " "])
  func `aliases are counted after whatever YAML takes for a break`(space: String) {
    let text = "k: [" + String(repeating: "\(space)*a,", count: AliasGuard.tolerated + 1) + "]"
    #expect(AliasGuard.excess(in: Array(text.utf8)) != nil)
  }

  @Test func `an asterisk inside Chinese text is no alias`() {
    let text = String(repeating: "风速*浓度\n", count: 100)
    #expect(AliasGuard.excess(in: Array(text.utf8)) == nil)
  }

  @Test(arguments: ["", "/", "///"])
  func `a file without a name gets an answer`(path: String) {
    let reading = PlanFolder.read(files: SmallPlan.files + [PlanFile(path: path, bytes: [0x61])])
    #expect(reading.diagnostics.map(\.location.file) == [path])
  }

  @Test func `a character that YAML refuses is told where it stands, whatever stands before it`() {
    let reading = SmallPlan.reading("rules/more.yml", with: "# 中文\r\nrule: 中文\u{7}")
    #expect(reading.diagnostics.map(\.location.description) == ["rules/more.yml:2:9"])
  }

  @Test func `text that is not UTF-8 is told`() {
    let files = SmallPlan.files + [PlanFile(path: "rules/more.yml", bytes: [0x61, 0xFF, 0xFE])]
    #expect(
      PlanFolder.read(files: files).diagnostics.map(\.description) == [
        "rules/more.yml:1:1: error: the file is not UTF-8 text; save it as UTF-8"
      ])
  }

  @Test func `a thousand mistakes are told as two hundred`() {
    let text = (0..<1000).map { "- {rule: r\($0)}" }.joined(separator: "\n")
    let reading = SmallPlan.reading("rules/more.yml", with: text)
    #expect(reading.diagnostics.count == DiagnosticLog.limit)
  }
}
