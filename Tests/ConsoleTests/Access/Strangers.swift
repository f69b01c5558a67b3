import ActionPlan
import AirQuality
import Casework
import DataQuality
import GRDB
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Telemetry

@testable import Console

/// A district in which everybody has something, and somebody who has no business with it.
struct Strangers: Sendable {
  let house: House
  let file: CaseFile
  /// Row of the register of cameras.
  let row: Int64
  let photo: Int64
  /// A draft that quotes the case.
  let document: Int64
  /// Account to which things are done.
  let victim: Int64

  init() async throws {
    house = try await House.withRegisters()
    let (house, units) = (house, Set(house.plan.units.map(\.id)))
    try await house.ledger.write { db in
      _ = try Facilities.upsert(
        Facility(
          id: "paper-mill", name: Label(zh: "造纸厂", en: "Paper mill"), kind: .enterprise,
          place: "330604002", isSimulated: true),
        plan: house.plan, by: .system("test"), at: House.start, in: db)
    }
    for draft in [
      AccountDraft(name: "admin", displayName: "管理员", roles: [.administrator]),
      AccountDraft(name: "guard", displayName: "安全管理员", roles: [.security]),
      AccountDraft(name: "auditor", displayName: "审计", roles: [.auditor]),
      AccountDraft(name: "payer", displayName: "出纳", roles: [.payer]),
      AccountDraft(name: "newcomer", displayName: "尚无角色", roles: []),
      AccountDraft(name: "bureau", displayName: "执法队", unit: "EEB", roles: [.officer]),
      AccountDraft(name: "neighbour", displayName: "邻镇", unit: "gaibei", roles: [.officer]),
      AccountDraft(name: "rival", displayName: "造纸厂", roles: [.enterprise], facility: "paper-mill"),
    ] {
      _ = try await house.accounts.create(
        draft, password: House.password, units: units, mustChangePassword: false,
        by: .system("test"))
    }
    victim = try await house.accounts.create(
      AccountDraft(name: "victim", displayName: "被管理的人", roles: []), password: House.password,
      mustChangePassword: false, by: .system("test")
    ).id
    row = try await house.addRow("cameras", House.camera("C-1")).id
    file = try await house.openCase()
    let id = file.id
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.step("dispatched", of: id, ["unit": "baiguan"])
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("town")
      _ = try await browser.step(
        "handled", of: id, ["note": Self.secret, "cause": "equipment-fault"], photos: [onePixel])
    }
    photo = try await house.ledger.read { db in
      try Int64.fetchOne(db, sql: "SELECT attachment_id FROM case_event_attachment") ?? 0
    }
    try await house.ledger.write { db in
      _ = try QualityMarks.record(
        [Suspicion(check: .zero, from: House.start - 7_200, until: House.start, grounds: [])],
        of: SeriesKey(point: "meter-1", quantity: "power", statistic: .realTime), planDigest: "d",
        at: House.start, in: db)
    }
    let plan = house.plan
    document = try await house.ledger.write { db in
      guard let bureau = try Accounts.find(name: "bureau", in: db) else { return 0 }
      return try DocumentBook.draft(
        "order-to-correct", case: id, by: bureau, requestID: "strangers-1", plan: plan,
        at: House.start, in: db
      ).id
    }
  }

  /// Stands in the case's history and nowhere else.
  static let secret = "夜间偷排线索"

  /// What stands for the parameters of an address; nil for an address of which nothing is known.
  func path(_ route: String) -> String? {
    guard route.contains("{") else { return route }
    let known = [
      "/cases/{}": "/cases/\(file.id)", "/cases/{}/photos/{}": "/cases/\(file.id)/photos/\(photo)",
      "/registers/{}": "/registers/cameras",
      "/registers/{}/rows/{}": "/registers/cameras/rows/\(row)",
      "/registers/{}/imports/{}": "/registers/cameras/imports/0123456789abcdef",
      "/registers/{}/suggestions/{}": "/registers/gas-stations/suggestions/facility",
      "/registers/{}/rows/{}/photos/{}": "/registers/cameras/rows/\(row)/photos/\(photo)",
      "/field/cases/{}/photos/{}": "/field/cases/\(file.id)/photos/\(photo)",
      "/registers/{}/rows/{}/files/{}": "/registers/cameras/rows/\(row)/files/name",
      "/facilities/{}": "/facilities/dye-works", "/facilities/doubts/{}": "/facilities/doubts/1",
      "/devices/{}": "/devices/\(House.meterMN)",
      "/devices/{}/ask/{}": "/devices/\(House.meterMN)/ask/get-clock",
      "/clauses/{}": "/clauses/4.4.a",
      "/sources/{}": "/sources/none", "/forwarding/{}/pause": "/forwarding/none/pause",
      "/tasks/{}/{}": "/tasks/6.1.a/CSB", "/tasks/{}/{}/files/{}": "/tasks/6.1.a/CSB/files/1",
      "/indicators/{}": "/indicators/\(house.plan.indicators[0].id)",
      "/checks/{}": "/checks/\(house.plan.checks[0].id)",
      "/checks/{}/draws/{}": "/checks/\(house.plan.checks[0].id)/draws/1", "/draws/{}": "/draws/1",
      "/codes/{}/{}": "/codes/machine-label/0000", "/air/places/{}": "/air/places/330604",
      "/months/{}": "/months/2026-05", "/tiles/{}/{}/{}": "/tiles/9/427/210",
      "/documents/{}": "/documents/\(document)",
      "/documents/{}/files/{}": "/documents/\(document)/files/pdf",
      "/accounts/{}": "/accounts/\(victim)",
      "/account/identities/{}": "/account/identities/oidc", "/sign-in/by/{}": "/sign-in/by/oidc",
      "/facilities/imports/{}": "/facilities/imports/0123456789abcdef",
      "/cases/{}/acts/{}": "/cases/\(file.id)/acts/suspend",
      "/cases/{}/steps/{}": "/cases/\(file.id)/steps/handled",
      "/field/photos/{}": "/field/photos/\(String(repeating: "0", count: 64))",
      "/cameras/alarms/{}": "/cameras/alarms/1",
      "/facilities/imported/{}": "/facilities/imported/1", "/rota/{}": "/rota/1",
      "/account/absences/{}": "/account/absences/1",
      "/accounts/{}/absences/{}": "/accounts/\(victim)/absences/1",
      "/shift/hand-overs/{}": "/shift/hand-overs/1",
      "/reports/imports/{}": "/reports/imports/0123456789abcdef",
      "/reports/imported/{}": "/reports/imported/1", "/rewards/{}": "/rewards/1",
      "/rewards/{}/doubts/{}": "/rewards/1/doubts/1",
      "/loop/signs/{}": "/loop/signs/1", "/quality/{}": "/quality/1",
      "/firm/{}": "/firm/dye-works",
      "/firm/{}/ledgers/{}": "/firm/dye-works/ledgers/carbon-changes",
      "/firm/{}/ledgers/{}/rows/{}": "/firm/dye-works/ledgers/carbon-changes/rows/1",
      "/firm/{}/ledgers/{}/rows/{}/photos/{}":
        "/firm/dye-works/ledgers/carbon-changes/rows/1/photos/1",
      "/firm/{}/ledgers/{}/rows/{}/files/{}":
        "/firm/dye-works/ledgers/bypass-openings/rows/1/files/photo",
      "/firm/{}/ledgers/{}/imports/{}":
        "/firm/dye-works/ledgers/carbon-changes/imports/0123456789abcdef",
      "/firm/{}/stops/{}": "/firm/dye-works/stops/1",
      "/static/{}/**": "/static/0/css/base.css",
      "/exchange/{}": "/exchange/12345",
      "/exchange/{}/imports/{}": "/exchange/12345/imports/0123456789abcdef",
      "/exchange/{}/done/{}": "/exchange/12345/done/1",
    ]
    let plain = route.replacing("/api/", with: "/")
    // The longest beginning that is known.
    let parts = plain.split(separator: "/")
    for count in parts.indices.map({ $0 + 1 }).reversed() {
      let start = "/" + parts.prefix(count).joined(separator: "/")
      let rest = parts.dropFirst(count).joined(separator: "/")
      guard let sample = known[start], !rest.contains("{") else { continue }
      let path = rest.isEmpty ? sample : sample + "/" + rest
      return route.hasPrefix("/api/") ? "/api" + path : path
    }
    return nil
  }
}
