import ActionPlan
import GRDB
import Ledger
import Testing

struct OutboxTests {
  static let group = PushChannel(
    id: "group", label: .same("group"), reach: .group, hears: ["role:duty"], least: .serious,
    groupSeconds: 30, perMinute: 2, giveUpSeconds: 600)
  static let sms = PushChannel(
    id: "sms", label: .same("sms"), reach: .phone,
    quiet: PushChannel.Quiet(from: 22 * 3_600, until: 7 * 3_600, except: .grave), groupSeconds: 30)

  /// An officer who is on duty too, with a number.
  private func bench() async throws -> (Bench, Account) {
    let bench = try await Bench.withFirm()
    let accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 0 })
    let officer = try await accounts.create(
      AccountDraft(name: "officer", displayName: "O", unit: "bureau", roles: [.officer, .duty]),
      password: "Blue-sky-2021x", by: clerk)
    try await bench.ledger.write { db in
      try Outbox.use([Self.group, Self.sms], utcOffsetSeconds: 28_800, in: db)
      try PushAddresses.put("13800000000", of: officer.id, .phone, by: clerk, at: 0, in: db)
    }
    return (bench, officer)
  }

  private static func tell(
    _ recipient: Recipient, _ severity: Severity, _ object: String = "case/1", at: Int,
    in db: Database
  ) throws {
    try Notifications.tell(
      recipient, code: "case-opened", object: object, values: ["severity": severity.rawValue],
      at: at, in: db)
  }

  @discardableResult
  private static func form(at now: Int, in db: Database) throws -> [PushMessage] {
    try Outbox.form(at: now, in: db) { ids, _, _ in
      PushText(title: "\(ids.count)", text: ids.map(String.init).joined(separator: ","))
    }
    return try Outbox.begin(at: now, in: db)
  }

  @Test func `what is told enters the outbox with it, or is not told`() async throws {
    let (bench, _) = try await bench()
    struct Stop: Error {}
    await #expect(throws: Stop.self) {
      try await bench.ledger.write { db in
        try Self.tell(.role(.duty), .grave, at: 1, in: db)
        throw Stop()
      }
    }
    let told = try await bench.ledger.write { db in
      let none = try Outbox.about("case/1", in: db).count
      try Self.tell(.role(.duty), .grave, at: 1, in: db)
      return (none, try Outbox.about("case/1", in: db).map(\.channel))
    }
    #expect(told.0 == 0)
    #expect(told.1 == ["group", "sms"])
  }

  @Test func `a channel carries what it hears and what is severe enough`() async throws {
    let (bench, officer) = try await bench()
    let channels = try await bench.ledger.write { db in
      try Self.tell(.unit("bureau"), .grave, "a", at: 1, in: db)
      try Self.tell(.role(.duty), .ordinary, "b", at: 1, in: db)
      try Self.tell(.unit("other"), .grave, "c", at: 1, in: db)
      try PushAddresses.prefer(
        "sms", isOn: true, least: .serious, of: officer.id, by: clerk, at: 1, in: db)
      try Self.tell(.role(.duty), .ordinary, "d", at: 1, in: db)
      try PushAddresses.prefer(
        "sms", isOn: false, least: .minor, of: officer.id, by: clerk, at: 1, in: db)
      try Self.tell(.role(.duty), .grave, "e", at: 1, in: db)
      return try ["a", "b", "c", "d", "e"].map { try Outbox.about($0, in: db).map(\.channel) }
    }
    #expect(channels == [["sms"], ["sms"], [], [], ["group"]])
  }

  @Test func `one person hears one thing once, whether as unit or by role`() async throws {
    let (bench, _) = try await bench()
    let count = try await bench.ledger.write { db in
      try Self.tell(.unit("bureau"), .serious, at: 1, in: db)
      try Self.tell(.role(.duty), .serious, at: 1, in: db)
      return try Outbox.about("case/1", in: db).filter { $0.channel == "sms" }.count
    }
    #expect(count == 1)
  }

  @Test func `things told close together go in one message, grave ones at once`() async throws {
    let (bench, _) = try await bench()
    let (early, grouped, grave) = try await bench.ledger.write { db in
      for second in 0..<3 { try Self.tell(.role(.duty), .serious, "c\(second)", at: 1_000, in: db) }
      let early = try Self.form(at: 1_029, in: db)
      let grouped = try Self.form(at: 1_030, in: db)
      for message in grouped {
        try Outbox.record(.sent, of: message, chance: 0, at: 1_031, in: db)
      }
      try Self.tell(.role(.duty), .grave, "g", at: 1_040, in: db)
      return (early, grouped, try Self.form(at: 1_040, in: db))
    }
    #expect(early.isEmpty)
    #expect(grouped.map(\.title) == ["3", "3"])
    #expect(grave.map(\.title) == ["1", "1"])
  }

  @Test(arguments: [
    // 1 January 1970 at 21:59, 22:00, 23:59, 0:00, 6:59 and 7:00 of local time (UTC+8).
    (50_340, 50_340), (50_400, 82_800), (57_540, 82_800), (57_600, 82_800), (82_740, 82_800),
    (82_800, 82_800),
  ])
  func `what can wait waits for the end of the quiet hours`(at: Int, until: Int) async throws {
    let (bench, _) = try await bench()
    let (serious, grave) = try await bench.ledger.write { db in
      try Self.tell(.unit("bureau"), .serious, "s", at: at, in: db)
      try Self.tell(.unit("bureau"), .grave, "g", at: at, in: db)
      return (try Outbox.about("s", in: db), try Outbox.about("g", in: db))
    }
    #expect(serious.map(\.state) == [.held(until: until + 30)])
    #expect(grave.map(\.state) == [.held(until: at)])
  }

  @Test func `a message that fails is tried later under its key, in order, and given up`()
    async throws
  {
    let (bench, _) = try await bench()
    try await bench.ledger.write { db in
      try Self.tell(.role(.duty), .serious, "a", at: 0, in: db)
      let first = try #require(try Self.form(at: 30, in: db).first { $0.channel == "group" })
      try Outbox.record(
        .retry("http-503", afterSeconds: nil), of: first, chance: 0.999, at: 31, in: db)
      try Self.tell(.role(.duty), .grave, "b", at: 32, in: db)
      #expect(try Self.form(at: 33, in: db).filter { $0.channel == "group" }.isEmpty)
      let again = try #require(try Self.form(at: 100, in: db).first { $0.channel == "group" })
      #expect(again.key == first.key)
      #expect(again.attempts == 1)
      try Outbox.record(
        .retry("http-503", afterSeconds: 900), of: again, chance: 0, at: 101, in: db)
      let after = try Self.form(at: 700, in: db).filter { $0.channel == "group" }
      #expect(after.map(\.title) == ["1"])
      #expect(after.first?.key != first.key)
      #expect(
        try Outbox.about("a", in: db).first?.state
          == .failed(at: 700, reason: "gave-up: http-503"))
    }
  }

  @Test func `a channel makes no more attempts in a minute than it may`() async throws {
    let (bench, _) = try await bench()
    let counts = try await bench.ledger.write { db in
      let text = PushText(title: "t", text: "t")
      for _ in 0..<3 {
        try Outbox.test("group", account: nil, text: text, by: clerk, at: 100, in: db)
      }
      return try [100, 101, 102, 159, 160].map { at in
        let begun = try Outbox.begin(at: at, in: db)
        for message in begun { try Outbox.record(.sent, of: message, chance: 0, at: at, in: db) }
        return begun.count
      }
    }
    #expect(counts == [1, 1, 0, 0, 1])
  }

  @Test func `an attempt that was cut off is made again, at once by a new process`() async throws {
    let (bench, _) = try await bench()
    let text = PushText(title: "t", text: "t")
    try await bench.ledger.write { db in
      try Outbox.test("group", account: nil, text: text, by: clerk, at: 100, in: db)
      let first = try Outbox.begin(at: 100, in: db)
      #expect(first.count == 1)
      #expect(try Outbox.begin(at: 101, in: db).isEmpty)
      try Outbox.resume(at: 102, in: db)
      #expect(try Outbox.begin(at: 102, in: db).map(\.key) == first.map(\.key))
    }
  }

  @Test func `a message that failed is tried once more when somebody asks`() async throws {
    let (bench, _) = try await bench()
    let text = PushText(title: "t", text: "t")
    try await bench.ledger.write { db in
      let id = try Outbox.test("group", account: nil, text: text, by: clerk, at: 100, in: db)
      #expect(throws: OutboxError.notFailed(id, .waiting)) {
        try Outbox.retry(id, by: clerk, at: 101, in: db)
      }
      for message in try Outbox.begin(at: 101, in: db) {
        try Outbox.record(.refused("http-404"), of: message, chance: 0, at: 101, in: db)
      }
      #expect(try Outbox.message(id, in: db)?.reason == "http-404")
      try Outbox.retry(id, by: clerk, at: 200, in: db)
      #expect(try Outbox.begin(at: 200, in: db).map(\.id) == [id])
      #expect(throws: OutboxError.noSuchMessage(99)) {
        try Outbox.retry(99, by: clerk, at: 101, in: db)
      }
    }
  }

  @Test func `messages of a channel that is gone fail with that as the reason`() async throws {
    let (bench, _) = try await bench()
    let text = PushText(title: "t", text: "t")
    let message = try await bench.ledger.write { db in
      let id = try Outbox.test("group", account: nil, text: text, by: clerk, at: 100, in: db)
      try Outbox.use([Self.sms], utcOffsetSeconds: 0, in: db)
      try Self.form(at: 101, in: db)
      return try Outbox.message(id, in: db)
    }
    #expect(message?.state == .failed)
    #expect(message?.reason == "no-channel")
  }

  @Test(arguments: [
    (PushChannel.Reach.mail, "a.b-c@example.com", true), (.mail, "a@b", false),
    (.mail, "a@@b.c", false), (.mail, "a@b.c\r\nRCPT TO:<x@y.z>", false),
    (.mail, "a..b@c.d", false),
    (.mail, "<a@b.c>", false), (.mail, "ä@b.c", false), (.phone, "+86 138-0000-0000", true),
    (.phone, "1234", false), (.phone, "138\"}", false), (.phone, "1380000+0000", false),
  ])
  func `an address is written down when it is one`(
    reach: PushChannel.Reach, text: String, isSound: Bool
  ) async throws {
    let (bench, officer) = try await bench()
    try await bench.ledger.write { db in
      func put() throws {
        try PushAddresses.put(text, of: officer.id, reach, by: clerk, at: 1, in: db)
      }
      if isSound {
        try put()
        #expect(try PushAddresses.address(of: officer.id, reach, in: db) == text)
      } else {
        #expect(throws: PushAddressError.unsound(reach)) { try put() }
      }
      let entries = try AuditLog.entries(object: "account/\(officer.id)", in: db)
      #expect(!entries.contains { "\($0)".contains(text) })
    }
  }

  @Test func `waits double, by chance at least half of it, up to a limit`() {
    let backoff = PushBackoff(firstSeconds: 4, longestSeconds: 300)
    #expect(
      (1...9).map { backoff.seconds(after: $0, chance: 0) } == [2, 4, 8, 16, 32, 64, 128, 150, 150])
    #expect(backoff.seconds(after: 3, chance: 0.999) == 15)
    #expect(backoff.seconds(after: .max, chance: 0.5) == 225)
  }
}
