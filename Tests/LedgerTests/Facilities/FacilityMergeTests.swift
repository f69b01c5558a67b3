import ActionPlan
import GRDB
import Testing

@testable import Ledger

struct FacilityMergeTests {
  private let bench: Bench

  init() async throws {
    bench = try await Bench.withFirm()
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
      for id in ["firm-2", "firm-3"] {
        try Facilities.upsert(
          Facility(id: id, name: Label(zh: "厂\(id)", en: "Works \(id)"), kind: .enterprise),
          plan: plan, by: clerk, at: 1, in: db)
      }
      try Points.upsert(
        MonitoringPoint(
          id: "p-9", label: Label(zh: "点", en: "p"), facility: "firm-2", kind: .dust),
        plan: plan, by: clerk, at: 1, in: db)
      try Devices.upsert(
        DeviceRecord(
          mn: "33060400000009", password: "1", label: Label(zh: "仪", en: "d"), facility: "firm-2",
          st: "31", intervalSeconds: 60), by: clerk, at: 1, in: db)
      for name in ["x", "y"] {
        _ = try RegisterStore.insert(
          pairs, ["name": .text(name), "facility": .text("firm-2")], plan: plan, by: clerk, at: 2,
          in: db)
      }
    }
  }

  private func merge(_ other: String, into kept: String) async throws {
    try await bench.ledger.write { db in
      try FacilityDoubts.settle(
        kept, other, isSame: true, plan: plan, by: clerk, at: 3, in: db)
    }
  }

  private func takeBack(_ other: String, _ kept: String) async throws {
    try await bench.ledger.write { db in
      try FacilityDoubts.takeBack(kept, other, plan: plan, by: clerk, at: 4, in: db)
    }
  }

  private func owners() async throws -> [String?] {
    try await bench.ledger.read { db in
      try RegisterStore.rows(pairs, in: db).map { $0["facility"].text } + [
        try Points.find("p-9", in: db)?.facility,
        try Devices.find("33060400000009", in: db)?.facility,
      ]
    }
  }

  @Test func `rows, points and devices go over and come back as they were`() async throws {
    try await merge("firm-2", into: "firm-1")
    #expect(try await owners() == Array(repeating: "firm-1", count: 4))
    let history = try await bench.ledger.read { db in
      try RowHistory.changes(of: 1, in: pairs, db).map(\.why)
    }
    #expect(history == ["", "facility.merge"])
    try await takeBack("firm-2", "firm-1")
    #expect(try await owners() == Array(repeating: "firm-2", count: 4))
  }

  @Test func `what somebody changed after the merger stays changed when it is taken back`()
    async throws
  {
    try await merge("firm-2", into: "firm-1")
    try await bench.ledger.write { db in
      _ = try RegisterStore.update(
        pairs, row: 2, ["facility": .text("firm-3")], versionSeen: nil, plan: plan, by: clerk,
        at: 4, in: db)
    }
    try await takeBack("firm-2", "firm-1")
    #expect(try await owners() == ["firm-2", "firm-3", "firm-2", "firm-2"])
  }

  @Test func `mergers come apart in the order in which they were made`() async throws {
    try await merge("firm-2", into: "firm-3")
    try await merge("firm-3", into: "firm-1")
    #expect(try await owners() == Array(repeating: "firm-1", count: 4))
    let (kept, found) = try await bench.ledger.read { db in
      (
        try Facilities.kept("firm-2", in: db),
        try Facilities.search("works firm-2", in: db).map(\.id)
      )
    }
    #expect(kept == "firm-1" && found == ["firm-1"])
    await #expect(throws: FacilityError.mergedLater("firm-3", into: "firm-1")) {
      try await takeBack("firm-2", "firm-3")
    }
    try await takeBack("firm-3", "firm-1")
    try await takeBack("firm-2", "firm-3")
    #expect(try await owners() == Array(repeating: "firm-2", count: 4))
  }

  @Test func `a merged facility is neither merged again nor written into rows`() async throws {
    try await merge("firm-2", into: "firm-1")
    for (kept, other) in [("firm-3", "firm-2"), ("firm-2", "firm-3")] {
      await #expect(throws: FacilityError.alreadyMerged("firm-2", into: "firm-1")) {
        try await merge(other, into: kept)
      }
    }
    await #expect(throws: FacilityError.mergedIntoItself("firm-3")) {
      try await merge("firm-3", into: "firm-3")
    }
    let error = await #expect(throws: RegisterError.self) {
      try await bench.ledger.write { db in
        _ = try RegisterStore.insert(
          pairs, ["name": .text("z"), "facility": .text("firm-2")], plan: plan, by: clerk, at: 5,
          in: db)
      }
    }
    #expect("\(error!)".contains("it is facility firm-1 now; write that"))
  }

  @Test func `an alias is written down once, refused where another is called so, and taken away`()
    async throws
  {
    await #expect(throws: FacilityError.aliasTaken("厂firm-2", by: "firm-2")) {
      try await bench.ledger.write { db in
        try FacilityAliases.add("厂firm-2", to: "firm-1", by: clerk, at: 5, in: db)
      }
    }
    let (found, gone) = try await bench.ledger.write { db in
      try FacilityAliases.add(" 老厂 ", to: "firm-1", by: clerk, at: 5, in: db)
      let found = try Facilities.search("老厂", in: db).map(\.id)
      try FacilityAliases.remove("老厂", from: "firm-1", by: clerk, at: 6, in: db)
      return (found, try FacilityAliases.list(of: "firm-1", in: db))
    }
    #expect(found == ["firm-1"])
    #expect(gone == [])
  }
}
