import ActionPlan
import Foundation
import Testing

@testable import Rehearsal

/// When a clause counts as carried, and what is said where it does not.
struct CoverageTests {
  /// Coverage of the invented plan with another text of its tests, or of the list.
  static func coverage(tests: String? = nil, list: String? = nil) async throws -> Coverage {
    var files = Plans.invented.files
    if let tests {
      files = files.filter { !$0.path.hasPrefix("tests/") }
      files.append(PlanFile(path: "tests/tried.yml", bytes: Array(tests.utf8)))
    }
    let plan = try Plans.plan(of: files)
    let entries =
      try list.map { text in
        try #require(
          ClauseList.read(PlanFile(path: "list.yml", bytes: Array(text.utf8))).list)
      } ?? Plans.list(Plans.inventedList)
    return try await Coverage.of(plan, against: entries)
  }

  static func missing(_ clause: String, tests: String) async throws -> [String] {
    try #require(try await coverage(tests: tests).clauses.first { $0.id == clause }).missing
  }

  @Test func `a label alone carries nothing`() async throws {
    let missing = try await Self.missing(
      "H.1",
      tests: """
        - test: other
          clause: H.2
          steps:
            - at: "2030-07-01 08:00"
            - rows: {cranes: [{crane: C, rated: 150, replaced-on: 2030-04-01}]}
            - expect: {indicator: cranes-replaced, value: 1}
        """)
    #expect(missing == ["no passing test"])
  }

  @Test func `a test that watches another clause's element carries nothing`() async throws {
    let missing = try await Self.missing(
      "H.1",
      tests: """
        - test: other
          clause: H.1
          steps:
            - at: "2030-07-01 08:00"
            - rows: {cranes: [{crane: C, rated: 150, replaced-on: 2030-04-01}]}
            - expect: {indicator: cranes-replaced, value: 1}
        """)
    #expect(missing == ["test other watches no element of the clause"])
  }

  @Test func `a test that holds without its rows carries nothing`() async throws {
    let missing = try await Self.missing(
      "H.2",
      tests: """
        - test: hollow
          clause: H.2
          steps:
            - at: "2030-07-01 08:00"
            - rows: {cranes: [{crane: C, rated: 150}]}
            - expect: {indicator: cranes-replaced, value: 0, lamp: red}
        """)
    #expect(missing == ["test hollow passes without its rows, samples and reports"])
  }

  @Test func `a test that fails carries nothing and is told`() async throws {
    let coverage = try await Self.coverage(
      tests: """
        - test: wrong
          clause: H.2
          steps:
            - at: "2030-07-01 08:00"
            - rows: {cranes: [{crane: C, rated: 150, replaced-on: 2030-04-01}]}
            - expect: {indicator: cranes-replaced, value: 2}
        """)
    #expect(!coverage.isSound)
    #expect(coverage.failedTests.map(\.test) == ["wrong"])
    #expect(coverage.clauses.first { $0.id == "H.2" }?.missing == ["test wrong fails"])
  }

  @Test func `units and targets that differ, and clauses that one side lacks, are told`()
    async throws
  {
    let coverage = try await Self.coverage(
      tests: nil,
      list: """
        units: {HAB: {en: Harbour}}
        clauses:
        - {id: H.1, lead: [CLN], target: ">= 60 % of calls on shore power"}
        - {id: H.2, lead: [CLN, HAB], target: "11 cranes"}
        - {id: Z.9, lead: [CLN]}
        """)
    #expect(!coverage.isSound)
    #expect(
      coverage.clauses.map(\.differences) == [
        ["lead is HAB, the list says CLN", "with is upper, lower, the list says nobody"],
        [
          "lead is HAB, CLN, the list says CLN, HAB",
          "target is \"10 cranes, 1500 kW\", the list says \"11 cranes\"",
        ], [],
      ])
    #expect(coverage.missing.map(\.id) == ["Z.9"])
    #expect(coverage.clauses.last?.missing == ["the plan has no clause Z.9"])
    #expect(coverage.unlisted == ["W.1", "W.2", "W.3", "X.1"])
  }

  @Test func `as JSON a clause has its id, status, elements and what is missing`() throws {
    let clause = ClauseCoverage(
      ClauseList.Entry(
        id: "Z.9", lead: [], with: [], target: nil,
        location: Location(file: "list.yml", line: 1, column: 1)),
      in: Plans.invented.plan, proofs: [])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(clause), as: UTF8.self)
        == #"{"elements":[],"id":"Z.9","missing":["the plan has no clause Z.9"],"status":"pending"}"#
    )
  }
}
