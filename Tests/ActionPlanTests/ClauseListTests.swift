import ActionPlan
import Seeds
import Testing

/// A list of clauses as somebody else wrote it.
struct ClauseListTests {
  static func read(_ text: String) -> (list: ClauseList?, diagnostics: [Diagnostic]) {
    ClauseList.read(PlanFile(path: "list.yml", bytes: Array(text.utf8)))
  }

  @Test func `an entry has its units and target, and more that nobody reads`() throws {
    let list = try #require(
      Self.read(
        """
        units: {EEB: {en: Ecology, zh: 生态}}
        clauses:
        - {id: 1.1.a, text: "Zoning", lead: [EEB], with: [DRB, EIB], target: "100 %", needs: "a map"}
        - {id: O.1, text: Mean}
        """
      ).list)
    #expect(list.entries.map(\.id) == ["1.1.a", "O.1"])
    #expect(list.entries[0].lead == ["EEB"])
    #expect(list.entries[0].with == ["DRB", "EIB"])
    #expect(list.entries[0].target == "100 %")
    #expect(list.entries[0].location == Location(file: "list.yml", line: 3, column: 3))
    #expect(list.entries[1].lead.isEmpty)
    #expect(list.entries[1].target == nil)
  }

  @Test(arguments: [
    ("", "list.yml:1:1: error: the file has no list of clauses"),
    ("clauses: none", "list.yml:1:1: error: the file has no list of clauses"),
    ("clauses: [1.1.a]", "list.yml:1:11: error: an entry is no clause with an id"),
    ("clauses: [{text: x}]", "list.yml:1:11: error: an entry is no clause with an id"),
    ("clauses: [{id: a, lead: EEB}]", "list.yml:1:25: error: the units of a are \"EEB\""),
    ("clauses: [{id: a, target: [x]}]", "list.yml:1:27: error: the target of a is a list"),
    ("clauses: [{id: a}, {id: a}]", "list.yml:1:20: error: clause \"a\" is listed twice"),
    ("clauses: [&x {id: a}]", "list.yml:1:"),
    ("clauses: [", "list.yml:"),
  ])
  func `a faulty list is told where it is faulty`(text: String, complaint: String) throws {
    let reading = Self.read(text)
    #expect(reading.list == nil)
    #expect(try #require(reading.diagnostics.first).description.hasPrefix(complaint))
  }

  @Test func `hostile bytes get an answer`() {
    var random = SeededGenerator(seed: 95)
    let sound = Array("clauses:\n- {id: 1.1.a, lead: [EEB], target: \"x\"}\n".utf8)
    for _ in 0..<500 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      let reading = ClauseList.read(PlanFile(path: "list.yml", bytes: bytes))
      #expect((reading.list == nil) == reading.diagnostics.contains { $0.severity == .error })
    }
  }
}
