import ActionPlan
import AirQuality
import GRDB
import Testing

@testable import Ledger

struct RotaTests {
  private static let shifts = Register(
    id: "duty-shifts", label: Label(zh: "值班", en: "shifts"), clause: nil, role: .shifts,
    fields: [
      field("day", .date, required: true), field("officer", .text, required: true),
      field("log", .text, required: true), field("handed-over", .flag),
    ])
  private static let offset = 28_800
  /// 2026-06-01 00:00 in the plan's time.
  private static let midnight = 1_780_243_200
  private static let day = CalendarDay(year: 2026, month: 6, day: 1)

  private let plan = makePlan(registers: [shifts])
  private let bench: Bench
  private let people: [Account]

  init() async throws {
    bench = try Bench()
    let accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)),
      now: { Self.midnight })
    var people: [Account] = []
    for (name, roles) in [("anna", [Role.duty]), ("bert", [.duty]), ("chief", [.leader])] {
      people.append(
        try await accounts.create(
          AccountDraft(name: name, displayName: name, roles: Set(roles)),
          password: "Blue-sky-2021x", mustChangePassword: false, by: .system("test")))
    }
    self.people = people
    let plan = plan
    try await bench.ledger.write { db in
      try RegisterStore.migrate(to: plan, at: 1, in: db)
    }
  }

  private func add(_ person: Int, _ part: RotaTurn.Part) async throws {
    let id = people[person].id
    try await bench.ledger.write { db in
      _ = try Rota.add(
        id, on: Self.day, part: part, utcOffsetSeconds: Self.offset, by: clerk,
        at: Self.midnight, in: db)
    }
  }

  private func onDuty(_ hour: Double) async throws -> [String] {
    try await bench.ledger.read { db in
      try Rota.onDuty(at: Self.midnight + Int(hour * 3_600), in: db).map(\.name)
    }
  }

  @Test(arguments: [
    (8.49, []), (8.5, ["anna"]), (17.49, ["anna"]), (17.5, ["bert"]), (32.49, ["bert"]),
    (32.5, [String]()),
  ])
  func `the desk changes hands in the morning and in the evening`(
    hour: Double, names: [String]
  ) async throws {
    try await add(0, .day)
    try await add(1, .night)
    #expect(try await onDuty(hour) == names)
  }

  @Test func `only people of the desk take turns, each once`() async throws {
    try await add(0, .whole)
    await #expect(throws: RotaRefusal.isThere) { try await add(0, .whole) }
    await #expect(throws: RotaRefusal.notOfTheDesk) { try await add(2, .whole) }
  }

  @Test func `what is told to the desk is for whoever has the turn, and for all where nobody has`()
    async throws
  {
    try await add(0, .day)
    let people = people
    let codes = try await bench.ledger.write { db in
      for (code, hour) in [("before", 8), ("during", 9), ("after", 18)] {
        try Notifications.tell(
          .role(.duty), code: code, object: "case/1", at: Self.midnight + hour * 3_600, in: db)
      }
      return try people.map { try Notifications.list(for: $0, in: db).map(\.code) }
    }
    #expect(codes == [["after", "during", "before"], ["after", "before"], []])
  }

  private func handOver(from: Int, to: Int, hour: Double, note: String) async throws -> Int64 {
    let (from, to) = (people[from].id, people[to].id)
    return try await bench.ledger.write { db in
      try ShiftLog.handOver(
        to: to, note: note, by: from, at: Self.midnight + Int(hour * 3_600), in: db)
    }
  }

  private func take(_ id: Int64, by person: Int, hour: Double) async throws {
    let (plan, account) = (plan, people[person].id)
    try await bench.ledger.write { db in
      try ShiftLog.take(
        id, by: account, plan: plan, at: Self.midnight + Int(hour * 3_600), in: db)
    }
  }

  @Test func `a hand-over that both signed writes the day's row of the register`() async throws {
    try await add(0, .day)
    try await add(1, .night)
    let first = try await handOver(from: 0, to: 1, hour: 17.4, note: "一起秸秆焚烧待核实")
    await #expect(throws: RotaRefusal.notYours) { try await take(first, by: 0, hour: 17.5) }
    try await take(first, by: 1, hour: 17.5)
    await #expect(throws: RotaRefusal.isTaken) { try await take(first, by: 1, hour: 18) }
    let second = try await handOver(from: 1, to: 0, hour: 32.6, note: "夜间无事")
    try await take(second, by: 0, hour: 32.7)
    let rows = try await bench.ledger.read { db in
      try RegisterStore.rows(Self.shifts, in: db).map(\.values)
    }
    #expect(rows.count == 1)
    #expect(rows[0]["day"]?.text == "2026-06-01" && rows[0]["officer"]?.text == "anna")
    #expect(rows[0]["log"]?.text == "一起秸秆焚烧待核实\nbert: 夜间无事")
    #expect(rows[0]["handed-over"] == .flag(true))
  }

  @Test(arguments: [
    ("  ", RotaRefusal.empty), (String(repeating: "长", count: 2_001), .tooLong),
  ])
  func `an entry says something, and not too much`(text: String, refusal: RotaRefusal)
    async throws
  {
    let id = people[0].id
    await #expect(throws: refusal) {
      try await bench.ledger.write { db in
        _ = try ShiftLog.write(text, by: id, at: 5, in: db)
      }
    }
  }
}
