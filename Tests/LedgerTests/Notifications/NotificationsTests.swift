import GRDB
import Ledger
import Testing

struct NotificationsTests {

  private func bench() async throws -> (Bench, officer: Account, contact: Account) {
    let bench = try await Bench.withFirm()
    let accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 0 })
    let officer = try await accounts.create(
      AccountDraft(name: "officer", displayName: "O", unit: "bureau", roles: [.officer, .duty]),
      password: "Blue-sky-2021x", by: clerk)
    let contact = try await accounts.create(
      AccountDraft(name: "contact", displayName: "C", roles: [.enterprise], facility: "firm-1"),
      password: "Blue-sky-2021x", by: clerk)
    return (bench, officer, contact)
  }

  @Test func `each is told what concerns the unit, facility, role or person`() async throws {
    let (bench, officer, contact) = try await bench()
    let (forOfficer, forContact, unread) = try await bench.ledger.write { db in
      let recipients: [Recipient] = [
        .unit("bureau"), .unit("other"), .facility("firm-1"), .role(.duty), .role(.leader),
        .account(contact.id),
      ]
      for (index, recipient) in recipients.enumerated() {
        try Notifications.tell(
          recipient, code: "c\(index)", object: "case/1", values: ["n": "1"], at: index, in: db)
      }
      return (
        try Notifications.list(for: officer, in: db), try Notifications.list(for: contact, in: db),
        try Notifications.unreadCount(for: officer, in: db)
      )
    }
    #expect(forOfficer.map(\.code) == ["c3", "c0"])
    #expect(forContact.map(\.code) == ["c5", "c2"])
    #expect(unread == 2)
    #expect(forOfficer[0].values == ["n": "1"])
  }

  @Test func `what one reads stays unread for another, and a stranger marks nothing`() async throws
  {
    let (bench, officer, contact) = try await bench()
    let result = try await bench.ledger.write { db in
      let id = try Notifications.tell(.unit("bureau"), code: "c", object: "o", at: 1, in: db)
      let foreign = try Notifications.markRead(id, by: contact, at: 2, in: db)
      let own = try Notifications.markRead(id, by: officer, at: 2, in: db)
      let again = try Notifications.markRead(id, by: officer, at: 3, in: db)
      let unread = try Notifications.unreadCount(for: officer, in: db)
      try Notifications.tell(.unit("bureau"), code: "d", object: "o", at: 4, in: db)
      try Notifications.markAllRead(by: officer, in: db)
      let list = try Notifications.list(for: officer, in: db)
      return (foreign, own, again, unread, list.map(\.isRead))
    }
    #expect(result.0 == false)
    #expect(result.1 && result.2)
    #expect(result.3 == 0)
    #expect(result.4 == [true, true])
  }

  @Test func `what came after the page was read stays unread`() async throws {
    let (bench, officer, _) = try await bench()
    let (before, after, again) = try await bench.ledger.write { db in
      let seen = try Notifications.tell(.unit("bureau"), code: "c", object: "o", at: 1, in: db)
      try Notifications.tell(.unit("bureau"), code: "d", object: "o", at: 2, in: db)
      let before = try Notifications.unreadCount(for: officer, in: db)
      try Notifications.markAllRead(through: seen, by: officer, in: db)
      let after = try Notifications.unreadCount(for: officer, in: db)
      try Notifications.markAllRead(by: officer, in: db)
      // An older page that is sent afterwards takes nothing back.
      try Notifications.markAllRead(through: seen, by: officer, in: db)
      return (before, after, try Notifications.unreadCount(for: officer, in: db))
    }
    #expect([before, after, again] == [2, 1, 0])
  }

  @Test func `what was told long ago is forgotten, read or not`() async throws {
    let (bench, officer, _) = try await bench()
    let (codes, unread) = try await bench.ledger.write { db in
      let old = try Notifications.tell(.unit("bureau"), code: "old", object: "o", at: 9, in: db)
      try Notifications.markRead(old, by: officer, at: 9, in: db)
      try Notifications.tell(.unit("bureau"), code: "new", object: "o", at: 10, in: db)
      try Notifications.prune(before: 10, in: db)
      return (
        try Notifications.list(for: officer, in: db).map(\.code),
        try Notifications.unreadCount(for: officer, in: db)
      )
    }
    #expect(codes == ["new"])
    #expect(unread == 1)
  }

  @Test func `a new account has nothing unread`() async throws {
    let bench = try Bench()
    try await bench.ledger.write { db in
      _ = try Notifications.tell(.role(.duty), code: "c", object: "o", at: 1, in: db)
    }
    let account = try await Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 0 }
    ).create(
      AccountDraft(name: "duty", displayName: "D", roles: [.duty]), password: "Blue-sky-2021x",
      by: clerk)
    let unread = try await bench.ledger.read { db in
      try Notifications.unreadCount(for: account, in: db)
    }
    #expect(unread == 0)
  }

  @Test func `many unread are not counted one by one`() async throws {
    let (bench, officer, _) = try await bench()
    let counts = try await bench.ledger.write { db in
      for number in 0...Notifications.unreadLimit {
        try Notifications.tell(.unit("bureau"), code: "c", object: "o", at: number, in: db)
      }
      let many = try Notifications.unreadCount(for: officer, in: db)
      try Notifications.markRead(1, by: officer, at: 999, in: db)
      try Notifications.markRead(2, by: officer, at: 999, in: db)
      return [many, try Notifications.unreadCount(for: officer, in: db)]
    }
    #expect(counts == [Notifications.unreadLimit, Notifications.unreadLimit - 1])
  }
}
