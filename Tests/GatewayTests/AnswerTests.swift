import Gateway
import Telemetry
import Testing

@Suite struct `A gateway answers in the manner of the sender` {
  /// A 2005 upload has no QN in its head and no Flag; with Flag=1 the answer names QN and CN in CP.
  @Test func `a 2005 upload gets the QN inside CP`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(
        framed(
          "QN=20210607102000001;ST=22;CN=2011;PW=123456;MN=\(Gate.station);Flag=1;"
            + "CP=&&DataTime=20210607101500;107-Rtd=0.035,107-Flag=N&&"))
      #expect(
        await unit.answer()
          == "ST=91;CN=9014;PW=123456;MN=\(Gate.station);Flag=0;"
          + "CP=&&QN=20210607102000001;CN=2011&&")
    }
  }

  @Test func `a 2005 upload without Flag is kept and not answered`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(
        framed(
          "ST=22;CN=2011;PW=123456;MN=\(Gate.station);"
            + "CP=&&DataTime=20210607101500;107-Rtd=0.035&&"))
      #expect(try await happens { try await gate.stored().count == 1 })
      #expect(await unit.answer(withinMilliseconds: 100) == nil)
    }
  }

  @Test func `uploads without QN are told apart by their DataTime`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      for time in ["20210607101500", "20210607101600", "20210607101500"] {
        try await unit.send(
          framed(
            "ST=22;CN=2011;PW=123456;MN=\(Gate.station);Flag=1;"
              + "CP=&&DataTime=\(time);107-Rtd=0.035&&"))
      }
      #expect(await unit.answers(3).count == 3)
      #expect(try await gate.stored().count == 2)
      #expect(gate.server.counts().count(.repeated) == 1)
    }
  }

  @Test func `a unit that signs with Modbus CRC gets answers signed so`() async throws {
    // The sample of HJ 212-2017 Appendix A under Modbus CRC-16: 0759.
    let segment =
      "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;"
      + "CP=&&RtdInterval=30&&"
    let device = Gate.device(password: "100000", acceptsModbusCRC: true)
    try await Gate.open(devices: [device]) { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send("##0101\(segment)0759\r\n")
      // The tests' own unit reads the standard's CRC alone and says what it found.
      #expect(await unit.answer()?.contains("it is a Modbus CRC") == true)
    }
  }

  @Test(arguments: ["9015", "9021", "9051"])
  func `a heartbeat gets 9013 and is not kept`(cn: String) async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(
        framed(
          "QN=20210607102000001;ST=91;CN=\(cn);PW=123456;MN=\(Gate.station);Flag=9;CP=&&&&"))
      #expect(
        await unit.answer()
          == "QN=20210607102000001;ST=91;CN=9013;PW=123456;MN=\(Gate.station);Flag=8;CP=&&&&")
      #expect(try await gate.stored().isEmpty)
      #expect(gate.server.counts().count(.heartbeat) == 1)
    }
  }

  @Test func `a log-in may be answered by 9014 where a maker needs it`() async throws {
    try await Gate.open(settings: .test { $0.loginAnswer = .data }) { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(
        framed("QN=20210607102000001;ST=91;CN=9021;PW=123456;MN=\(Gate.station);Flag=5;CP=&&&&"))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000001"))
    }
  }

  @Test func `the wish for a clock is a notice: kept, then answered by 9013`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(
        framed("QN=20210607102000001;ST=22;CN=1013;PW=123456;MN=\(Gate.station);Flag=5;CP=&&&&"))
      #expect(
        await unit.answer()
          == "QN=20210607102000001;ST=91;CN=9013;PW=123456;MN=\(Gate.station);Flag=4;CP=&&&&")
      #expect(try await gate.stored().count == 1)
    }
  }

  @Test(arguments: ["9011", "9012", "9013", "9014"])
  func `a reply that nobody waits for is neither kept nor answered`(cn: String) async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(
        framed("QN=20210607102000001;ST=91;CN=\(cn);PW=123456;MN=\(Gate.station);Flag=5;CP=&&&&"),
        upload(qn: "20210607102000002"))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000002"))
      #expect(gate.server.counts().count(.reply) == 1)
      #expect(try await gate.stored().count == 1)
    }
  }

  @Test(arguments: [
    "DataTime=20210607101500;a34004-Rtd=much,a34004-Flag=N", "DataTime=20219907101500;a34004-Rtd=1",
    "a34004-Rtd=1", "<script>alert(1)</script>", "",
  ])
  func `bad content with a good CRC is kept and answered`(cp: String) async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(upload(qn: "20210607102000001", cp))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000001"))
      #expect(try await gate.stored().count == 1)
    }
  }

  @Test(arguments: ["", ";CP=&&", ";CP=&&DataTime=20210607101500;a34004-Rtd=1"])
  func `a data area that is missing or not closed is kept and answered`(cp: String) async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(
        framed(
          "QN=20210607102000001;ST=22;CN=2011;PW=123456;MN=\(Gate.station);Flag=5" + cp))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000001"))
      #expect(try await gate.stored().count == 1)
    }
  }

  @Test func `a unit that has said all and closed its side still gets its answers`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(upload(qn: "20210607102000001"))
      try await unit.closeOutput()
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000001"))
      #expect(await unit.isClosed())
    }
  }
}
