import Gateway
import Telemetry
import Testing

@Suite struct `A gateway does not wait for ever` {
  @Test func `a connection without a byte is closed`() async throws {
    try await Gate.open(settings: .test { $0.idleSeconds = 1 }) { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(upload(qn: "20210607102000001"))
      #expect(await unit.answer() != nil)
      #expect(await unit.isClosed())
      #expect(gate.server.counts().count(.idle) == 1)
      #expect(gate.server.status(Gate.station)?.isConnected == false)
    }
  }

  @Test func `a connection that never delivers a good frame is closed`() async throws {
    try await Gate.open(settings: .test { $0.firstFrameSeconds = 1 }) { gate in
      let unit = try await Unit.connected(to: gate.port)
      #expect(await unit.isClosed())
      #expect(gate.server.counts().count(.noFrame) == 1)
    }
  }

  @Test func `a frame begun and not finished closes the connection`() async throws {
    try await Gate.open(settings: .test { $0.halfOpenSeconds = 1 }) { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(
        upload(qn: "20210607102000001") + upload(qn: "20210607102000002").dropLast(9))
      #expect(await unit.answer() != nil)
      #expect(await unit.isClosed())
      #expect(gate.server.counts().count(.halfOpen) == 1)
      #expect(try await gate.stored().count == 1)
    }
  }

  @Test func `a device whose frames end in CR alone keeps its connection`() async throws {
    try await Gate.open(settings: .test { $0.halfOpenSeconds = 1 }) { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(String(upload(qn: "20210607102000001").dropLast()))
      #expect(await unit.answer() != nil)
      #expect(await !unit.isClosed(withinMilliseconds: 1_500))
      try await unit.send(String(upload(qn: "20210607102000002").dropLast()))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000002"))
      #expect(gate.server.counts().frames == [.stored: 2])
    }
  }

  @Test func `whole frames behind one that was cut short are taken before the connection goes`()
    async throws
  {
    try await Gate.open(settings: .test { $0.halfOpenSeconds = 1 }) { gate in
      let unit = try await Unit.connected(to: gate.port)
      let long = upload(qn: "20210607102000001", String(repeating: "x", count: 900))
      try await unit.send(
        String(long.prefix(200)), upload(qn: "20210607102000002", flag: "4"),
        upload(qn: "20210607102000003"))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000003"))
      #expect(await unit.isClosed())
      #expect(try await gate.stored().count == 2)
      #expect(gate.server.counts().count(.halfOpen) == 1)
    }
  }

  @Test func `a frame that trickles in does not keep its connection open`() async throws {
    try await Gate.open(settings: .test { $0.halfOpenSeconds = 1 }) { gate in
      let unit = try await Unit.connected(to: gate.port)
      let frame = Array(upload(qn: "20210607102000001").utf8)
      var sent = 0
      let isClosed = await happens {
        await unit.isClosed(withinMilliseconds: 50)
      } whileDoing: {
        guard sent < frame.count - 10 else { return }
        try? await unit.send([frame[sent]])
        sent += 1
      }
      #expect(isClosed)
      #expect(sent < frame.count - 10)
      #expect(gate.server.counts().count(.halfOpen) == 1)
    }
  }

  @Test func `frames in time keep a connection open past every limit`() async throws {
    let settings = GatewaySettings.test {
      $0.idleSeconds = 5
      $0.halfOpenSeconds = 5
      $0.firstFrameSeconds = 5
    }
    try await Gate.open(settings: settings) { gate in
      let unit = try await Unit.connected(to: gate.port)
      for number in 10..<22 {
        let qn = "202106071020000\(number)"
        try await unit.send(upload(qn: qn))
        #expect(await unit.answer() == acknowledgement(qn: qn))
        #expect(await !unit.isClosed(withinMilliseconds: 450))
      }
    }
  }
}

/// Like `happens`, doing something before each look.
private func happens(
  withinMilliseconds: Int = 30_000, _ condition: () async -> Bool, whileDoing work: () async -> Void
) async -> Bool {
  let deadline = ContinuousClock.now + .milliseconds(withinMilliseconds)
  while ContinuousClock.now < deadline {
    await work()
    if await condition() { return true }
  }
  return false
}
