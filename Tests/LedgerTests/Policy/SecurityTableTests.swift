import Foundation
import Ledger
import Testing

/// `Docs/security.md` says who may do what; this test writes its table and fails where it differs.
struct SecurityTableTests {
  private static let page = "\(#filePath)".replacing(
    "Tests/LedgerTests/Policy/SecurityTableTests.swift", with: "Docs/security.md")
  private static let begin = "<!-- policy: written by SecurityTableTests -->\n"
  private static let end = "<!-- /policy -->"

  private static let people: [(name: String, account: Account?)] = [
    ("nobody", nil), ("duty", account(.duty, unit: "desk")),
    ("officer, assigned", account(.officer, unit: "assigned")),
    ("officer, lead", account(.officer, unit: "lead")),
    ("officer, informed", account(.officer, unit: "informed")),
    ("officer, other unit", account(.officer, unit: "other")), ("leader", account(.leader)),
    ("contact, own firm", account(.enterprise, facility: "firm")),
    ("contact, other firm", account(.enterprise, facility: "other")),
    ("administrator", account(.administrator)), ("security", account(.security)),
    ("auditor", account(.auditor)), ("payer", account(.payer)), ("no role yet", account(nil)),
  ]

  private static func account(
    _ role: Role?, unit: String? = nil, facility: String? = nil
  ) -> Account {
    Account(
      id: 1, name: "x", displayName: "x", unit: unit, roles: role.map { [$0] } ?? [],
      facility: facility)
  }

  /// Everything an action may be asked about, in words.
  private static let objects: [(name: String, object: PolicyObject)] = [
    ("", .house),
    (
      "a case",
      .caseFile(
        CaseRelation(
          assignedUnit: "assigned", leadUnit: "lead", informedUnits: ["informed"],
          facility: "firm"))
    ),
    (
      "a task",
      .task(TaskRelation(unit: "assigned", coordinator: "lead", helpers: ["informed"]))
    ),
    ("a facility", .facility("firm")),
    ("a register kept by both", .register(keepers: ["assigned", "lead"])),
    ("units", .units(["assigned", "lead"])),
    ("another account", .account(AccountRelation(isOwn: false, isSeparated: true))),
    (
      "another account, no security administrator yet",
      .account(AccountRelation(isOwn: false, isSeparated: false))
    ),
    ("the own account", .account(AccountRelation(isOwn: true, isSeparated: true))),
  ]

  /// One line for each action and each object that makes a difference to it.
  private static func table() -> String {
    var lines = [
      "| action | on | " + people.map(\.name).joined(separator: " | ") + " |",
      "|---|---|" + people.map { _ in ":-:" }.joined(separator: "|") + "|",
    ]
    for action in Action.allCases {
      let rows = objects.map { name, object in
        (
          name,
          people.map { Policy.may($0.account, action, object) ? "●" : "" }
            .joined(separator: " | ")
        )
      }
      let special = rows.dropFirst().filter { $0.1 != rows[0].1 }
      let plain = rows[0].1.contains("●") || special.isEmpty ? [rows[0]] : []
      for (name, marks) in plain + special {
        lines.append("| `\(action.rawValue)` | \(name) | \(marks) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test func `the table of Docs/security.md is what the policy decides`() throws {
    let page = try String(contentsOfFile: Self.page, encoding: .utf8)
    let start = try #require(page.firstRange(of: Self.begin))
    let stop = try #require(page.firstRange(of: Self.end))
    let table = Self.table()
    let written = String(page[start.upperBound..<stop.lowerBound])
    if ProcessInfo.processInfo.environment["LANTIAN_WRITE_DOCS"] != nil, written != table {
      let fresh = page[..<start.upperBound] + table + page[stop.lowerBound...]
      try String(fresh).write(toFile: Self.page, atomically: true, encoding: .utf8)
      return
    }
    #expect(
      written == table,
      "Docs/security.md differs; run this test with LANTIAN_WRITE_DOCS=1 to write it, and read it")
  }

  @Test func `every requirement of the list names a test that exists, or a reason`() throws {
    let page = try String(contentsOfFile: Self.page, encoding: .utf8)
    let rows = page.split(separator: "\n").filter {
      $0.firstMatch(of: #/^\| [0-9]+\.[0-9]+\.[0-9]+ /#) != nil
    }
    #expect(rows.count > 40)
    let tests = URL(fileURLWithPath: Self.page.replacing("Docs/security.md", with: "Tests"))
      .resolvingSymlinksInPath().path
    let names = FileManager.default.subpaths(atPath: tests) ?? []
    let files = Set(names.map { String($0.split(separator: "/").last ?? "") })
    for row in rows {
      let cells = row.split(separator: "|", omittingEmptySubsequences: false)
      #expect(cells.count == 6, "\(row)")
      let named = row.matches(of: /`([A-Za-z+]+Tests)`/).map { "\($0.1).swift" }
      #expect(!named.isEmpty || row.contains("—"), "\(row)")
      for file in named { #expect(files.contains(file), "\(file) in \(row)") }
    }
  }
}
