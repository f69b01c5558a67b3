import Gateway
import Telemetry
import Testing

@Suite struct `A gateway takes frames` {
  @Test func `it acknowledges an upload that wants an answer, with its own QN`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(upload(qn: "20210607102000001"))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000001"))
      #expect(try await gate.stored().count == 1)
      #expect(gate.server.counts().count(.stored) == 1)
    }
  }

  @Test func `it keeps an upload that wants no answer and stays silent`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(
        upload(qn: "20210607102000001", flag: "4"), upload(qn: "20210607102000002"))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000002"))
      #expect(try await gate.stored().count == 2)
    }
  }

  @Test func `a frame may be split at any byte`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      let frame = Array(upload(qn: "20210607102000001").utf8)
      for cut in 1..<frame.count {
        let qn = "202106071020\(String(10_000 + cut))"
        let frame = Array(upload(qn: qn).utf8)
        try await unit.send(Array(frame[..<cut]))
        try await unit.send(Array(frame[cut...]))
        #expect(await unit.answer() == acknowledgement(qn: qn), "cut at \(cut)")
      }
      #expect(try await gate.stored().count == frame.count - 1)
    }
  }

  @Test func `a frame may arrive byte by byte`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      for byte in upload(qn: "20210607102000001").utf8 { try await unit.send([byte]) }
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000001"))
    }
  }

  @Test func `many frames may arrive in one write`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      let qns = (0..<1_000).map { "2021060710200\($0 + 1_000)" }
      try await unit.send(qns.flatMap { Array(upload(qn: $0).utf8) })
      #expect(await unit.answers(1_000) == qns.map { acknowledgement(qn: $0) })
      #expect(try await gate.stored().count == 1_000)
    }
  }

  @Test(arguments: ["\0\u{1}noise", "##", "##12", "###", "\r\n\r\n", "##00ZZgarbage", "#"])
  func `it finds the next frame behind garbage`(garbage: String) async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(
        upload(qn: "20210607102000001") + garbage + upload(qn: "20210607102000002"))
      #expect(
        await unit.answers(2) == [
          acknowledgement(qn: "20210607102000001"), acknowledgement(qn: "20210607102000002"),
        ])
    }
  }

  @Test func `one connection may carry many devices`() async throws {
    let devices = (1...50).map { Gate.device("MN\(1_000 + $0)", password: "pw\(100 + $0)") }
    try await Gate.open(devices: devices) { gate in
      let unit = try await Unit.connected(to: gate.port)
      for device in devices {
        try await unit.send(
          upload(mn: device.mn, qn: "20210607102000001", pw: device.password))
      }
      let answers = await unit.answers(50)
      #expect(Set(answers).count == 50)
      #expect(gate.server.statuses().filter(\.isConnected).map(\.mn) == devices.map(\.mn))
      #expect(gate.server.status("MN1001")?.frames == 1)
      #expect(gate.server.status("MN1001")?.peer?.hasPrefix("127.0.0.1:") == true)
      try await unit.close()
      #expect(await happens { gate.server.statuses().allSatisfy { !$0.isConnected } })
    }
  }

  @Test func `a repeated frame is answered again and kept once`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      let frame = upload(qn: "20210607102000001")
      try await unit.send(frame, frame)
      try await unit.send(frame)
      let once = acknowledgement(qn: "20210607102000001")
      #expect(await unit.answers(3) == [once, once, once])
      #expect(try await gate.stored().count == 1)
      #expect(gate.server.counts().count(.repeated) == 2)
    }
  }

  @Test func `a repeat after a restart is answered and kept once`() async throws {
    let folder = Folder()
    let frame = upload(qn: "20210607102000001")
    for _ in 1...2 {
      try await Gate.open(folder: folder) { gate in
        let unit = try await Unit.connected(to: gate.port)
        try await unit.send(frame)
        #expect(await unit.answer() == acknowledgement(qn: "20210607102000001"))
        #expect(try await gate.stored().count == 1)
      }
    }
  }

  @Test func `a frame cut off by the end of the connection is not kept`() async throws {
    try await Gate.open { gate in
      let unit = try await Unit.connected(to: gate.port)
      let frame = upload(qn: "20210607102000001")
      try await unit.send(String(frame.dropLast(20)))
      try await unit.close()
      #expect(await happens { gate.server.counts().open == 0 })
      #expect(try await gate.stored().isEmpty)
    }
  }
}
