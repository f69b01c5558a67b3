import Gateway
import Telemetry
import Testing

@Suite struct `A gateway refuses` {
  private let good = upload(qn: "20210607102000009")

  /// Sends a bad frame and then a good one: the bad one is counted and silent, the good one is
  /// answered on the same connection.
  private func refuses(
    _ bad: String, as outcome: FrameOutcome, devices: [Device] = [Gate.device()],
    settings: GatewaySettings = .test, then check: (Gate) throws -> Void = { _ in }
  ) async throws {
    try await Gate.open(devices: devices, settings: settings) { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(bad, good)
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000009"))
      #expect(gate.server.counts().count(outcome) == 1)
      #expect(try await gate.stored().count == 1)
      try check(gate)
    }
  }

  @Test func `a device in no list, and remembers it`() async throws {
    try await refuses(upload(mn: "99999999999999", qn: "20210607102000001"), as: .unknownDevice) {
      let unknown = $0.server.unlistedDevices()
      #expect(unknown.map(\.mn) == ["99999999999999"])
      #expect(unknown.first?.count == 1)
      #expect(unknown.first?.lastSeenAt == Gate.now)
    }
  }

  @Test(arguments: [
    // Modbus CRC, as some firmware signs; and more than a device may send unless its entry says so.
    "##0084QN=20210607102000001;ST=22;CN=2011;PW=123456;MN=99999999999999;Flag=5;CP=&&a-Rtd=1&&8681",
    upload(mn: "99999999999999", qn: "20210607102000001", String(repeating: "x", count: 1_200)),
  ])
  func `a device in no list, whatever else is odd about its frame`(frame: String) async throws {
    try await refuses(frame, as: .unknownDevice) {
      #expect($0.server.unlistedDevices().map(\.mn) == ["99999999999999"])
    }
  }

  @Test(arguments: ["654321", "12345", "1234567", "", "12345x"])
  func `a wrong password`(pw: String) async throws {
    try await refuses(upload(qn: "20210607102000001", pw: pw), as: .wrongPassword) {
      #expect($0.server.status(Gate.station)?.faults == 1)
    }
  }

  @Test func `a frame without password`() async throws {
    try await refuses(
      framed("QN=20210607102000001;ST=22;CN=2011;MN=\(Gate.station);Flag=5;CP=&&&&"),
      as: .wrongPassword)
  }

  @Test func `a device that is switched off`() async throws {
    let off = Gate.device("OFF00000000001", isEnabled: false)
    try await refuses(
      upload(mn: "OFF00000000001", qn: "20210607102000001"), as: .disabledDevice,
      devices: [Gate.device(), off])
  }

  @Test func `a broken CRC`() async throws {
    let frame = upload(qn: "20210607102000001")
    try await refuses(
      frame.replacing("a34004-Rtd=35.5", with: "a34004-Rtd=85.5"), as: .brokenCRC)
  }

  @Test func `a Modbus CRC, unless the device may use it`() async throws {
    // The sample of HJ 212-2017 Appendix A under Modbus CRC-16: 0759.
    let segment =
      "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;"
      + "CP=&&RtdInterval=30&&"
    let frame = "##0101\(segment)0759\r\n"
    for accepts in [false, true] {
      let device = Gate.device(password: "100000", acceptsModbusCRC: accepts)
      try await Gate.open(devices: [device]) { gate in
        let unit = try await Unit.connected(to: gate.port)
        try await unit.send(frame)
        #expect(
          await happens { gate.server.counts().count(accepts ? .stored : .brokenCRC) == 1 })
      }
    }
  }

  @Test(arguments: [
    "QN=20210607102000001;ST=22;CN=2011;PW=123456;Flag=5;CP=&&&&",
    "QN=20210607102000001;ST=22;CN=2011;PW=123456;MN=;Flag=5;CP=&&&&",
    "",
  ])
  func `a segment that cannot be read`(segment: String) async throws {
    try await refuses(framed(segment), as: .malformed)
  }

  @Test func `a segment over the device's limit`() async throws {
    let long = "DataTime=20210607101500;" + String(repeating: "x", count: 1_000)
    try await refuses(upload(qn: "20210607102000001", long), as: .oversized)
  }

  @Test func `a length over the listener's limit, before it is read`() async throws {
    try await refuses(
      "##9999QN=", as: .oversized, settings: .test { $0.maximumSegmentBytes = 2_000 })
  }

  @Test func `a device may have a higher limit`() async throws {
    let long = "DataTime=20210607101500;" + String(repeating: "x", count: 1_500)
    try await Gate.open(devices: [Gate.device(segmentLimit: 2_000)]) { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(upload(qn: "20210607102000001", long))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000001"))
    }
  }

  @Test func `one connection too many, and the others go on`() async throws {
    try await Gate.open(settings: .test { $0.maximumConnections = 2 }) { gate in
      let first = try await Unit.connected(to: gate.port)
      let second = try await Unit.connected(to: gate.port)
      #expect(await happens { gate.server.counts().open == 2 })
      let third = try await Unit.connected(to: gate.port)
      #expect(await third.isClosed())
      #expect(gate.server.counts().refused == 1)
      try await first.send(good)
      #expect(await first.answer() != nil)
      try await second.close()
      #expect(await happens { gate.server.counts().open == 1 })
      let fourth = try await Unit.connected(to: gate.port)
      try await fourth.send(upload(qn: "20210607102000010"))
      #expect(await fourth.answer() == acknowledgement(qn: "20210607102000010"))
    }
  }

  @Test func `one connection too many of one address that has delivered nothing`() async throws {
    try await Gate.open(settings: .test { $0.maximumUndeliveredPerHost = 2 }) { gate in
      let first = try await Unit.connected(to: gate.port)
      let second = try await Unit.connected(to: gate.port)
      #expect(await happens { gate.server.counts().open == 2 })
      let third = try await Unit.connected(to: gate.port)
      #expect(await third.isClosed())
      #expect(gate.server.counts().refused == 1)
      try await first.send(good)
      #expect(await first.answer() != nil)
      let fourth = try await Unit.connected(to: gate.port)
      #expect(await happens { gate.server.counts().open == 3 })
      try await second.close()
      try await fourth.close()
      #expect(await happens { gate.server.counts().open == 1 })
      let fifth = try await Unit.connected(to: gate.port)
      try await fifth.send(upload(qn: "20210607102000010"))
      #expect(await fifth.answer() != nil)
    }
  }

  @Test func `a peer with too many faults in a row loses its connection, not the listener`()
    async throws
  {
    try await Gate.open(settings: .test { $0.maximumFaultsBeforeFirstFrame = 3 }) { gate in
      let unit = try await Unit.connected(to: gate.port)
      for number in 1...4 {
        try await unit.send(upload(qn: "2021060710200000\(number)", pw: "guess\(number)"))
      }
      #expect(await unit.isClosed())
      #expect(gate.server.counts().count(.faults) == 1)
      let next = try await Unit.connected(to: gate.port)
      try await next.send(good)
      #expect(await next.answer() != nil)
    }
  }

  @Test func `faults between good frames do not add up`() async throws {
    try await Gate.open(settings: .test { $0.maximumFaultsInARow = 2 }) { gate in
      let unit = try await Unit.connected(to: gate.port)
      for number in 1...9 {
        let qn = "2021060710200000\(number)"
        try await unit.send(upload(qn: qn, pw: "wrong"), upload(qn: qn))
        #expect(await unit.answer() == acknowledgement(qn: qn))
      }
    }
  }
}
