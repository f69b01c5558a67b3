import ActionPlan
import AirQuality
import GRDB
import Ledger
import Testing

/// Whom pushes reach: who is on duty, who stands in, by the numbers of the office.
struct OutboxRecipientTests {
  private static let sms = PushChannel(id: "sms", label: .same("sms"), reach: .phone)
  private static let offset = 28_800
  /// 2026-06-01 00:00 in the plan's time; at 10:00 the day's turn lasts.
  private static let midnight = 1_780_243_200
  private static let morning = midnight + 36_000
  private static let officers = Register(
    id: "unit-officers", label: Label(zh: "人员", en: "officers"), clause: nil, role: .officers,
    fields: [
      field("officer", .text, required: true), field("unit", .unit, required: true),
      field("phone", .text), field("account", .text),
    ])

  private let bench: Bench
  private let plan = makePlan(registers: [officers])
  private var people: [String: Int64] = [:]

  init() async throws {
    bench = try Bench()
    let accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)),
      now: { Self.midnight })
    for (name, role) in [
      ("anna", Role.duty), ("bert", .duty), ("cora", .duty), ("dora", .officer), ("emil", .officer),
    ] {
      people[name] = try await accounts.create(
        AccountDraft(
          name: name, displayName: name, unit: role == .officer ? "bureau" : nil, roles: [role]),
        password: "Blue-sky-2021x", mustChangePassword: false, by: .system("test")
      ).id
    }
    let (plan, people) = (plan, people)
    try await bench.ledger.write { db in
      try RegisterStore.migrate(to: plan, at: 1, in: db)
      try Outbox.use([Self.sms], utcOffsetSeconds: Self.offset, in: db)
      try Outbox.useNumbers(of: plan.officers, in: db)
      for (index, id) in people.values.sorted().enumerated() {
        try PushAddresses.put("1380000000\(index)", of: id, .phone, by: clerk, at: 0, in: db)
      }
    }
  }

  private func id(_ name: String) -> Int64 { people[name] ?? 0 }

  private func turn(_ name: String) async throws {
    let id = id(name)
    try await bench.ledger.write { db in
      _ = try Rota.add(
        id, on: CalendarDay(year: 2026, month: 6, day: 1), part: .day,
        utcOffsetSeconds: Self.offset, by: clerk, at: Self.midnight, in: db)
    }
  }

  private func away(_ name: String, for other: String?) async throws {
    let (absent, delegate) = (id(name), other.map { id($0) })
    try await bench.ledger.write { db in
      _ = try Delegations.make(
        absent: absent, delegate: delegate, reason: .leave, from: Self.midnight,
        until: Self.midnight + 86_400, by: clerk, at: Self.midnight, in: db)
    }
  }

  /// Names of who is reached.
  private func reached(
    _ recipient: Recipient = .role(.duty), at: Int = morning
  ) async throws -> [String] {
    let ids = try await bench.ledger.write { db in
      try Notifications.tell(
        recipient, code: "case-opened", object: "case/1", values: ["severity": "grave"], at: at,
        in: db)
      return try Outbox.about("case/1", in: db).compactMap(\.account)
    }
    return ids.compactMap { id in people.first { $0.value == id }?.key }.sorted()
  }

  @Test func `what goes to the desk reaches whoever has the turn, at other hours all of it`()
    async throws
  {
    try await turn("bert")
    #expect(try await reached() == ["bert"])
    let other = OutboxRecipientTests.morning + 86_400
    #expect(try await reached(at: other).contains("anna"))
  }

  @Test func `for who is away whoever stands in is reached`() async throws {
    try await turn("bert")
    try await away("bert", for: "cora")
    #expect(try await reached() == ["cora"])
  }

  @Test func `where all who have the turn are away and nobody stands in, the desk is reached`()
    async throws
  {
    try await turn("bert")
    try await away("bert", for: nil)
    #expect(try await reached() == ["anna", "cora"])
  }

  @Test func `of a unit those who are there are reached, and those who stand in, each once`()
    async throws
  {
    try await away("dora", for: "emil")
    #expect(try await reached(.unit("bureau")) == ["emil"])
  }

  @Test func `whoever is away alone is reached all the same`() async throws {
    try await away("dora", for: nil)
    #expect(try await reached(.account(id("dora"))) == ["dora"])
  }

  @Test(arguments: [("137-0000-0001", true), ("ring the desk", false), ("", false)])
  func `a number comes from the register of officers where somebody wrote down none`(
    number: String, isReached: Bool
  ) async throws {
    let (plan, dora) = (plan, id("dora"))
    let (own, registered) = try await bench.ledger.write { db in
      _ = try RegisterStore.insert(
        Self.officers,
        [
          "officer": .text("多拉"), "unit": .text("bureau"), "account": .text("dora"),
          "phone": number.isEmpty ? .null : .text(number),
        ], plan: plan, by: clerk, at: 2, in: db)
      let own = try PushAddresses.reached(dora, .phone, in: db)
      try PushAddresses.put(nil, of: dora, .phone, by: clerk, at: 3, in: db)
      return (own, try PushAddresses.reached(dora, .phone, in: db))
    }
    #expect(own?.hasPrefix("1380000") == true)
    #expect(registered == (isReached ? number : nil))
    #expect(try await reached(.account(dora)) == (isReached ? ["dora"] : []))
  }

  @Test func `a plan without a register of officers has no numbers`() async throws {
    let dora = id("dora")
    let number = try await bench.ledger.write { db in
      try Outbox.useNumbers(of: nil, in: db)
      return try PushAddresses.registered(dora, in: db)
    }
    #expect(number == nil)
  }
}
