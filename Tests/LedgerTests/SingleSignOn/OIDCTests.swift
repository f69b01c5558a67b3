import GRDB
import Synchronization
import Testing

@testable import Ledger

struct OIDCTests {
  private let clock = TestClock()
  private let bench: Bench
  private let accounts: Accounts
  private let account: Account

  init() async throws {
    bench = try Bench()
    let clock = clock
    accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)),
      now: { clock.now })
    account = try await accounts.create(
      AccountDraft(name: "wang.li", displayName: "王丽", roles: [.leader]),
      password: "Blue-sky-2021x", mustChangePassword: false, by: .system("test"))
  }

  private func provider(isRSA: Bool = false) throws -> StandInProvider {
    try StandInProvider(isRSA: isRSA, now: { [clock] in clock.now })
  }

  private func client(_ provider: StandInProvider, trustsNames: Bool = true) -> OIDCSignIn {
    OIDCSignIn(
      OIDCSignIn.Settings(
        issuer: StandInProvider.issuer, clientID: StandInProvider.clientID,
        clientSecret: "s3cret&", site: "https://lantian.example", trustsNames: trustsNames),
      call: { try provider.call($0) }, now: { [clock] in clock.now })
  }

  /// The whole way of a browser.
  private func signIn(
    _ client: OIDCSignIn, _ provider: StandInProvider
  ) async throws -> (account: Account, stage: Accounts.SignInStage) {
    let (ticket, browser) = try await accounts.leave(for: "oidc", binding: nil, next: "/desk")
    provider.visit(try await client.address(for: ticket))
    let back = try await accounts.comeBack(from: "oidc", state: ticket.state, browser: browser)
    let identity = try await client.identity(code: "c0de", ticket: back.ticket, at: clock.now)
    return try await accounts.signIn(identity, agent: "x")
  }

  @Test(arguments: [true, false])
  func `an honest provider signs in, with either kind of key`(isRSA: Bool) async throws {
    let provider = try provider(isRSA: isRSA)
    #expect(try await signIn(client(provider), provider).account == account)
    let bound = try await bench.ledger.read { [account] db in
      try Accounts.identities(of: account.id, in: db)
    }
    #expect(bound == [StandInProvider.issuer])
  }

  @Test(arguments: [
    ("alg", ["alg": "none"]), ("alg", ["alg": "HS256"]), ("alg", ["alg": "none "]),
    ("alg", ["alg": "es256"]), ("signature", ["alg": "RS256"]), ("signature", ["kid": "2"]),
  ])
  func `a head that would bend the check is refused`(part: String, head: [String: String])
    async throws
  {
    let provider = try provider()
    provider.words.withLock { $0.head = head }
    await #expect(throws: OutsideRefusal.token(part)) {
      try await signIn(client(provider), provider)
    }
  }

  @Test func `no signature and another's signature are refused`() async throws {
    let provider = try provider()
    provider.words.withLock { $0.isSigned = false }
    await #expect(throws: OutsideRefusal.token("form")) {
      try await signIn(client(provider), provider)
    }
    provider.words.withLock {
      $0.isSigned = true
      $0.hasOtherKey = true
    }
    await #expect(throws: OutsideRefusal.token("signature")) {
      try await signIn(client(provider), provider)
    }
  }

  @Test(arguments: [
    ("iss", "iss", StandInProvider.Value.text("https://evil.example")),
    ("aud", "aud", .text("another")), ("aud", "aud", .list([])),
    ("azp", "aud", .list([StandInProvider.clientID, "another"])),
    ("azp", "azp", .text("another")), ("exp", "exp", .number(1)), ("iat", "iat", .number(1)),
    ("iat", "iat", .number(4_000_000_000)), ("nonce", "nonce", .text("another")),
    ("nonce", "nonce", .nothing), ("sub", "sub", .text("")),
    ("sub", "sub", .text(String(repeating: "s", count: 256))), ("claims", "exp", .text("soon")),
    ("claims", "iss", .nothing), ("claims", "exp", .number(.max)),
  ])
  func `a claim that does not hold is refused`(
    part: String, claim: String, value: StandInProvider.Value
  ) async throws {
    let provider = try provider()
    provider.words.withLock { $0.claims = [claim: value] }
    await #expect(throws: OutsideRefusal.token(part)) {
      try await signIn(client(provider), provider)
    }
  }

  @Test func `an answer counts once, from the browser that left, in its time`() async throws {
    let (ticket, browser) = try await accounts.leave(for: "oidc", binding: nil, next: "/")
    for (kind, state, by) in [
      ("oidc", ticket.state, ticket.nonce), ("wecom", ticket.state, browser),
      ("oidc", browser, browser), ("oidc", "", ""), ("oidc", "' OR 1", browser),
    ] {
      await #expect(throws: OutsideRefusal.notBegun) {
        try await accounts.comeBack(from: kind, state: state, browser: by)
      }
    }
    _ = try await accounts.comeBack(from: "oidc", state: ticket.state, browser: browser)
    await #expect(throws: OutsideRefusal.notBegun) {
      try await accounts.comeBack(from: "oidc", state: ticket.state, browser: browser)
    }
    let (late, other) = try await accounts.leave(for: "oidc", binding: nil, next: "/")
    clock.advance(Accounts.outsideSeconds)
    await #expect(throws: OutsideRefusal.notBegun) {
      try await accounts.comeBack(from: "oidc", state: late.state, browser: other)
    }
  }

  @Test func `a token of another sign-in is refused: its nonce is used`() async throws {
    let provider = try provider()
    let client = client(provider)
    _ = try await signIn(client, provider)
    let nonce = provider.asked.withLock { $0.nonce }
    provider.words.withLock { $0.claims = ["nonce": .text(nonce)] }
    await #expect(throws: OutsideRefusal.token("nonce")) { try await signIn(client, provider) }
  }

  @Test func `too many keys, weak keys and broken keys open nothing`() async throws {
    let provider = try provider()
    provider.words.withLock { $0.jwksPadding = 40 }
    await #expect(throws: OutsideRefusal.service("jwks_uri")) {
      try await signIn(client(provider), provider)
    }
    provider.words.withLock { $0.jwksPadding = 0 }
    for key in [
      [
        "kty": "RSA", "kid": "1", "n": Base64URL.encode([1] + [UInt8](repeating: 7, count: 127)),
        "e": "AQAB",
      ],
      ["kty": "EC", "kid": "1", "crv": "P-256", "x": "AA", "y": "AA"],
      ["kty": "EC", "kid": "1", "crv": "P-256", "x": "!", "y": "!"],
      ["kty": "oct", "kid": "1", "k": "c2VjcmV0"],
    ] {
      provider.words.withLock { $0.keys = [key] }
      await #expect(throws: OutsideRefusal.token("signature")) {
        try await signIn(client(provider), provider)
      }
    }
  }

  @Test(arguments: [
    ["issuer": "https://evil.example"], ["token_endpoint": "http://id.example/token"],
    ["jwks_uri": "file:///etc/passwd"], ["authorization_endpoint": "javascript:alert(1)"],
    ["jwks_uri": "http://127.0.0.1@evil.example/"],
  ])
  func `a discovery that leads elsewhere is refused`(discovery: [String: String]) async throws {
    let provider = try provider()
    provider.words.withLock { $0.discovery = discovery }
    await #expect(throws: OutsideRefusal.service("openid-configuration")) {
      try await signIn(client(provider), provider)
    }
  }

  @Test func `an unknown key asks for the keys anew, once a minute at most`() async throws {
    let provider = try provider()
    let client = client(provider)
    _ = try await signIn(client, provider)
    provider.words.withLock { $0.head = ["kid": "new"] }
    for _ in 0..<5 { _ = try? await signIn(client, provider) }
    let asked = provider.calls.withLock { $0.count { $0.hasSuffix("/keys") } }
    #expect(asked == 1)
    clock.advance(60)
    for _ in 0..<5 { _ = try? await signIn(client, provider) }
    #expect(provider.calls.withLock { $0.count { $0.hasSuffix("/keys") } } == 2)
  }

  @Test func `a name opens an account once, and never one that another identity has`()
    async throws
  {
    let provider = try provider()
    await #expect(throws: OutsideRefusal.unknownPerson) {
      try await signIn(client(provider, trustsNames: false), provider)
    }
    _ = try await signIn(client(provider), provider)
    provider.words.withLock { $0.claims = ["sub": .text("subject-2")] }
    await #expect(throws: OutsideRefusal.boundElsewhere) {
      try await signIn(client(provider), provider)
    }
    provider.words.withLock { $0.claims = ["preferred_username": .text("somebody.else")] }
    #expect(try await signIn(client(provider), provider).account == account)
  }

  @Test func `a second factor is asked for all the same, and a disabled account stays out`()
    async throws
  {
    let provider = try provider()
    try await bench.ledger.write { [account] db in
      try db.execute(
        sql: """
          INSERT INTO second_factor (account_id, secret, made_at, confirmed_at)
          VALUES (?, zeroblob(20), 1, 1)
          """, arguments: [account.id])
    }
    guard case .code = try await signIn(client(provider), provider).stage else {
      Issue.record("no code was asked for")
      return
    }
    _ = try await accounts.create(
      AccountDraft(name: "root", displayName: "r", roles: [.administrator]),
      password: "Blue-sky-2021x", by: .system("test"))
    try await bench.ledger.write { [account] db in
      var draft = AccountDraft(account)
      draft.isEnabled = false
      _ = try Accounts.update(account.id, to: draft, units: nil, by: clerk, at: 9, in: db)
    }
    await #expect(throws: OutsideRefusal.disabled) {
      try await signIn(client(provider), provider)
    }
  }

  @Test func `tokens cut, stretched and scrambled are refused and never a trap`() async throws {
    var generator = SystemRandomNumberGenerator()
    let whole = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lkIn0.AAAA"
    for length in 0...whole.utf8.count {
      _ = try? IDToken(String(whole.prefix(length)))
    }
    for _ in 0..<2_000 {
      var bytes = Array(whole.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      _ = try? IDToken(String(decoding: bytes, as: UTF8.self))
    }
    #expect(throws: OutsideRefusal.token("length")) {
      try IDToken(String(repeating: "A", count: IDToken.longest + 1))
    }
    #expect(throws: OutsideRefusal.token("form")) { try IDToken(whole + ".") }
  }

  @Test(arguments: [
    ("https://id.example/a?b", true), ("http://127.0.0.1:8080/x", true),
    ("http://localhost/x", true), ("http://id.example", false), ("https://", false),
    ("http://127.0.0.1.evil.example", false), ("http://localhost@evil.example", false),
    ("ftp://x", false), ("", false), ("https://a b", false),
  ])
  func `secrets go over TLS, or stay on this machine`(address: String, isSafe: Bool) {
    #expect(OutsideAddress.isSafe(address) == isSafe)
  }
}
