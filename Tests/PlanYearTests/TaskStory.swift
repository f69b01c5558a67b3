import ActionPlan
import AirQuality
import Steering

@testable import Ledger
@testable import Rehearsal

/// What the Market Supervision Bureau reports on its spot checks of fuel, and how it stood on the way.
struct TaskStory: Sendable {
  static let task = TaskID(clause: "3.3.a", unit: "MSB")

  private let district: YearDistrict
  /// Day and hour → the task as it stood then.
  private(set) var standings: [String: TaskStanding] = [:]
  private(set) var refusal: TaskRefusal?
  private var requests = 0

  init(_ district: YearDistrict) { self.district = district }

  private static let officer = Account(
    id: 11, name: "msb", displayName: "msb", unit: "MSB", roles: [.officer], facility: nil)
  private static let desk = Account(
    id: 12, name: "desk", displayName: "desk", unit: nil, roles: [.duty], facility: nil)
  private static let otherDesk = Account(
    id: 13, name: "desk-2", displayName: "desk-2", unit: nil, roles: [.duty], facility: nil)
  private static let letter = StagedAttachment(
    sha256: String(repeating: "ab", count: 32), byteCount: 100, mediaType: .jpeg, width: 1,
    height: 1)

  /// What happens before the month's twentieth.
  mutating func begin(_ month: Int) async throws {
    switch month {
    case 3:
      // February's report comes three days late.
      try await look(on: "2021-03-02")
      try await report("2021-02", "2月已抽检3批次", on: "2021-03-03")
      try await look(on: "2021-03-03")
      try await accept(on: "2021-03-04")
    case 4:
      try await look(on: "2021-04-01")
      try await report("2021-03", "补附检验报告", on: "2021-04-02")
      try await accept(on: "2021-04-03")
      try await look(on: "2021-04-03")
    default: break
    }
  }

  /// What happens after it.
  mutating func end(_ month: Int) async throws {
    let last = "\(CalendarDay.last(ofMonth: month, in: 2021).adding(days: -1))"
    let period = String(last.prefix(7))
    switch month {
    case 2, 5: break
    case 3:
      try await report(period, "3月已抽检", on: "2021-03-29")
      district.move(to: "2021-03-31", hour: 9)
      try await take(.giveBack(report: nil, why: "缺检验报告"), by: Self.desk)
      try await look(on: "2021-03-31")
    case 4:
      // The desk reports for the bureau, which it may with the bureau's letter alone.
      district.move(to: last, hour: 9)
      do {
        try await report(TaskWords("代报4月进度"), on: period, by: Self.desk)
      } catch let refused as TaskRefusal {
        refusal = refused
      }
      try await report(TaskWords("代报4月进度", letters: [Self.letter]), on: period, by: Self.desk)
      try await take(.accept(report: nil, note: ""), by: Self.otherDesk)
      try await look(on: last)
    case 6:
      try await report("milestone/half", "抽查过半", on: "2021-06-28")
      try await accept(on: "2021-06-28")
      try await report(period, "5月和6月已抽检", on: last)
      try await accept(on: last)
      try await look(on: last)
    case 12:
      try await report(period, "全年完成", progress: 100, on: last)
      try await look(on: last)
      try await accept(on: "2021-12-31")
      try await look(on: "2021-12-31")
    default:
      try await report(period, "本月已抽检", on: last)
      try await accept(on: last)
      if month == 1 { try await look(on: last) }
    }
  }

  private mutating func report(
    _ item: String, _ text: String, progress: Int? = nil, on day: String
  ) async throws {
    district.move(to: day, hour: 9)
    try await report(TaskWords(text), on: item, progress: progress, by: Self.officer)
  }

  private mutating func report(
    _ words: TaskWords, on item: String, progress: Int? = nil, by account: Account
  ) async throws {
    try await take(
      .report(item: item, words, progress: progress, isCompletion: false), by: account)
  }

  private mutating func accept(on day: String) async throws {
    district.move(to: day, hour: 10)
    try await take(.accept(report: nil, note: ""), by: Self.desk)
  }

  private mutating func take(_ step: TaskStep, by account: Account) async throws {
    let (plan, now) = (district.plan, district.now)
    requests += 1
    let request = "request-\(requests)"
    _ = try await district.ledger.write { db in
      try TaskBook.take(
        step, task: Self.task, by: account, requestID: request, plan: plan, at: now, in: db)
    }
  }

  /// Notes how the task stands in the evening of a day.
  private mutating func look(on day: String) async throws {
    guard let today = CalendarDay(day) else { throw YearFault("\(day) is no day") }
    district.move(to: day, hour: 12)
    let plan = district.plan
    standings[day] = try await district.ledger.read { db in
      try TaskBook.standing(of: Self.task, plan: plan, on: today, in: db)
    }
  }
}
