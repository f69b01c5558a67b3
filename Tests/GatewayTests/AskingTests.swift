import GRDB
import Gateway
import HJ212
import Ledger
import NIOConcurrencyHelpers
import Testing

@Suite struct `A device is asked` {
  @Test func `over its own connection, and what becomes of it is written down`() async throws {
    try await AskBench.open { bench in
      try await bench.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.gate)
        let id = try await bench.ask("set-interval", ["seconds": "60"])
        let request = try #require(await unit.request())
        #expect(
          request
            == AskedUnit.Request(
              qn: request.qn, cn: "1062", pw: "123456", flag: "5", data: "RtdInterval=60"))
        #expect(request.qn.hasPrefix("20210607102000"))
        #expect(try await bench.comes(id, to: .sent))
        try await unit.say("9011", qn: request.qn, "QnRtn=1")
        #expect(try await bench.comes(id, to: .answered))
        try await unit.say("9012", qn: request.qn, "ExeRtn=1")
        #expect(try await bench.comes(id, to: .done))
        let audit = try await bench.ledger.read { db in
          try AuditLog.entries(object: "device/\(Gate.station)", in: db).map(\.action)
        }
        #expect(
          audit == ["device-command.ended", "device-command.asked", "device.created"])
      }
    }
  }

  @Test func `when it returns, where it is away`() async throws {
    try await AskBench.open { bench in
      try await bench.asking { _ in
        let id = try await bench.ask("get-clock")
        let unit = try await AskedUnit.connected(to: bench.gate)
        let request = try #require(await unit.request())
        #expect(request.cn == "1011")
        try await unit.say("9011", qn: request.qn, "QnRtn=1")
        try await unit.say("1011", qn: request.qn, st: "22", "SystemTime=20210607102003")
        try await unit.say("9012", qn: request.qn, "ExeRtn=1")
        #expect(try await bench.comes(id, to: .done))
        let command = try await bench.command(id)
        #expect(command?.told == "SystemTime=20210607102003" && command?.dataFrames == 1)
      }
    }
  }

  @Test(arguments: [
    ("9011", "QnRtn=2", DeviceCommandRecord.State.refused, 2),
    ("9011", "QnRtn=8", .refused, 8), ("9012", "ExeRtn=5", .failed, 5),
    ("9012", "ExeRtn=100", .failed, 100),
  ])
  func `and its refusal keeps its code`(
    cn: String, data: String, state: DeviceCommandRecord.State, code: Int
  ) async throws {
    try await AskBench.open { bench in
      try await bench.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.gate)
        let id = try await bench.ask("set-clock")
        let request = try #require(await unit.request())
        #expect(request.data == "SystemTime=20210607102000")
        try await unit.say(cn, qn: request.qn, data)
        #expect(try await bench.comes(id, to: state))
        #expect(try await bench.command(id)?.code == code)
      }
    }
  }

  @Test func `one thing at a time`() async throws {
    try await AskBench.open { bench in
      try await bench.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.gate)
        let first = try await bench.ask("set-interval", ["seconds": "60"])
        let second = try await bench.ask("set-minute-interval", ["minutes": "10"])
        let request = try #require(await unit.request())
        #expect(request.cn == "1062")
        #expect(await unit.request(withinMilliseconds: 200) == nil)
        #expect(try await bench.command(second)?.state == .waiting)
        try await unit.obey(request)
        #expect(try await bench.comes(first, to: .done))
        let next = try #require(await unit.request())
        #expect(next.cn == "1064" && next.qn > request.qn)
      }
    }
  }

  @Test func `and a connection that ends leaves it lost`() async throws {
    try await AskBench.open { bench in
      try await bench.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.gate)
        let id = try await bench.ask("set-clock")
        _ = await unit.request()
        try await unit.unit.close()
        #expect(try await bench.comes(id, to: .lost))
        #expect(try await bench.command(id)?.reason == .disconnected)
      }
    }
  }

  @Test func `again while it is silent, then it counts as lost`() async throws {
    let manner = DeviceManner(answerSeconds: 1, resends: 1)
    try await AskBench.open(manner: manner) { bench in
      try await bench.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.gate)
        let id = try await bench.ask("set-clock")
        let first = await unit.request()
        let again = await unit.request()
        #expect(first != nil && first == again)
        #expect(try await bench.comes(id, to: .lost))
        #expect(try await bench.command(id)?.reason == .unanswered)
      }
    }
  }

  @Test func `replies to something else are not taken for its own`() async throws {
    try await AskBench.open { bench in
      try await bench.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.gate)
        let id = try await bench.ask("set-clock")
        let request = try #require(await unit.request())
        try await unit.say("9012", qn: "20200101000000000", "ExeRtn=1")
        try await unit.say("9011", qn: request.qn, "QnRtn=x")
        try await unit.obey(request)
        #expect(try await bench.comes(id, to: .done))
      }
    }
  }

  @Test func `not where its edition does not have it`() async throws {
    try await AskBench.open(edition: "2005") { bench in
      try await bench.asking { _ in
        _ = try await AskedUnit.connected(to: bench.gate)
        let id = try await bench.ask("get-minute-interval")
        #expect(try await bench.comes(id, to: .lost))
        #expect(try await bench.command(id)?.reason == .unwritable)
      }
    }
  }

  @Test func `not any more once it has waited too long`() async throws {
    try await AskBench.open { bench in
      try await bench.asking { _ in
        let id = try await bench.ask("get-clock", expiresIn: 60)
        bench.clock.withLockedValue { $0 += 61 }
        #expect(try await bench.comes(id, to: .expired))
      }
    }
  }
}

@Suite struct `A restart while a device is asked` {
  @Test func `repeats what can be repeated and says of the rest that nobody knows`() async throws {
    try await AskBench.open { bench in
      // As a kill leaves them: about to be sent, and no end known.
      let question = try await bench.ask("get-clock")
      let change = try await bench.ask("set-clock")
      let at = bench.now
      try await bench.ledger.write { db in
        for id in [question, change] { _ = try DeviceCommands.sending(id, at: at, in: db) }
      }
      try await bench.asking { _ in
        #expect(try await bench.comes(change, to: .lost))
        #expect(try await bench.command(change)?.reason == .restarted)
        let unit = try await AskedUnit.connected(to: bench.gate)
        #expect(await unit.request()?.cn == "1011")
        #expect(try await bench.comes(question, to: .sent))
      }
    }
  }
}

@Suite struct `A new password` {
  private func change(_ bench: AskBench, to password: String) async throws -> Int64 {
    let at = bench.now
    let id = try await bench.ledger.write { db in
      try Devices.setNextPassword(
        password, of: Gate.station, by: AskBench.clerk, at: at, in: db)
      return try DeviceCommands.ask(
        "change-password", [:], of: Gate.station, isRepeatable: false, by: AskBench.clerk, at: at,
        in: db)
    }
    try await bench.reload()
    return id
  }

  private func onFile(_ bench: AskBench) async throws -> DeviceRecord? {
    try await bench.ledger.read { db in try Devices.find(Gate.station, in: db) }
  }

  @Test func `is told to the device under the old one and then counts alone`() async throws {
    try await AskBench.open { bench in
      try await bench.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.gate)
        let id = try await change(bench, to: "abc123")
        let request = try #require(await unit.request())
        #expect(request.cn == "1072" && request.pw == "123456" && request.data == "NewPW=abc123")
        try await unit.obey(request)
        #expect(try await bench.comes(id, to: .done))
        #expect(try await onFile(bench)?.password == "abc123")
        #expect(try await onFile(bench)?.manner.nextPassword == nil)
        let text = try await bench.ledger.read { db in
          try String.fetchAll(db, sql: "SELECT detail FROM audit_entry").joined()
            + (try String.fetchAll(db, sql: "SELECT parameters FROM device_command").joined())
        }
        #expect(!text.contains("abc123"))
      }
    }
  }

  @Test func `that the device refuses is forgotten`() async throws {
    try await AskBench.open { bench in
      try await bench.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.gate)
        let id = try await change(bench, to: "abc123")
        let request = try #require(await unit.request())
        try await unit.say("9011", qn: request.qn, "QnRtn=2")
        #expect(try await bench.comes(id, to: .refused))
        #expect(try await onFile(bench)?.password == "123456")
        #expect(try await onFile(bench)?.manner.nextPassword == nil)
      }
    }
  }

  @Test func `of which nobody knows counts beside the old one until the device uses it`()
    async throws
  {
    try await AskBench.open { bench in
      try await bench.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.gate)
        let id = try await change(bench, to: "abc123")
        _ = try #require(await unit.request())
        try await unit.unit.close()
        #expect(try await bench.comes(id, to: .lost))
        #expect(try await onFile(bench)?.manner.nextPassword == "abc123")
        _ = try await AskedUnit.connected(to: bench.gate, pw: "abc123")
        #expect(try await happens { try await onFile(bench)?.password == "abc123" })
      }
    }
  }
}
