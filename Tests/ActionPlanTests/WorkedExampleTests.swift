import Foundation
import Testing

@testable import ActionPlan

/// The example of `Docs/plan-language.md` is what it says it is.
@Suite struct WorkedExampleTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Docs/plan-language.md")

  /// The blocks that begin with the path of the file they are.
  private func exampleFiles() throws -> [PlanFile] {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    return text.components(separatedBy: "```yaml\n").dropFirst().compactMap { block in
      let body = block.components(separatedBy: "```")[0]
      let first = body.prefix { $0 != "\n" }
      return first.hasPrefix("# ")
        ? PlanFile(path: String(first.dropFirst(2)), bytes: Array(body.utf8)) : nil
    }
  }

  @Test func `a register, a rule and a procedure are added to the shipped plan as YAML alone`()
    throws
  {
    let example = try exampleFiles()
    #expect(example.count == 4)
    let reading = PlanFolder.read(files: ShippedPlan.reading.files + example)
    #expect(reading.diagnostics.map(\.description) == [])
    #expect(reading.plan?.register("restaurants")?.fields.count == 4)
    #expect(reading.plan?.rule("fume-high")?.facilityField == "facility")
    #expect(reading.plan?.procedure("fume")?.steps.count == 3)
  }

  @Test(arguments: ElementKind.allCases)
  func `every kind of element is on the page, in both languages`(kind: ElementKind) throws {
    for name in ["plan-language.md", "plan-language.zh.md"] {
      let page = Self.page.deletingLastPathComponent().appending(path: name)
      let text = try String(contentsOf: page, encoding: .utf8)
      #expect(text.contains("`\(kind.plural).yml`"), "\(name)")
    }
  }

  @Test(arguments: ElementKind.allCases)
  func `every key of an element is on the page, in both languages`(kind: ElementKind) throws {
    for name in ["plan-language.md", "plan-language.zh.md"] {
      let page = Self.page.deletingLastPathComponent().appending(path: name)
      let text = try String(contentsOf: page, encoding: .utf8)
      for key in kind.shape.names {
        let isWritten = ["`\(key)`", "`\(key):", "\(key):", "`\(key)"].contains {
          text.contains($0)
        }
        #expect(isWritten, "\(name) has no \(key)")
      }
    }
  }
}
