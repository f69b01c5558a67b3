import ActionPlan
import Foundation
import GRDB
import Ledger
import Testing

@testable import Checks

struct DrawTests {
  private static let officer = Account(
    id: 1, name: "officer", displayName: "Officer", unit: "EEB", roles: [.officer], facility: nil)

  private func district() async throws -> FreshDistrict {
    let district = try await FreshDistrict()
    for (name, isOpen) in [("东山", true), ("西山", true), ("南山", false), ("北山", true)] {
      try await district.add("quarries", ["name": .text(name), "open": .flag(isOpen)])
    }
    for name in ["Li", "Wang", "Zhao"] { try await district.add("people", ["name": .text(name)]) }
    return district
  }

  private func publish(
    _ district: FreshDistrict, subjects: Int = 2, inspectors: Int = 2
  ) async throws -> PublishedDraw {
    let plan = district.plan
    return try await district.ledger.write { db in
      try DrawBook.publish(
        check: plan.check("lot")!, subjects: subjects, inspectors: inspectors, note: "June",
        by: Self.officer, plan: plan, now: FreshDistrict.now, in: db)
    }
  }

  private func draw(
    _ district: FreshDistrict, _ id: Int64, at: Int = FreshDistrict.now + 1
  ) async throws -> PublishedDraw {
    let plan = district.plan
    return try await district.ledger.write { db in
      try DrawBook.draw(id, of: plan.check("lot")!, by: Self.officer, now: at, in: db)
    }
  }

  @Test func `the order is what sha256sum gives`() throws {
    // printf 'abc/subject/东山' | sha256sum
    #expect(
      DrawOrder.digest(seed: "abc", role: .subject, key: "东山")
        == "250810cb1a8b9a71f094f8b466886fbc9f3a801d52c00249e674ee5cbc5a110f")
  }

  @Test func `the script that anyone may run draws the same`() async throws {
    let district = try await district()
    let drawn = try await draw(district, try await publish(district).id)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", DrawScript.text(of: drawn)]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = output.split(separator: "\n").map { $0.components(separatedBy: "  ") }
    let result = try #require(drawn.drawn?.result)
    #expect(lines.prefix(2).map { $0[1] } == result.lines.map(\.subject.key))
    #expect(lines.prefix(2).map { $0[0] } == result.lines.map(\.digest))
    let people = lines.dropFirst(2).map { $0[1] }
    #expect(people.count == 3)
    #expect(
      result.lines.flatMap { $0.inspectors.map(\.key) }
        == (0..<4).map { people[$0 % people.count] })
  }

  @Test func `only rows of the pool are drawn, and inspectors go round`() throws {
    func entries(_ keys: String...) -> [DrawPool.Entry] {
      keys.enumerated().map { .init(key: $1, title: $1, row: Int64($0)) }
    }
    let pool = DrawPool(subjects: entries("a", "b", "c"), inspectors: entries("x", "y", "z"))
    let result = try #require(DrawResult(pool, seed: "s-1", subjects: 3, inspectors: 2))
    #expect(Set(result.lines.map(\.subject.key)) == ["a", "b", "c"])
    #expect(result.lines.map(\.digest) == result.lines.map(\.digest).sorted())
    let people = result.lines.flatMap { $0.inspectors.map(\.key) }
    #expect(Set(people.prefix(3)).count == 3)
    #expect(Array(people.prefix(3)) == Array(people.suffix(3)))
    #expect(DrawResult(pool, seed: "s-1", subjects: 4, inspectors: 1) == nil)
    #expect(DrawResult(pool, seed: "s-1", subjects: 1, inspectors: 4) == nil)
  }

  @Test func `a seed is published with its pool first and drawn from afterwards, once`()
    async throws
  {
    let district = try await district()
    let published = try await publish(district)
    #expect(published.drawn == nil)
    #expect(published.pool.subjects.map(\.title).sorted() == ["东山", "北山", "西山"])
    await #expect(throws: DrawRefusal.tooEarly) {
      try await draw(district, published.id, at: FreshDistrict.now)
    }
    // What the register says later changes nothing.
    try await district.add("quarries", ["name": .text("新山"), "open": .flag(true)])
    let drawn = try await draw(district, published.id)
    #expect(
      drawn.drawn?.result
        == DrawResult(published.pool, seed: published.seed, subjects: 2, inspectors: 2))
    await #expect(throws: DrawRefusal.alreadyDrawn) { try await draw(district, published.id) }
    await #expect(throws: DrawRefusal.noSuchDraw(99)) { try await draw(district, 99) }
    let actions = try await district.ledger.read { db in
      try AuditLog.entries(object: "draw/\(published.id)", in: db).map(\.action)
    }
    #expect(actions == ["draw.draw", "draw.publish"])
  }

  @Test func `every seed is another one, and is kept though nobody draws from it`() async throws {
    let district = try await district()
    let seeds = [try await publish(district).seed, try await publish(district).seed]
    #expect(Set(seeds).count == 2)
    let kept = try await district.ledger.read { db in
      try DrawBook.list(of: "lot", limit: 10, in: db).map(\.seed)
    }
    #expect(kept == seeds.reversed())
  }

  @Test(arguments: [
    "UPDATE check_draw SET seed = 'mine'", "UPDATE check_draw SET pool = '{}'",
    "UPDATE check_draw SET subjects = 1", "DELETE FROM check_draw",
    "UPDATE check_draw SET result = '{}'",
  ])
  func `a drawn draw cannot be changed or removed`(sql: String) async throws {
    let district = try await district()
    let published = try await publish(district)
    _ = try await draw(district, published.id)
    await #expect(throws: DatabaseError.self) {
      try await district.ledger.write { db in try db.execute(sql: sql) }
    }
  }

  @Test func `pools that are too small and counts that are none are refused`() async throws {
    let district = try await district()
    await #expect(throws: DrawRefusal.poolShort(subjects: 3, inspectors: 3)) {
      try await publish(district, subjects: 4)
    }
    await #expect(throws: DrawRefusal.badCounts) { try await publish(district, inspectors: 0) }
    #expect(
      try await district.ask("lot", ["seed": "abc", "subjects": "4", "inspectors": "1"]).code
        == "short")
    #expect(
      try await district.ask("lot", ["seed": "abc", "subjects": "3", "inspectors": "1"]).reasons
        .count == 3)
  }
}
