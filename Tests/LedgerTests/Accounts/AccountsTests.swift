import GRDB
import Ledger
import Testing

struct AccountsTests {
  private let clock = TestClock()
  private let bench: Bench
  private let accounts: Accounts
  private let password = "Blue-sky-2021x"

  init() async throws {
    bench = try await Bench.withFirm()
    let clock = clock
    accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)),
      now: { clock.now })
  }

  private func create(_ draft: AccountDraft) async throws -> Account {
    try await accounts.create(draft, password: password, units: ["bureau"], by: .system("test"))
  }

  private func signIn(
    _ name: String, _ password: String, source: String = "192.0.2.7"
  ) async throws -> Account {
    try await accounts.signIn(name: name, password: password, source: source, agent: "test").account
  }

  private func fail(_ name: String, times: Int, source: String = "192.0.2.7") async throws {
    for _ in 0..<times {
      await #expect(throws: SignInRefusal.wrong) {
        try await signIn(name, "wrong", source: source)
      }
    }
  }

  private func changePassword(
    of id: Int64, from current: String, to new: String, source: String = "192.0.2.7"
  ) async throws {
    _ = try await accounts.changePassword(
      of: id, from: current, to: new, source: source, agent: "test")
  }

  private func countOfTries() async throws -> Int {
    try await bench.ledger.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM sign_in_try") ?? 0
    }
  }

  private var officer: AccountDraft {
    AccountDraft(name: "wang.li", displayName: "王丽", unit: "bureau", roles: [.officer])
  }

  @Test func `the right password signs in, whatever the case of the name`() async throws {
    let made = try await create(officer)
    let found = try await signIn("Wang.Li", password)
    #expect(found == made)
    #expect(found.mustChangePassword)
  }

  @Test func `a wrong password and an unknown name are told the same`() async throws {
    _ = try await create(officer)
    await #expect(throws: SignInRefusal.wrong) {
      try await signIn("wang.li", "wrong")
    }
    await #expect(throws: SignInRefusal.wrong) {
      try await signIn("nobody", "wrong")
    }
  }

  @Test(arguments: ["wang.li", "nobody"])
  func `failures lock a name longer and longer, known or not`(name: String) async throws {
    _ = try await create(officer)
    for _ in 1...5 {
      await #expect(throws: SignInRefusal.wrong) {
        try await signIn(name, "wrong")
      }
    }
    await #expect(throws: SignInRefusal.locked(until: clock.now + 30)) {
      try await signIn(name, password)
    }
    clock.advance(30)
    await #expect(throws: SignInRefusal.wrong) {
      try await signIn(name, "wrong")
    }
    await #expect(throws: SignInRefusal.locked(until: clock.now + 60)) {
      try await signIn(name, password)
    }
  }

  @Test func `a success forgets the failures`() async throws {
    _ = try await create(officer)
    for _ in 1...3 {
      for _ in 1...4 {
        await #expect(throws: SignInRefusal.wrong) {
          try await signIn("wang.li", "wrong")
        }
      }
      _ = try await signIn("wang.li", password)
    }
  }

  @Test func `many guesses at once get no more tries than one after another`() async throws {
    _ = try await create(officer)
    let judged = await withTaskGroup(of: Bool.self) { group in
      for _ in 1...30 {
        group.addTask {
          do {
            _ = try await signIn("wang.li", "guess")
            return true
          } catch {
            return error as? SignInRefusal == .wrong
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(judged == 5)
  }

  @Test func `an outsider's failures do not keep the desk out, nor its changed password`()
    async throws
  {
    let account = try await create(officer)
    try await fail("wang.li", times: 5, source: "203.0.113.9")
    await #expect(throws: SignInRefusal.locked(until: clock.now + 30)) {
      try await signIn("wang.li", password, source: "203.0.113.200")
    }
    _ = try await signIn("wang.li", password)
    try await changePassword(of: account.id, from: password, to: "Another-one-77")
  }

  @Test func `many networks together are held, but not one the account signs in from`()
    async throws
  {
    _ = try await create(officer)
    _ = try await signIn("wang.li", password)
    for network in 0..<20 {
      try await fail("wang.li", times: 5, source: "2001:db8:0:\(network)::7")
    }
    await #expect(throws: SignInRefusal.locked(until: clock.now + 30)) {
      try await signIn("wang.li", password, source: "2001:db8:0:99::7")
    }
    _ = try await signIn("wang.li", password, source: "192.0.2.99")
    clock.advance(30)
    _ = try await signIn("wang.li", password, source: "2001:db8:0:99::7")
  }

  @Test(arguments: [
    ("192.0.2.7", "192.0.2.200", true), ("192.0.2.7", "192.0.3.7", false),
    ("2001:db8::1", "2001:db8::ffff:2", true), ("2001:db8::1", "2001:db8:0:1::1", false),
    ("::ffff:192.0.2.7", "192.0.2.9", true), ("fe80::1%eth0", "fe80::2", true),
    ("unknown", "unknown", true), ("unknown", "192.0.2.7", false),
  ])
  func `neighbours count as one network`(first: String, second: String, isOne: Bool) async throws {
    _ = try await create(officer)
    try await fail("wang.li", times: 5, source: first)
    let refusal = await #expect(throws: SignInRefusal.self) {
      try await signIn("wang.li", "wrong", source: second)
    }
    #expect((refusal == .wrong) == !isOne)
  }

  @Test func `a try that was turned away busy is no failure`() async throws {
    _ = try await create(officer)
    let clock = clock
    let crowded = Accounts(
      ledger: bench.ledger,
      hasher: PasswordHasher(
        cost: ScryptCost(rounds: 32_768), concurrent: 1, waitingLimit: 0), now: { clock.now })
    let outcomes: [String] = await withTaskGroup(of: String.self) { group in
      for index in 1...4 {
        group.addTask {
          do {
            // Nobody bears these names: each try costs the hasher's full price.
            _ = try await crowded.signIn(
              name: "nobody", password: "x", source: "192.0.2.\(index)", agent: "test")
            return "in"
          } catch { return error is PasswordHasher.Busy ? "busy" : "judged" }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let count = try await bench.ledger.read { db in
      try Int.fetchOne(db, sql: "SELECT sum(count) FROM sign_in_try")
    }
    #expect(outcomes.contains("busy"))
    #expect(count == outcomes.count { $0 == "judged" })
  }

  @Test func `a new password that is refused does not count as a failure`() async throws {
    let account = try await create(officer)
    for _ in 1...7 {
      await #expect(throws: AccountError.password(.tooShort)) {
        try await changePassword(of: account.id, from: password, to: "short")
      }
    }
  }

  @Test(arguments: [true, false])
  func `a password reset while the old one is being checked wins`(isChange: Bool) async throws {
    let clock = clock
    // The old password's check takes long, the reset does not.
    let slow = Accounts(
      ledger: bench.ledger,
      hasher: PasswordHasher(cost: ScryptCost(rounds: 32_768, parallelism: 2)), now: { clock.now })
    let account = try await slow.create(officer, password: password, by: .system("test"))
    let password = password
    let attempt = Task {
      if isChange {
        _ = try await slow.changePassword(
          of: account.id, from: password, to: "Another-one-77", source: "192.0.2.7", agent: "test")
      } else {
        _ = try await slow.signIn(
          name: "wang.li", password: password, source: "192.0.2.7", agent: "test")
      }
    }
    // The table has no row ids, hence no observation.
    while try await countOfTries() == 0 {}
    try await accounts.resetPassword(of: account.id, to: "Third-one-88", by: clerk)
    let result = await attempt.result
    #expect(throws: (any Error).self) { try result.get() }
    let sessions = try await bench.ledger.read { db in
      try Sessions.list(account: account.id, at: clock.now, in: db)
    }
    #expect(sessions.isEmpty)
    #expect(try await signIn("wang.li", "Third-one-88", source: "198.51.100.1").mustChangePassword)
  }

  @Test func `a changed account's sessions end`() async throws {
    let account = try await create(officer)
    _ = try await signIn("wang.li", password)
    var draft = officer
    draft.roles = [.leader]
    let changed = draft
    let at = clock.now
    let sessions = try await bench.ledger.write { db in
      _ = try Accounts.update(account.id, to: changed, units: nil, by: clerk, at: at, in: db)
      return try Sessions.list(account: account.id, at: at, in: db)
    }
    #expect(sessions.isEmpty)
  }

  @Test(arguments: [(4, 0), (5, 30), (6, 60), (7, 120), (12, 3_600), (1_000_000, 3_600)])
  func `the lock doubles up to an hour`(failures: Int, seconds: Int) {
    #expect(LockOut.seconds(afterFailures: failures) == seconds)
  }

  @Test func `a changed password ends the sessions and the demand to change it`() async throws {
    let account = try await create(officer)
    let at = clock.now
    let ticket = try await bench.ledger.write { db in
      try Sessions.open(account: account.id, agent: "test", at: at, in: db)
    }
    await #expect(throws: AccountError.password(.wrongCurrent)) {
      try await changePassword(of: account.id, from: "wrong", to: "Another-one-77")
    }
    await #expect(throws: AccountError.password(.unchanged)) {
      try await changePassword(of: account.id, from: password, to: password)
    }
    try await changePassword(of: account.id, from: password, to: "Another-one-77")
    let session = try await bench.ledger.read { db in
      try Sessions.find(token: ticket.token, at: at, in: db)
    }
    #expect(session == nil)
    let again = try await signIn("wang.li", "Another-one-77")
    #expect(!again.mustChangePassword)
  }

  @Test func `a reset password must be changed`() async throws {
    let account = try await create(officer)
    try await changePassword(of: account.id, from: password, to: "Another-one-77")
    try await accounts.resetPassword(of: account.id, to: "Third-one-88", by: clerk)
    let again = try await signIn("wang.li", "Third-one-88")
    #expect(again.mustChangePassword)
  }

  @Test func `a disabled account does not sign in`() async throws {
    let account = try await create(officer)
    var draft = officer
    draft.isEnabled = false
    let changed = draft
    _ = try await bench.ledger.write { db in
      try Accounts.update(account.id, to: changed, units: nil, by: clerk, at: 5, in: db)
    }
    await #expect(throws: SignInRefusal.wrong) {
      try await signIn("wang.li", password)
    }
  }

  @Test func `the last administrator stays`() async throws {
    let draft = AccountDraft(name: "root", displayName: "Root", roles: [.administrator])
    let account = try await create(draft)
    var lesser = draft
    lesser.roles = [.auditor]
    let changed = lesser
    await #expect(throws: AccountError.lastAdministrator(.administrator)) {
      try await bench.ledger.write { db in
        _ = try Accounts.update(account.id, to: changed, units: nil, by: clerk, at: 5, in: db)
      }
    }
  }

  @Test(arguments: [
    (AccountDraft(name: "a b", displayName: "x", roles: [.duty]), AccountError.badName("a b")),
    (AccountDraft(name: "<script>", displayName: "x", roles: [.duty]), .badName("<script>")),
    (AccountDraft(name: "ab", displayName: " ", roles: [.duty]), .badDisplayName(" ")),
    (
      AccountDraft(name: "ab", displayName: "x", roles: [.administrator, .auditor]),
      .administratorsJoined
    ),
    (AccountDraft(name: "ab", displayName: "x", roles: [.officer]), .officerWithoutUnit),
    (AccountDraft(name: "ab", displayName: "x", roles: [.enterprise]), .contactWithoutFacility),
    (
      AccountDraft(name: "ab", displayName: "x", unit: "moon", roles: [.officer]),
      .unknownUnit("moon")
    ),
    (
      AccountDraft(name: "ab", displayName: "x", roles: [.enterprise], facility: "moon"),
      .unknownFacility("moon")
    ),
    (
      AccountDraft(name: "ab", displayName: "x", roles: [.enterprise, .duty], facility: "firm-1"),
      .contactWithOtherRole
    ),
    (AccountDraft(name: "WANG.li", displayName: "x", roles: [.duty]), .nameTaken("WANG.li")),
  ])
  func `a draft that does not hold together is refused`(
    draft: AccountDraft, error: AccountError
  ) async throws {
    _ = try await create(officer)
    await #expect(throws: error) { try await create(draft) }
  }

  @Test(arguments: [
    ("Ab1-xyz", PasswordFault.tooShort), (String(repeating: "aB1-x", count: 30), .tooLong),
    ("Wang.Li-2021", .containsName), ("Password123!", .tooCommon), ("aA1aA1aA1aA1", .tooCommon),
    ("abcdefghijkl", .tooUniform),
  ])
  func `a weak password is refused with its reason`(password: String, fault: PasswordFault) {
    #expect(throws: fault) { try PasswordRule().check(password, name: "wang.li") }
  }

  @Test(arguments: ["Blue-sky-2021x", "correct horse battery staple", "蓝天保卫战Aa一二三四"])
  func `a good password passes`(password: String) throws {
    try PasswordRule().check(password, name: "wang.li")
  }

  @Test func `sign-ins beyond the queue are refused`() async throws {
    let hasher = PasswordHasher(
      cost: ScryptCost(rounds: 1_024), concurrent: 1, waitingLimit: 0)
    let busy = await withTaskGroup(of: Bool.self) { group in
      for _ in 1...8 {
        group.addTask {
          do {
            _ = try await hasher.hash("x")
            return false
          } catch { return error is PasswordHasher.Busy }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(busy > 0)
    _ = try await hasher.hash("x")
  }
}
