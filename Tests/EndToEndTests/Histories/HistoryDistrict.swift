import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger
import Wiring

/// A district of eight officers, each with an account and a key of their own.
struct HistoryDistrict: Sendable {
  let site: ServerProcess.Site
  let clock: MovedClock
  let plan: Plan
  let board: CaseBoard
  let officers: [CaseOfficer]

  /// Name, unit, role, and what they are to cases.
  private static let people: [(name: String, unit: String?, role: Role, part: CaseOfficer.Part)] = [
    ("desk-a", "BTF", .duty, .desk), ("desk-b", "BTF", .duty, .desk),
    ("lead-a", "LEAD", .officer, .lead), ("lead-b", "LEAD", .officer, .lead),
    ("environment", "ENV", .officer, .unit("ENV")), ("police", "POL", .officer, .unit("POL")),
    ("transport", "TRA", .officer, .unit("TRA")), ("firm", nil, .enterprise, .firm),
  ]

  static func make(seed: UInt64) async throws -> HistoryDistrict {
    let folder = BuiltCommand.packageRoot.appending(path: "Tests/EndToEndTests/Histories/Plan")
    let site = try await ServerProcess.Site.fresh(plan: folder)
    guard let plan = PlanFolder.read(folder.path).plan else {
      throw HarnessFailure(description: "the plan of the histories does not read")
    }
    // The first start makes the state folder and puts the plan in force.
    _ = try await ServerProcess.start(site).stop()
    let keys = try await settle(site, plan: plan)
    let board = CaseBoard(seed: seed)
    let client = CaseClient(base: "http://127.0.0.1:\(site.consolePort)")
    let officers = people.enumerated().map { index, person in
      let rival = people.enumerated().filter { $1.part.mayClose && $0 != index }
      return CaseOfficer(
        name: person.name, key: keys[index], part: person.part,
        rivalKey: keys[rival[index % rival.count].offset], client: client, board: board,
        seed: seed &+ UInt64(index) &* 7_919)
    }
    return HistoryDistrict(
      site: site, clock: try await MovedClock(into: site.folder), plan: plan, board: board,
      officers: officers)
  }

  /// People, their keys, and the firm that all cases are about.
  private static func settle(_ site: ServerProcess.Site, plan: Plan) async throws -> [String] {
    let ledger = try LedgerDatabase(
      path: site.data.appending(path: "ledger.sqlite").path, migrations: DistrictSchema.migrations)
    let actor = Actor.system("proof")
    let now = Int(Date().timeIntervalSince1970)
    try await ledger.write { db in
      _ = try Facilities.upsert(
        Facility(
          id: "firm-1", name: Label(zh: "检验企业", en: "Firm One"), kind: .enterprise,
          place: "900001"),
        plan: plan, by: actor, at: now, in: db)
    }
    // Nobody signs in by password here.
    let accounts = Accounts(
      ledger: ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { now })
    var keys: [String] = []
    for person in people {
      let account = try await accounts.create(
        AccountDraft(
          name: person.name, displayName: person.name, unit: person.unit, roles: [person.role],
          facility: person.role == .enterprise ? "firm-1" : nil),
        password: "Histories-2026", units: Set(plan.units.map(\.id)), mustChangePassword: false,
        by: actor)
      keys.append(
        try await ledger.write { db in
          try IntakeKeys.create(
            name: person.name, for: .cases, as: account.id, by: actor, at: now, in: db
          ).token
        })
    }
    return keys
  }

  /// Everybody works until the board says that all is over.
  func work() async {
    await withTaskGroup { group in
      for officer in officers {
        group.addTask {
          var officer = officer
          await officer.work()
        }
      }
    }
  }
}
