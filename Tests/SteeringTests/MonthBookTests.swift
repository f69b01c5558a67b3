import AirQuality
import GRDB
import Ledger
import Testing

@testable import Steering

struct MonthBookTests {
  private let month = AssessmentPeriod.month(5, of: 2021)
  private let june = CalendarDay(year: 2021, month: 6, day: 2)
  private let house: FreshLedger

  init() throws { house = try FreshLedger() }

  private func hand(_ account: Int64) -> MonthBook.Hand {
    MonthBook.Hand(account: account, person: "值班员\(account)", at: 1_000)
  }

  private func figure(_ value: String, place: String = "上虞区") -> FrozenFigure {
    FrozenFigure(
      ranking: "districts", period: "2021-05", place: place, figure: "composite", value: value)
  }

  private func close(
    by account: Int64 = 1, figures: [FrozenFigure]? = nil, seen: String = "0.0",
    today: CalendarDay? = nil
  ) async throws {
    let (month, figures, today, hand) = (
      month, figures ?? [figure("3.10")], today ?? june, hand(account)
    )
    try await house.ledger.write { db in
      try MonthBook.close(
        month, figures: figures, seen: seen, today: today, by: hand, note: "", plan: "p", in: db)
    }
  }

  private func sign(by account: Int64) async throws {
    let (month, hand) = (month, hand(account))
    try await house.ledger.write { db in
      try MonthBook.sign(month, by: hand, note: "", plan: "p", in: db)
    }
  }

  private func reopen(why: String) async throws {
    let (month, hand) = (month, hand(2))
    try await house.ledger.write { db in
      try MonthBook.reopen(month, by: hand, why: why, plan: "p", in: db)
    }
  }

  private func stage() async throws -> MonthStage {
    let month = month
    return try await house.ledger.read { db in
      MonthBook.stage(try MonthBook.steps(of: month, in: db))
    }
  }

  @Test func `a month is closed by one person and signed by another`() async throws {
    #expect(try await stage() == .provisional)
    try await close()
    #expect(try await stage() == .closed)
    await #expect(throws: MonthRefusal.samePerson) { try await sign(by: 1) }
    try await sign(by: 2)
    #expect(try await stage() == .signed)
    let (months, entries) = try await house.ledger.read { db in
      (
        try MonthBook.signedMonths(in: db).map(\.description),
        try AuditLog.entries(in: db).map(\.action).filter { $0.hasPrefix("month.") }
      )
    }
    #expect(months == ["2021-05"])
    #expect(entries.sorted() == ["month.closed", "month.signed"])
  }

  @Test func `a month that is not over, has no figure or has moved is not closed`() async throws {
    await #expect(throws: MonthRefusal.notOver(month)) { try await close(today: month.lastDay) }
    await #expect(throws: MonthRefusal.noFigures) { try await close(figures: []) }
    await #expect(throws: MonthRefusal.figuresMoved) { try await close(seen: "7.1") }
    #expect(try await stage() == .provisional)
  }

  @Test func `a month opened again needs a reason and is no longer published`() async throws {
    await #expect(throws: MonthRefusal.notClosed) { try await reopen(why: "错") }
    try await close()
    try await sign(by: 2)
    await #expect(throws: MonthRefusal.noReason) { try await reopen(why: " ") }
    try await reopen(why: "站点数据更正")
    #expect(try await stage() == .provisional)
    let (months, frozen) = try await house.ledger.read { [month] db in
      (try MonthBook.signedMonths(in: db), try MonthBook.frozen(of: month, in: db))
    }
    #expect(months.isEmpty)
    #expect(frozen.isEmpty)
    try await close(figures: [figure("3.20")])
    let again = try await house.ledger.read { [month] db in
      try MonthBook.frozen(of: month, in: db)
    }
    #expect(again == [figure("3.20")])
  }

  @Test func `steps out of order are refused`() throws {
    #expect(throws: MonthRefusal.alreadyClosed) { try MonthStage.closed.after(.closed) }
    #expect(throws: MonthRefusal.alreadySigned) { try MonthStage.signed.after(.signed) }
    #expect(throws: MonthRefusal.notClosed) { try MonthStage.provisional.after(.signed) }
    #expect(throws: MonthRefusal.alreadyClosed) { try MonthStage.signed.after(.closed) }
  }

  @Test func `what changed since the closing is told, figure by figure`() {
    let closed = [figure("3.10"), figure("3.50", place: "越城区"), figure("2.90", place: "新昌县")]
    let now = [figure("3.12"), figure("3.50", place: "越城区")]
    #expect(
      MonthBook.corrections(of: closed, now: now) == [
        MonthCorrection(closed: closed[0], now: "3.12"),
        MonthCorrection(closed: closed[2], now: nil),
      ])
  }
}
