import ActionPlan
import GRDB
import Ledger
import Testing

@testable import Casework

struct ListTests {
  func list(
    _ district: District, _ filter: CaseFilter = CaseFilter(), scope: CaseScope = .all,
    now: Int = District.start
  ) async throws -> [Int64] {
    try await district.ledger.read { db in
      try CaseBook.list(filter, scope: scope, now: now, in: db).cases.map(\.id)
    }
  }

  /// 1: fire of TOWN, dispatched. 2: site of f-1, opened. 3: fire, closed. 4: site, opened.
  func filled() async throws -> District {
    let district = try District()
    _ = try await district.open("fire", finding: 1)
    _ = try await district.open(
      "site", finding: 2, place: nil, facility: "f-1", title: ["rule": "100%_dust"])
    var closed = try await district.open("fire", finding: 3, place: "other")
    closed = try await district.take(
      "handled", closed, by: .otherTown, .complete)
    _ = try await district.take("verified", closed, by: .bureau)
    _ = try await district.open("site", finding: 4, place: nil, at: District.start + 10)
    return district
  }

  @Test func `every filter narrows the list`() async throws {
    let district = try await filled()
    #expect(try await list(district) == [4, 3, 2, 1])
    #expect(try await list(district, CaseFilter(state: "opened")) == [4, 2])
    #expect(try await list(district, CaseFilter(isOpen: true)) == [4, 2, 1])
    #expect(try await list(district, CaseFilter(isOpen: false)) == [3])
    #expect(try await list(district, CaseFilter(unit: "TOWN")) == [1])
    #expect(try await list(district, CaseFilter(mine: "DESK")) == [4, 2])
    #expect(try await list(district, CaseFilter(procedure: "fire")) == [3, 1])
    #expect(try await list(district, CaseFilter(facility: "f-1")) == [2])
    #expect(
      try await list(district, CaseFilter(isLate: true), now: District.start + 605) == [2])
    #expect(try await list(district, CaseFilter(order: .dueFirst)) == [2, 4, 1, 3])
  }

  @Test(
    arguments: [
      ("000002", [2]), ("焚烧", [3, 1]), ("straw FIRE", [3, 1]), ("f-1", [2]), ("town街道", [1]),
      ("%", [2]), ("_", [2]), ("0%_d", [2]), ("nothing", []), ("  ", [4, 3, 2, 1]),
      ("fire other", [3]), ("ＦＩＲＥ", [3, 1]), ("焚", [3, 1]), ("焚烧 nothing", []), ("w", [3, 1]),
    ] as [(String, [Int64])])
  func `text finds number, procedure, facility and place`(text: String, ids: [Int64]) async throws {
    #expect(try await list(filled(), CaseFilter(text: text)) == ids)
  }

  @Test func `a scope shows exactly the cases the policy lets somebody open`() async throws {
    let district = try await filled()
    for account in [Account.desk, .town, .otherTown, .bureau, .firm, .auditor] {
      let listed = try await list(district, scope: Policy.caseFilter(account))
      let opened = try await district.ledger.read { db in
        try (1...4).filter { try CaseBook.find($0, for: account, in: db) != nil }
      }
      #expect(Set(listed) == Set(opened), "\(account.name)")
    }
    #expect(try await list(district, scope: Policy.caseFilter(nil)) == [])
    #expect(try await list(district, scope: Policy.caseFilter(.bureau)) == [3, 1])
    #expect(try await list(district, scope: Policy.caseFilter(.firm)) == [2])
  }

  @Test(
    arguments: [CaseFilter.Order.newestFirst, .dueFirst],
    [nil, Account.town, .bureau, .firm] as [Account?])
  func `pages put together are the whole list, each case once`(
    order: CaseFilter.Order, account: Account?
  ) async throws {
    let district = try await filled()
    let scope = account.map { Policy.caseFilter($0) } ?? .all
    let all = try await list(district, CaseFilter(order: order), scope: scope)
    #expect(!all.isEmpty)
    var collected: [Int64] = []
    var cursor: CaseCursor?
    repeat {
      let after = cursor.flatMap { CaseCursor($0.description) }
      let page = try await district.ledger.read { db in
        try CaseBook.list(
          CaseFilter(order: order), scope: scope, after: after, limit: 1, now: 0, in: db)
      }
      collected += page.cases.map(\.id)
      cursor = page.next
    } while cursor != nil
    #expect(collected == all)
  }

  @Test(arguments: ["", "1", "1.2.3", "x.y", "1.", "99999999999999999999.1"])
  func `a cursor that nobody gave out is none`(text: String) {
    #expect(CaseCursor(text) == nil)
  }

  @Test func `counts say open and late, by unit`() async throws {
    let district = try await filled()
    let counts = try await district.ledger.read { db in
      try CaseBook.counts(scope: .all, now: District.start + 605, in: db)
    }
    #expect(counts.open == 3)
    #expect(counts.late == 1)
    #expect(
      counts.byUnit == [
        CaseCounts.OfUnit(unit: nil, open: 2, late: 1),
        CaseCounts.OfUnit(unit: "TOWN", open: 1, late: 0),
      ])
    let own = try await district.ledger.read { db in
      try CaseBook.counts(scope: Policy.caseFilter(.town), now: District.start, in: db)
    }
    #expect(own.open == 1)
  }

  @Test func `counts say open and late, by procedure, of what somebody may see`() async throws {
    let district = try await filled()
    let (all, own) = try await district.ledger.read { db in
      (
        try CaseBook.countsByProcedure(scope: .all, now: District.start + 605, in: db),
        try CaseBook.countsByProcedure(
          scope: Policy.caseFilter(.town), now: District.start + 605, in: db)
      )
    }
    #expect(
      all == [
        "fire": CaseCounts.OfProcedure(open: 1, late: 0),
        "site": CaseCounts.OfProcedure(open: 2, late: 1),
      ])
    #expect(own == ["fire": CaseCounts.OfProcedure(open: 1, late: 0)])
  }

  @Test func `the desk counts what waits and what was closed, and lists what is in hand`()
    async throws
  {
    let district = try await filled()
    let (waiting, closed, later, inHand) = try await district.ledger.read { db in
      let closedAt = try CaseBook.find(3, in: db)?.closedAt ?? 0
      return (
        try CaseBook.waitingCount(scope: .all, in: db),
        try CaseBook.closedCount(since: closedAt, scope: .all, in: db),
        try CaseBook.closedCount(since: closedAt + 1, scope: .all, in: db),
        try CaseBook.inHand(scope: .all, limit: 9, in: db).map(\.id)
      )
    }
    #expect([waiting, closed, later] == [2, 1, 0])
    #expect(inHand == [1])
    let own = try await district.ledger.read { db in
      try CaseBook.waitingCount(scope: Policy.caseFilter(.firm), in: db)
    }
    #expect(own == 1)
  }

  @Test func `grounds come back as they were found`() async throws {
    let district = try District()
    let ground = CaseGround(
      condition: 0, point: "p-1", quantity: "power", statistic: "rtd", windowSeconds: 0,
      comparison: "below", limit: "5.00", upperLimit: nil, value: "0.10",
      since: 900, at: 1_000)
    let plan = district.plan
    let detail = try await district.ledger.write { db in
      let file = try CaseBook.open(
        CaseOpening(
          procedure: "site", severity: .grave, source: .finding(1), title: CaseTitle(.rule, [:]),
          occurredAt: 0,
          subject: CaseSubject(
            register: "sites", row: 4, names: ["authority": "TOWN", "other": "x"]),
          grounds: [ground]),
        plan: plan, actor: .system("detection"), at: 0, in: db)
      return try CaseBook.detail(file.id, for: .desk, plan: plan, at: District.start, in: db)
    }
    #expect(detail?.grounds == [ground])
    #expect(detail?.file.fieldUnits == ["authority": "TOWN"])
    #expect(detail?.openSteps.first?.unitChoice == .confirm(proposed: "TOWN"))
    #expect(try await list(district, CaseFilter(subject: ("sites", 4))) == [1])
  }
}
