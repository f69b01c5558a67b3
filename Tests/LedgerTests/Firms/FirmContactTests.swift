import ActionPlan
import Foundation
import Testing

@testable import Ledger

/// Contacts who answer for several firms, and what firms say they have received.
struct FirmContactTests {
  private let bench: Bench
  private let accounts: Accounts

  init() async throws {
    bench = try Bench()
    try await bench.ledger.write { db in
      for id in ["firm-1", "firm-2", "firm-3"] {
        try Facilities.upsert(
          Facility(id: id, name: Label(zh: id, en: id), kind: .enterprise, place: "town-a"),
          plan: plan, by: clerk, at: 1, in: db)
      }
    }
    accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 1 })
  }

  private func contact(_ others: Set<String>) async throws -> Account {
    try await accounts.create(
      AccountDraft(
        name: "contact", displayName: "联系人", roles: [.enterprise], facility: "firm-1",
        otherFacilities: others), password: "Blue-Sky-2021", mustChangePassword: false,
      by: .system("test"))
  }

  @Test func `a contact answers for each of the own firms and for no other`() async throws {
    let account = try await contact(["firm-2", "firm-1"])
    #expect(account.facilities == ["firm-1", "firm-2"] && account.otherFacilities == ["firm-2"])
    for (firm, may) in [("firm-1", true), ("firm-2", true), ("firm-3", false)] {
      #expect(Policy.may(account, .declareStop, .facility(firm)) == may)
      #expect(Policy.may(account, .keepLedger, .facility(firm)) == may)
      let relation = CaseRelation(
        assignedUnit: nil, leadUnit: nil, informedUnits: [], facility: firm)
      #expect(Policy.caseFilter(account).includes(relation) == may)
      _ = try await bench.ledger.write { db in
        try Notifications.tell(.facility(firm), code: "x", object: "finding/1", at: 2, in: db)
      }
    }
    let told = try await bench.ledger.read { db in try Notifications.list(for: account, in: db) }
    #expect(Set(told.map(\.recipient)) == [.facility("firm-1"), .facility("firm-2")])
  }

  @Test func `a firm that is none is refused, and changing firms ends the sessions`() async throws {
    await #expect(throws: AccountError.unknownFacility("firm-9")) {
      _ = try await contact(["firm-9"])
    }
    let account = try await contact(["firm-2"])
    let changed = try await bench.ledger.write { db in
      _ = try Sessions.open(account: account.id, agent: "x", at: 2, in: db)
      var draft = AccountDraft(account)
      draft.otherFacilities = ["firm-3"]
      let changed = try Accounts.update(
        account.id, to: draft, units: nil, by: clerk, at: 3, in: db)
      #expect(try Sessions.list(account: account.id, at: 3, in: db).isEmpty)
      return changed
    }
    #expect(changed.facilities == ["firm-1", "firm-3"])
  }

  @Test func `a notice is acknowledged by the firm that was told, once`() async throws {
    let account = try await contact([])
    let (own, other) = try await bench.ledger.write { db in
      (
        try Notifications.tell(
          .facility("firm-1"), code: "finding-told", object: "finding/1", at: 2, in: db),
        try Notifications.tell(
          .facility("firm-2"), code: "finding-told", object: "finding/2", at: 2, in: db)
      )
    }
    let done = try await bench.ledger.write { db in
      [
        try FirmNotices.acknowledge(own, of: "firm-1", by: account, at: 5, in: db),
        try FirmNotices.acknowledge(own, of: "firm-1", by: account, at: 9, in: db),
        try FirmNotices.acknowledge(other, of: "firm-1", by: account, at: 9, in: db),
        try FirmNotices.acknowledge(other, of: "firm-2", by: account, at: 9, in: db),
      ]
    }
    #expect(done == [true, true, false, false])
    let notices = try await bench.ledger.read { db in
      try FirmNotices.list(facility: "firm-1", since: 0, limit: 9, in: db)
        + FirmNotices.list(facility: "firm-2", since: 0, limit: 9, in: db)
    }
    #expect(notices.map(\.acknowledgedAt) == [5, nil])
    #expect(notices.first?.acknowledgedBy == account.id)
  }
}
