import GRDB
import Testing

@testable import Ledger

struct DelegationTests {
  private let clock = TestClock(1_000_000)
  private let bench: Bench
  private let boss: Account
  private let helper: Account
  private let other: Account

  init() async throws {
    bench = try await Bench.withFirm()
    let clock = clock
    let accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)),
      now: { clock.now })
    func make(_ name: String, _ roles: Set<Role>, unit: String?) async throws -> Account {
      try await accounts.create(
        AccountDraft(name: name, displayName: name, unit: unit, roles: roles),
        password: "Blue-sky-2021x", mustChangePassword: false, by: .system("test"))
    }
    boss = try await make("boss", [.officer, .leader, .administrator], unit: "bureau")
    helper = try await make("helper", [.officer], unit: "town-a-gov")
    other = try await make("other", [.officer], unit: "town-a-gov")
  }

  @discardableResult
  private func make(
    _ delegate: Account?, absent: Account? = nil, from: Int = 0, until: Int = 1_000
  ) async throws -> Delegation {
    let (now, boss) = (clock.now, absent ?? boss)
    return try await bench.ledger.write { db in
      try Delegations.make(
        absent: boss.id, delegate: delegate?.id, reason: .leave, from: now + from,
        until: now + until, by: .account(boss.id), at: now, in: db)
    }
  }

  private func open(_ account: Account) async throws -> SessionTicket {
    let now = clock.now
    return try await bench.ledger.write { db in
      try Sessions.open(account: account.id, agent: "x", at: now, in: db)
    }
  }

  private func found(_ ticket: SessionTicket) async throws -> SignedIn {
    let now = clock.now
    return try #require(
      try await bench.ledger.read { db in
        try Sessions.find(token: ticket.token, at: now, in: db)
      })
  }

  private func act(for absent: Account?, _ ticket: SessionTicket) async throws {
    let (now, session) = (clock.now, try await found(ticket).session)
    try await bench.ledger.write { db in
      try Delegations.act(for: absent?.id, session: session, at: now, in: db)
    }
  }

  @Test func `a delegate sees and may what the absent one may, but administers nothing`()
    async throws
  {
    try await make(helper)
    let ticket = try await open(helper)
    #expect(try await found(ticket).account == helper)
    try await act(for: boss, ticket)
    let acting = try await found(ticket).account
    #expect(acting.id == helper.id && acting.displayName == "helper")
    #expect(acting.unit == "bureau" && acting.roles == [.officer, .leader])
    #expect(acting.standsInFor == StandIn(id: boss.id, displayName: "boss"))
    #expect(Policy.may(acting, .signMonth) && !Policy.may(acting, .editDevice))
    try await act(for: nil, ticket)
    #expect(try await found(ticket).account == helper)
  }

  @Test func `it ends with its time, when it is ended and when the absent one is disabled`()
    async throws
  {
    let made = try await make(helper, until: 500)
    let ticket = try await open(helper)
    try await act(for: boss, ticket)
    clock.advance(499)
    #expect(try await found(ticket).account.standsInFor != nil)
    clock.advance(1)
    #expect(try await found(ticket).account == helper)
    let again = try await make(helper)
    #expect(again.id != made.id)
    try await act(for: boss, ticket)
    let (boss, now) = (boss, clock.now)
    try await bench.ledger.write { db in
      try Delegations.end(again.id, absent: boss.id, by: .account(boss.id), at: now, in: db)
    }
    #expect(try await found(ticket).account == helper)
  }

  @Test func `nobody acts for whom nobody handed it, nor before it begins`() async throws {
    try await make(helper, from: 100)
    let (own, strange) = (try await open(helper), try await open(other))
    for ticket in [own, strange] {
      await #expect(throws: DelegationRefusal.notInForce) {
        try await act(for: boss, ticket)
      }
    }
    clock.advance(100)
    try await act(for: boss, own)
    await #expect(throws: DelegationRefusal.notInForce) {
      try await act(for: boss, strange)
    }
  }

  @Test func `what stands in the way is said`() async throws {
    await #expect(throws: DelegationRefusal.toOneself) { try await make(boss) }
    await #expect(throws: DelegationRefusal.badSpan) {
      try await make(helper, from: 10, until: 10)
    }
    await #expect(throws: DelegationRefusal.badSpan) {
      try await make(helper, until: Delegations.longestSeconds + 1)
    }
    try await make(helper)
    await #expect(throws: DelegationRefusal.overlaps) { try await make(other, from: 500) }
    await #expect(throws: DelegationRefusal.delegateAway) {
      try await make(boss, absent: other)
    }
  }

  @Test func `a delegate does not hand on what was handed over`() async throws {
    try await make(helper)
    let ticket = try await open(helper)
    try await act(for: boss, ticket)
    let acting = try await found(ticket).account
    for isOwn in [true, false] {
      let object = PolicyObject.account(AccountRelation(isOwn: isOwn, isSeparated: false))
      #expect(!Policy.may(acting, .delegate, object))
    }
  }

  @Test func `what is done meanwhile is the delegate's, noted as for the absent one`()
    async throws
  {
    let (helper, boss) = (helper, boss)
    try await OnBehalf.$account.withValue(boss.id) {
      try await bench.ledger.write { db in
        try AuditLog.append(
          actor: .account(helper.id), action: "x", object: "case/1", at: 5, in: db)
        try AuditLog.append(actor: .system("clock"), action: "y", object: "case/1", at: 5, in: db)
      }
    }
    let entries = try await bench.ledger.read { db in
      try AuditLog.entries(object: "case/1", in: db)
    }
    #expect(entries.map(\.detail) == [[:], ["for": "account/\(boss.id)"]])
    #expect(entries[1].actor == "account:\(helper.id)")
  }
}
