import Casework
import GRDB
import Ledger
import Testing

struct LatenessTests {
  func sweep(_ district: District, at now: Int) async throws -> [Int] {
    try await district.ledger.write { db in
      try CaseBook.lateSweep(now: now, in: db).map(\.levelSeconds)
    }
  }

  @Test func `each level is told once, also across a restart`() async throws {
    let district = try District()
    let file = try await district.open()
    let due = try #require(file.dueAt)
    #expect(try await sweep(district, at: due) == [])
    #expect(!file.isLate(at: due))
    #expect(try await sweep(district, at: due + 1) == [0])
    #expect(file.isLate(at: due + 1))
    #expect(try await sweep(district, at: due + 2) == [])
    let restarted = try District(restarting: district)
    #expect(try await sweep(restarted, at: due + 3_600) == [])
    #expect(try await sweep(restarted, at: due + 3_601) == [3_600])
    #expect(try await sweep(restarted, at: due + 99_999) == [])
    let told = try await restarted.ledger.read { db in
      try Notifications.about("case/\(file.id)", in: db).filter { $0.code == "case-late" }
        .map(\.recipient)
    }
    #expect(told == [.unit("TOWN"), .unit("BUREAU"), .unit("BUREAU"), .role(.duty)])
    #expect(try await restarted.events(file).map(\.kind) == [.opened, .step, .late, .late])
  }

  @Test func `after a long stop every level that passed is told`() async throws {
    let district = try District()
    let file = try await district.open()
    #expect(try await sweep(district, at: (file.dueAt ?? 0) + 90_000) == [0, 3_600])
  }

  @Test func `the next step has lateness of its own, and being told makes no form stale`()
    async throws
  {
    let district = try District()
    var file = try await district.open()
    _ = try await sweep(district, at: District.start + 1_801)
    file = try await district.take(
      "handled", file, by: .town, .complete, at: District.start + 2_000)
    #expect(try await sweep(district, at: District.start + 2_001) == [])
    #expect(try await sweep(district, at: District.start + 2_001 + 86_400) == [0])
  }

  @Test func `a closed case is never late`() async throws {
    let district = try District()
    var file = try await district.open()
    file = try await district.take("handled", file, by: .town, .complete)
    file = try await district.take("verified", file, by: .bureau)
    #expect(try await sweep(district, at: .max / 2) == [])
  }
}
