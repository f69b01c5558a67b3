import ActionPlan
import Foundation
import Testing

@testable import Rehearsal

/// What a test of a plan says when it holds, and when it does not.
struct PlanTestRunnerTests {
  /// One test in the invented plan's folder, by its steps in YAML.
  static func result(_ clause: String, _ steps: String) async throws -> PlanTestResult {
    let text = "test: tried\nclause: \(clause)\nsteps:\n\(steps)\n"
    let files =
      Plans.invented.files.filter { !$0.path.hasPrefix("tests/") }
      + [PlanFile(path: "tests/tried.yml", bytes: Array(text.utf8))]
    let plan = try Plans.plan(of: files)
    let results = try await PlanTestRunner(plan).run(plan.tests)
    return try #require(results.first)
  }

  static func lines(_ clause: String, _ steps: String) async throws -> [String] {
    try await result(clause, steps).failures.map { $0.line(under: "") }
  }

  @Test func `a failure names file, line and column, what was expected, found, and why`()
    async throws
  {
    let lines = try await Self.lines(
      "H.2",
      """
        - at: "2030-07-01 08:00"
        - rows: {cranes: [{crane: C, rated: 150, replaced-on: 2030-04-01}], times: 3}
        - expect: {indicator: cranes-replaced, value: 4}
        - expect: {indicator: cranes-replaced, lamp: green}
      """)
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("tests/tried.yml:6:") == true)
    #expect(lines.first?.contains("expected cranes-replaced at 4, found 3: behind, 3 rows") == true)
    #expect(lines.last?.contains("expected cranes-replaced to be green, found red") == true)
  }

  @Test func `a row that the register refuses ends the test and names the field`() async throws {
    let lines = try await Self.lines(
      "H.2",
      """
        - at: "2030-07-01 08:00"
        - rows: {cranes: [{crane: C, rated: 0}]}
        - expect: {indicator: cranes-replaced, value: 40}
      """)
    #expect(lines.count == 1)
    #expect(lines.first?.contains("tests/tried.yml:5:") == true)
    #expect(lines.first?.contains("rated") == true)
  }

  @Test func `a row that should be refused and is not fails, and leaves nothing behind`()
    async throws
  {
    let lines = try await Self.lines(
      "H.2",
      """
        - at: "2030-07-01 08:00"
        - expect: {refused: cranes, row: {crane: C, rated: 100}, field: rated}
        - expect: {refused: cranes, row: {crane: C, rated: 0}, field: crane}
        - expect: {refused: cranes, row: {crane: C, rated: many}, field: rated}
        - expect: {indicator: cranes-replaced, value: 0}
      """)
    #expect(lines.count == 2)
    #expect(lines.first?.contains("found it took the row") == true)
    #expect(lines.last?.contains("found it refused for others") == true)
  }

  @Test func `a change that no row fulfils is a failure`() async throws {
    let lines = try await Self.lines(
      "H.2",
      """
        - at: "2030-07-01 08:00"
        - change: {register: cranes, where: "crane = 'C'", set: {rated: 3}}
        - expect: {indicator: cranes-replaced, value: 7}
      """)
    #expect(lines.count == 1)
    #expect(lines.first?.contains("rows of cranes where crane = 'C', found none") == true)
  }

  @Test func `copies of a row are numbered where the row says, else in its key`() {
    let register = Plans.invented.plan.register("cranes")!
    let marked = RowCopy(["crane": "A#b", "rated": "1"], of: register)
    #expect(marked.numbered(7) == ["crane": "A7b", "rated": "1"])
    let plain = RowCopy(["crane": "A", "rated": "1"], of: register)
    #expect(plain.numbered(12) == ["crane": "A12", "rated": "1"])
  }

  @Test
  func `findings, cases, credit, vetoes and tasks that stand otherwise are told as they stand`()
    async throws
  {
    let lines = try await Self.lines(
      "W.1",
      """
        - at: "2030-02-01 10:00"
        - rows:
            paint-shops: [{facility: 蓝船涂装, place: "900002", stack: s1, limit: 60}]
            complaints: [{facility: 蓝船涂装, made-on: 2030-01-20, upheld: true}]
        - samples: {point: s1, quantity: voc, value: 61, for: 31 min, every: 1 min}
        - expect: {findings: paint-high, count: 2}
        - expect: {cases: paint, count: 0}
        - expect: {credit: paint-credit, facility: 蓝船涂装, points: 100}
        - expect: {credit: paint-credit, facility: 蓝船涂装, points: 85, blacklisted: true}
        - expect: {veto: no-support, facility: 蓝船涂装, barred: false}
        - expect: {task: W.1, unit: CLN, state: returned}
        - return: {clause: W.1, unit: CLN, why: none}
      """)
    let found = [
      "expected 2 finding(s) of paint-high, found 1", "expected 0 open case(s) of paint, found 1",
      "found 85", "to be blacklisted by paint-credit, found it is not",
      "not to be barred by no-support, found it is", "to be returned, found open",
      "to be given back, found it was refused",
    ]
    #expect(lines.count == found.count)
    for (line, part) in zip(lines, found) { #expect(line.contains(part)) }
  }

  @Test func `what a test wrote is gone once nobody holds its folder`() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let path = try #require(folder?.url.path)
    try Data("x".utf8).write(to: URL(filePath: path + "/row"))
    folder = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
