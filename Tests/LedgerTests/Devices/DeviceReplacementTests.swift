import ActionPlan
import GRDB
import Ledger
import Testing

struct DeviceReplacementTests {
  private func bench() async throws -> Bench {
    let bench = try await Bench.withFirm()
    try await bench.ledger.write { db in
      for mn in ["OLD", "OTHER"] {
        _ = try Devices.upsert(
          DeviceRecord(
            mn: mn, password: "123456", label: Label(zh: "仪", en: "logger"), facility: "firm-1",
            st: "31", edition: "2005", manner: DeviceManner(coding: "gb18030")), by: clerk, at: 1,
          in: db)
      }
      for (mn, key, point) in [("OLD", "a-Rtd", "p-1"), ("OTHER", "a-Rtd", "p-2")] {
        _ = try Bindings.bind(
          BindingRecord(
            mn: mn, rawKey: key, cn: "2011", point: point, quantity: "power", statistic: "rtd",
            windowSeconds: 0), plan: plan, by: clerk, at: 1, in: db)
      }
    }
    return bench
  }

  private func replace(_ old: String, by new: String, in bench: Bench) async throws -> Int {
    try await bench.ledger.write { db in
      try Devices.replace(
        old, by: new, password: "654321", plan: plan, actor: clerk, at: 1_000, in: db)
    }
  }

  @Test func `a new logger continues every series of the old one`() async throws {
    let bench = try await bench()
    #expect(try await replace("OLD", by: "NEW", in: bench) == 1)
    let (old, new, bindings) = try await bench.ledger.read { db in
      (
        try Devices.find("OLD", in: db), try Devices.find("NEW", in: db),
        try Bindings.list(in: db).filter { $0.point == "p-1" }
      )
    }
    #expect(old?.isEnabled == false)
    #expect(new?.isEnabled == true && new?.password == "654321" && new?.edition == "2005")
    #expect(new?.manner.coding == "gb18030" && new?.facility == "firm-1")
    #expect(bindings.map(\.mn) == ["NEW", "OLD"])
    #expect(bindings.map(\.from) == [1_000, 0] && bindings.map(\.until) == [nil, 1_000])
  }

  @Test func `one that measures something already, itself and an unknown one are refused`()
    async throws
  {
    let bench = try await bench()
    await #expect(throws: DeviceError.measuresAlready(mn: "OTHER", point: "p-2")) {
      try await replace("OLD", by: "OTHER", in: bench)
    }
    await #expect(throws: DeviceError.sameDevice("OLD")) {
      try await replace("OLD", by: "OLD", in: bench)
    }
    await #expect(throws: DeviceError.noSuchDevice("GONE")) {
      try await replace("GONE", by: "NEW", in: bench)
    }
    let isWhole = try await bench.ledger.read { db in
      try Bindings.list(mn: "OLD", in: db).allSatisfy { $0.until == nil }
        && Devices.find("OLD", in: db)?.isEnabled == true
    }
    #expect(isWhole)
  }
}

struct DeviceCommandsTests {
  private func bench(_ manner: DeviceManner = DeviceManner()) async throws -> Bench {
    let bench = try Bench()
    _ = try await bench.ledger.write { db in
      try Devices.upsert(
        DeviceRecord(
          mn: "MN1", password: "123456", label: Label(zh: "仪", en: "logger"), manner: manner),
        by: clerk, at: 1, in: db)
    }
    return bench
  }

  private func ask(
    _ bench: Bench, _ name: String = "get-clock", mn: String = "MN1", expiresIn: Int = 60
  ) async throws -> Int64 {
    try await bench.ledger.write { db in
      try DeviceCommands.ask(
        name, ["factor": "a34004"], of: mn, isRepeatable: true, expiresIn: expiresIn, by: clerk,
        at: 10, in: db)
    }
  }

  @Test func `what is asked is kept with who asked, and can be taken back while it waits`()
    async throws
  {
    let bench = try await bench()
    let id = try await ask(bench)
    let asked = try await bench.ledger.read { db in try DeviceCommands.find(id, in: db) }
    #expect(asked?.state == .waiting && asked?.askedBy == "account:1" && asked?.expiresAt == 70)
    #expect(asked?.parameters == ["factor": "a34004"])
    try await bench.ledger.write { db in
      try DeviceCommands.withdraw(id, by: clerk, at: 11, in: db)
    }
    let gone = try await bench.ledger.read { db in try DeviceCommands.find(id, in: db) }
    #expect(gone?.state == .withdrawn && gone?.endedAt == 11)
    await #expect(throws: DeviceCommandError.notWaiting(id)) {
      try await bench.ledger.write { db in
        try DeviceCommands.withdraw(id, by: clerk, at: 12, in: db)
      }
    }
  }

  @Test func `only the oldest of a device is due, and none beside one under way`() async throws {
    let bench = try await bench()
    let first = try await ask(bench)
    let second = try await ask(bench)
    func due() async throws -> [Int64] {
      try await bench.ledger.read { db in try DeviceCommands.due(in: db).map(\.id) }
    }
    #expect(try await due() == [first])
    let isSent = try await bench.ledger.write { db in
      try DeviceCommands.sending(first, at: 11, in: db)
        && !DeviceCommands.sending(first, at: 11, in: db)
    }
    #expect(isSent)
    #expect(try await due() == [])
    try await bench.ledger.write { db in
      try DeviceCommands.ended(first, .failed, code: 5, by: clerk, at: 12, in: db)
    }
    #expect(try await due() == [second])
  }

  @Test func `a device that may not be asked, is off, unknown or overwhelmed is not asked`()
    async throws
  {
    let quiet = try await bench(DeviceManner(mayBeAsked: false))
    await #expect(throws: DeviceCommandError.mayNotBeAsked("MN1")) { try await ask(quiet) }
    let bench = try await bench()
    await #expect(throws: DeviceCommandError.noSuchDevice("X")) { try await ask(bench, mn: "X") }
    await #expect(throws: DeviceCommandError.badExpiry) { try await ask(bench, expiresIn: 59) }
    for _ in 0..<DeviceCommands.waitingLimit { _ = try await ask(bench) }
    await #expect(throws: DeviceCommandError.tooManyWaiting("MN1", limit: 50)) {
      try await ask(bench)
    }
    _ = try await bench.ledger.write { db in
      try Devices.change("MN1", by: clerk, at: 20, in: db) { $0.isEnabled = false }
    }
    await #expect(throws: DeviceCommandError.disabled("MN1")) { try await ask(bench) }
  }
}
