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
    by account: Int64 = 1, figures: [FrozenFigure]? = nil, seen: String? = nil,
    today: CalendarDay? = nil
  ) async throws {
    let (month, figures, today, hand) = (
      month, figures ?? [figure("3.10")], today ?? june, hand(account)
    )
    let seen = seen ?? FrozenFigure.digest(of: figures)
    try await house.ledger.write { db in
      try MonthBook.close(
        month, figures: figures, seen: seen, today: today, by: hand, note: "", plan: "p", in: db)
    }
  }

  private func sign(by account: Int64) async throws {
    let (month, hand) = (month, hand(account))
    try await house.ledger.write { db in
      let seen = try MonthBook.steps(of: month, in: db).last?.id ?? 0
      try MonthBook.sign(month, seen: seen, by: hand, note: "", plan: "p", in: db)
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
    await #expect(throws: MonthRefusal.figuresMoved) { try await close(seen: "7") }
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
    let now = [
      figure("3.12"), figure("3.50", place: "越城区"), figure("3.30", place: "柯桥区"),
    ]
    #expect(
      MonthBook.corrections(of: closed, now: now) == [
        MonthCorrection(figure: closed[0], was: "3.10", now: "3.12"),
        MonthCorrection(figure: closed[2], was: "2.90", now: nil),
        MonthCorrection(figure: now[2], was: nil, now: "3.30"),
      ])
  }

  @Test func `a closing that was made anew is not signed by an old page`() async throws {
    try await close()
    try await reopen(why: "更正")
    try await close(figures: [figure("3.20")])
    let (month, hand) = (month, hand(3))
    await #expect(throws: MonthRefusal.figuresMoved) {
      try await house.ledger.write { db in
        try MonthBook.sign(month, seen: 1, by: hand, note: "", plan: "p", in: db)
      }
    }
  }

  @Test func `figures of the year before alone do not close a month`() async throws {
    let before = FrozenFigure(
      ranking: "districts", period: "2021-05", place: "上虞区", figure: "before:composite",
      value: "3.10")
    await #expect(throws: MonthRefusal.noFigures) { try await close(figures: [before]) }
  }
}
