import Ledger
import Telemetry
import Testing

@testable import DataQuality

struct DueHoursTests {
  private let key = QualityHouse.key("a")

  @Test func `an hour is due when it is over and its values have had time to come`() {
    var due = DueHours()
    due.note(key, at: 7_300)
    #expect(due.ready(now: 10_800).isEmpty)
    #expect(
      due.ready(now: 10_800 + DueHours.settleSeconds) == [key: .init(first: 7_200, last: 7_200)])
    due.note(key, at: 10_900)
    #expect(due.ready(now: 11_700) == [key: .init(first: 7_200, last: 7_200)])
    due.done(key, through: 7_200)
    #expect(due.spans == [key: .init(first: 10_800, last: 10_800)])
  }

  @Test func `values of earlier hours make these due again`() {
    var due = DueHours()
    due.note(key, at: 36_000)
    due.done(key, through: 36_000)
    #expect(due.spans.isEmpty)
    due.note(key, at: 3_700)
    due.note(key, at: 7_300)
    #expect(due.ready(now: 100_000) == [key: .init(first: 3_600, last: 7_200)])
  }

  @Test func `what is due is read back as it was written`() async throws {
    let house = try await QualityHouse()
    var due = DueHours()
    due.note(key, at: 36_000)
    due.note(QualityHouse.key("b"), at: -10)
    let noted = due
    try await house.ledger.write { db in try noted.save(cursor: 9, in: db) }
    let (read, cursor) = try await house.ledger.read { db in
      (try DueHours.read(in: db), try DueHours.cursor(in: db))
    }
    #expect(read.spans == due.spans)
    #expect(cursor == 9)
  }
}
