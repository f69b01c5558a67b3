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

  private var officer: AccountDraft {
    AccountDraft(name: "wang.li", displayName: "王丽", unit: "bureau", roles: [.officer])
  }

  @Test func `the right password signs in, whatever the case of the name`() async throws {
    let made = try await create(officer)
    let found = try await accounts.authenticate(name: "Wang.Li", password: password)
    #expect(found == made)
    #expect(found.mustChangePassword)
  }

  @Test func `a wrong password and an unknown name are told the same`() async throws {
    _ = try await create(officer)
    await #expect(throws: SignInRefusal.wrong) {
      try await accounts.authenticate(name: "wang.li", password: "wrong")
    }
    await #expect(throws: SignInRefusal.wrong) {
      try await accounts.authenticate(name: "nobody", password: "wrong")
    }
  }

  @Test(arguments: ["wang.li", "nobody"])
  func `failures lock a name longer and longer, known or not`(name: String) async throws {
    _ = try await create(officer)
    for _ in 1...5 {
      await #expect(throws: SignInRefusal.wrong) {
        try await accounts.authenticate(name: name, password: "wrong")
      }
    }
    await #expect(throws: SignInRefusal.locked(until: clock.now + 30)) {
      try await accounts.authenticate(name: name, password: password)
    }
    clock.advance(30)
    await #expect(throws: SignInRefusal.wrong) {
      try await accounts.authenticate(name: name, password: "wrong")
    }
    await #expect(throws: SignInRefusal.locked(until: clock.now + 60)) {
      try await accounts.authenticate(name: name, password: password)
    }
  }

  @Test func `a success forgets the failures`() async throws {
    _ = try await create(officer)
    for _ in 1...3 {
      for _ in 1...4 {
        await #expect(throws: SignInRefusal.wrong) {
          try await accounts.authenticate(name: "wang.li", password: "wrong")
        }
      }
      _ = try await accounts.authenticate(name: "wang.li", password: password)
    }
  }

  @Test func `many guesses at once get no more tries than one after another`() async throws {
    _ = try await create(officer)
    let accounts = accounts
    let judged = await withTaskGroup(of: Bool.self) { group in
      for _ in 1...30 {
        group.addTask {
          do {
            _ = try await accounts.authenticate(name: "wang.li", password: "guess")
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
      try await accounts.changePassword(of: account.id, from: "wrong", to: "Another-one-77")
    }
    await #expect(throws: AccountError.password(.unchanged)) {
      try await accounts.changePassword(of: account.id, from: password, to: password)
    }
    try await accounts.changePassword(of: account.id, from: password, to: "Another-one-77")
    let session = try await bench.ledger.read { db in
      try Sessions.find(token: ticket.token, at: at, in: db)
    }
    #expect(session == nil)
    let again = try await accounts.authenticate(name: "wang.li", password: "Another-one-77")
    #expect(!again.mustChangePassword)
  }

  @Test func `a reset password must be changed`() async throws {
    let account = try await create(officer)
    try await accounts.changePassword(of: account.id, from: password, to: "Another-one-77")
    try await accounts.resetPassword(of: account.id, to: "Third-one-88", by: clerk)
    let again = try await accounts.authenticate(name: "wang.li", password: "Third-one-88")
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
      try await accounts.authenticate(name: "wang.li", password: password)
    }
  }

  @Test func `the last administrator stays`() async throws {
    let draft = AccountDraft(name: "root", displayName: "Root", roles: [.administrator])
    let account = try await create(draft)
    var lesser = draft
    lesser.roles = [.auditor]
    let changed = lesser
    await #expect(throws: AccountError.lastAdministrator) {
      try await bench.ledger.write { db in
        _ = try Accounts.update(account.id, to: changed, units: nil, by: clerk, at: 5, in: db)
      }
    }
  }

  @Test(arguments: [
    (AccountDraft(name: "a b", displayName: "x", roles: [.duty]), AccountError.badName("a b")),
    (AccountDraft(name: "<script>", displayName: "x", roles: [.duty]), .badName("<script>")),
    (AccountDraft(name: "ab", displayName: " ", roles: [.duty]), .badDisplayName(" ")),
    (AccountDraft(name: "ab", displayName: "x", roles: []), .noRole),
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
    #expect(throws: fault) { try PasswordRule.check(password, name: "wang.li") }
  }

  @Test(arguments: ["Blue-sky-2021x", "correct horse battery staple", "蓝天保卫战Aa一二三四"])
  func `a good password passes`(password: String) throws {
    try PasswordRule.check(password, name: "wang.li")
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
