import GRDB
import Testing

@testable import Ledger

struct SecondFactorTests {
  private let clock = TestClock()
  private let bench: Bench
  private let accounts: Accounts
  private let account: Account
  private let password = "Blue-sky-2021x"
  private let source = "192.0.2.7"

  init() async throws {
    bench = try Bench()
    let clock = clock
    accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)),
      now: { clock.now })
    account = try await accounts.create(
      AccountDraft(name: "desk", displayName: "值班员", roles: [.duty]), password: password,
      mustChangePassword: false, by: .system("test"))
  }

  private func secret() async throws -> [UInt8] {
    let id = account.id
    return try await bench.ledger.read { db in
      try DataBytes.fetchOne(
        db, sql: "SELECT secret FROM second_factor WHERE account_id = ?", arguments: [id]
      ).map { [UInt8]($0) } ?? []
    }
  }

  private func code(ahead steps: Int = 0) async throws -> String {
    OneTimeCode.code(
      secret: try await secret(), step: OneTimeCode.step(at: clock.now) + steps)
  }

  private func signIn() async throws -> Accounts.SignInStage {
    try await accounts.signIn(
      name: "desk", password: password, source: source, agent: "test"
    ).stage
  }

  private func token() async throws -> String {
    guard case .code(let token) = try await signIn() else {
      throw SecondFactorRefusal.nothingBegun
    }
    return token
  }

  private func finish(_ token: String, _ code: String) async throws {
    _ = try await accounts.signIn(token: token, code: code, source: source, agent: "test")
  }

  /// Sets a second factor up and moves on to the next code.
  private func setUp() async throws -> [String] {
    try await accounts.beginSecondFactor(of: account.id, password: password, source: source)
    let codes = try await accounts.confirmSecondFactor(
      of: account.id, code: try await code(), session: 0, source: source)
    clock.advance(OneTimeCode.stepSeconds)
    return codes
  }

  @Test func `with a second factor the password alone opens no session`() async throws {
    _ = try await setUp()
    let token = try await token()
    let id = account.id
    let sessions = try await bench.ledger.read { [clock] db in
      try Sessions.list(account: id, at: clock.now, in: db)
    }
    #expect(sessions.isEmpty)
    try await finish(token, try await code())
  }

  @Test func `a code is good once, also in another sign-in`() async throws {
    _ = try await setUp()
    let (first, second) = (try await token(), try await token())
    let code = try await code()
    try await finish(first, code)
    await #expect(throws: SecondFactorRefusal.wrongCode) { try await finish(second, code) }
    await #expect(throws: SecondFactorRefusal.nothingBegun) { try await finish(first, code) }
  }

  @Test func `the code that set it up does not sign in`() async throws {
    try await accounts.beginSecondFactor(of: account.id, password: password, source: source)
    let first = try await code()
    _ = try await accounts.confirmSecondFactor(
      of: account.id, code: first, session: 0, source: source)
    let token = try await token()
    await #expect(throws: SecondFactorRefusal.wrongCode) { try await finish(token, first) }
  }

  @Test func `a recovery code signs in once, however it is typed`() async throws {
    let codes = try await setUp()
    #expect(Set(codes).count == SecondFactors.recoveryCount)
    // 120 bits: five to a sign.
    #expect(codes.allSatisfy { $0.filter { $0 != "-" }.count == 24 })
    let typed = codes[3].uppercased().replacing("-", with: " ")
    try await finish(try await token(), typed)
    let token = try await token()
    await #expect(throws: SecondFactorRefusal.wrongCode) { try await finish(token, codes[3]) }
  }

  @Test func `a sign-in awaits its code for five minutes`() async throws {
    _ = try await setUp()
    let token = try await token()
    clock.advance(Accounts.codeSeconds)
    let code = try await code()
    await #expect(throws: SecondFactorRefusal.nothingBegun) { try await finish(token, code) }
  }

  @Test func `wrong codes lock like wrong passwords, also with fresh right passwords`()
    async throws
  {
    _ = try await setUp()
    for _ in 0..<LockOut.freeFailures {
      let token = try await token()
      await #expect(throws: SecondFactorRefusal.wrongCode) { try await finish(token, "000000") }
    }
    let (token, code) = (try await token(), try await code())
    await #expect(throws: SignInRefusal.locked(until: clock.now + LockOut.firstSeconds)) {
      try await finish(token, code)
    }
  }

  @Test func `setting up asks for the password, and what is in use is not replaced`()
    async throws
  {
    await #expect(throws: AccountError.password(.wrongCurrent)) {
      try await accounts.beginSecondFactor(of: account.id, password: "wrong", source: source)
    }
    _ = try await setUp()
    await #expect(throws: SecondFactorRefusal.isSetUp) {
      try await accounts.beginSecondFactor(of: account.id, password: password, source: source)
    }
  }

  @Test func `a sign-in that awaits its code ends with a new password or a disabled account`()
    async throws
  {
    _ = try await setUp()
    let token = try await token()
    try await accounts.resetPassword(of: account.id, to: "Other-sky-2022x", by: clerk)
    let code = try await code()
    await #expect(throws: SecondFactorRefusal.nothingBegun) { try await finish(token, code) }
  }

  @Test func `the grace begins at the first sign-in that asks, and ends`() async throws {
    func dueAt() async throws -> Int? {
      let account = account
      return try await bench.ledger.read { [clock] db in
        try SecondFactors.state(
          of: account, rule: SecondFactorRule(), at: clock.now, in: db
        ).dueAt
      }
    }
    clock.advance(100 * 86_400)
    let first = clock.now
    _ = try await signIn()
    clock.advance(86_400)
    _ = try await signIn()
    #expect(try await dueAt() == first + 14 * 86_400)
    _ = try await setUp()
    #expect(try await dueAt() == nil)
  }

  @Test func `a lost second factor is taken away with its codes and sessions`() async throws {
    _ = try await setUp()
    let id = account.id
    try await bench.ledger.write { db in
      try SecondFactors.remove(of: id, by: clerk, at: 1, in: db)
    }
    guard case .session = try await signIn() else {
      Issue.record("the password alone does not sign in")
      return
    }
  }

  @Test func `neither secret nor codes are in the audit log`() async throws {
    let codes = try await setUp()
    try await finish(try await token(), codes[0])
    let text = try await bench.ledger.read { db in
      try String.fetchAll(db, sql: "SELECT coalesce(detail, '') FROM audit_entry").joined()
    }
    #expect(text.contains("recovery"))
    #expect(!text.contains(codes[0]))
    #expect(!text.contains(Base32.encode(try await secret())))
  }

  @Test(arguments: [
    ([Role.officer], false), ([.duty], true), ([.administrator], true), ([.security], true),
    ([.auditor], true), ([.leader], false), ([.enterprise], false), ([.officer, .duty], true),
  ])
  func `the desk and administrators must have one`(roles: [Role], must: Bool) {
    #expect(SecondFactorRule().applies(to: Set(roles)) == must)
    #expect(!SecondFactorRule(isRequired: false).applies(to: Set(roles)))
  }
}
