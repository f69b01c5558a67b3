import ActionPlan
import GRDB
import Ledger
import Testing

struct PlanArchiveTests {
  @Test func `every plan that was applied is kept with its files`() async throws {
    let bench = try Bench()
    let (a, b) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))
    let files = [PlanFile(path: "plan.yml", bytes: Array("id: x".utf8))]
    let (changes, current, kept) = try await bench.ledger.write { db in
      let changes = try [a, a, b, a].enumerated().map { index, digest in
        try PlanArchive.store(
          digest: digest, planID: "test", files: files, by: clerk, at: index, in: db)
      }
      return (
        changes, try PlanArchive.current(in: db), try PlanArchive.files(digest: b, in: db)
      )
    }
    #expect(changes == [true, false, true, true])
    #expect(current?.digest == a)
    #expect(current?.appliedAt == 3)
    #expect(kept == files)
  }
}
