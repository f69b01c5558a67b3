import ActionPlan
import AirQuality
import Casework
import Ledger
import Synchronization

@testable import Console

extension House {
  /// A house with registers and a second firm whose contact is a stranger to the first; `both` answers
  /// for the two of them.
  static func withFirms() async throws -> House {
    let house = try await House.withRegisters()
    let plan = house.plan
    try await house.ledger.write { db in
      _ = try Facilities.upsert(
        Facility(
          id: "paper-mill", name: Label(zh: "造纸厂", en: "Paper mill"), kind: .enterprise,
          place: "330604002", isSimulated: true),
        plan: plan, by: .system("test"), at: House.start, in: db)
      for (id, firm) in [("valve-1", "dye-works"), ("mill-meter", "paper-mill")] {
        try Points.upsert(
          MonitoringPoint(
            id: id, label: Label(zh: id, en: id), facility: firm, kind: .bypass),
          plan: plan, by: .system("test"), at: House.start, in: db)
      }
    }
    for (name, firm, others) in [
      ("rival", "paper-mill", Set<String>()), ("both", "dye-works", ["paper-mill"]),
    ] {
      _ = try await house.accounts.create(
        AccountDraft(
          name: name, displayName: name, roles: [.enterprise], facility: firm,
          otherFacilities: others),
        password: House.password, mustChangePassword: false, by: .system("test"))
    }
    try await house.addRow(
      "bypass-valves",
      [
        "facility": .text("dye-works"), "name": .text("RTO旁路"), "valve": .text("valve-1"),
        "reason": .text("安全"),
      ])
    return house
  }

  /// A change of an activated-carbon bed.
  static func carbon(_ facility: String, bed: String) -> [String: FieldValue] {
    ["facility": .text(facility), "bed": .text(bed), "due": .text("2026-06-30")]
  }

  func stops() async throws -> [Stop] {
    let plan = plan
    return try await ledger.read { db in
      try StopBook.list(facility: "dye-works", plan: plan, in: db)
    }
  }
}
