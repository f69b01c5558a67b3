import GRDB
import Gateway
import Telemetry
import Testing

@Suite struct `Acknowledged means durable` {
  /// Another writer holds the inbox file, so that no commit can happen.
  private func locking(_ gate: Gate, while body: () async throws -> Void) async throws {
    var configuration = GRDB.Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(
      path: gate.folder.path("inbox.sqlite"), configuration: configuration)
    try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
    do { try await body() } catch {
      try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
      throw error
    }
    try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
  }

  @Test func `nothing is acknowledged before its commit`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await locking(gate) {
        try await unit.send(upload(qn: "20210607102000001"))
        #expect(await unit.answer(withinMilliseconds: 300) == nil)
        #expect(gate.server.counts().count(.stored) == 0)
      }
    }
  }

  @Test func `a connection is not read on while its frames wait, and loses none`() async throws {
    try await Gate.open(settings: .test { $0.maximumPendingFrames = 50 }) { gate in
      let unit = try await Unit.connected(to: gate.port)
      let qns = (0..<5_000).map { "2021060710200\($0 + 1_000)" }
      async let sent: Void = unit.send(qns.flatMap { Array(upload(qn: $0).utf8) })
      try await locking(gate) {
        #expect(await happens { gate.inbox.counts.waiting >= 50 })
        #expect(await !happens(withinMilliseconds: 300) { gate.inbox.counts.waiting > 1_000 })
      }
      try await sent
      #expect(await unit.answers(5_000).count == 5_000)
      #expect(try await gate.stored().count == 5_000)
    }
  }

  @Test func `frames that want no answer wait in TCP while the inbox is crowded`() async throws {
    let folder = Folder()
    let inbox = try Inbox(
      path: folder.path("inbox.sqlite"), limits: InboxLimits(waitingFrames: 2_000))
    let settings = GatewaySettings.test { $0.maximumPendingFrames = 100_000 }
    try await Gate.open(settings: settings, folder: folder, inbox: inbox) { gate in
      let unit = try await Unit.connected(to: gate.port)
      let qns = (0..<6_000).map { "2021060710200\($0 + 1_000)" }
      async let sent: Void = unit.send(qns.flatMap { Array(upload(qn: $0, flag: "4").utf8) })
      try await locking(gate) {
        #expect(await happens { inbox.counts.waiting > 1_000 })
        #expect(await !happens(withinMilliseconds: 300) { inbox.counts.overloaded > 0 })
      }
      try await sent
      #expect(await happens { gate.server.counts().count(.stored) == 6_000 })
      #expect(gate.server.counts().count(.inboxOverloaded) == 0)
    }
  }

  @Test func `a frame the inbox cannot take is not acknowledged, and the connection stays`()
    async throws
  {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(upload(qn: "20210607102000001"))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000001"))
      try gate.inbox.close()
      try await unit.send(upload(qn: "20210607102000002"))
      #expect(await happens { gate.server.counts().count(.inboxFailed) == 1 })
      #expect(await unit.answer(withinMilliseconds: 100) == nil)
      #expect(await !unit.isClosed(withinMilliseconds: 50))
      #expect(gate.server.counts().count(.stored) == 1)
    }
  }

  @Test func `a graceful stop commits and answers what was read`() async throws {
    let folder = Folder()
    let gate = try await Gate.start(
      devices: [Gate.device()], settings: .test, folder: folder)
    let unit = try await Unit.connected(to: gate.port)
    let qns = (0..<200).map { "2021060710200\($0 + 1_000)" }
    try await unit.send(qns.flatMap { Array(upload(qn: $0).utf8) })
    #expect(await unit.answer() == acknowledgement(qn: qns[0]))
    try await gate.stop()
    var acknowledged = [acknowledgement(qn: qns[0])]
    while let answer = await unit.answer(withinMilliseconds: 200) { acknowledged.append(answer) }
    #expect(await unit.isClosed())
    #expect(try await gate.stored().count >= acknowledged.count)
    #expect(gate.server.counts().count(.stored) == acknowledged.count)
  }

  @Test func `a stop lets nobody in any more`() async throws {
    let gate = try await Gate.start(
      devices: [Gate.device()], settings: .test, folder: Folder())
    try await gate.stop()
    await #expect(throws: (any Error).self) { try await Unit.connected(to: gate.port) }
  }

  @Test func `a port in use is told clearly`() async throws {
    try await Gate.open { gate in
      let error = await #expect(throws: GatewayError.self) {
        _ = try await Gate.start(
          devices: [], settings: .test { $0.port = gate.port }, folder: Folder())
      }
      #expect(error?.description.contains("choose a free port") == true)
    }
  }
}
