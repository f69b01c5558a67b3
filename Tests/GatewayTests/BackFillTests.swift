import AirQuality
import GRDB
import HJ212
import Ledger
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Telemetry
import Testing

@testable import Gateway

/// A gateway, a ledger and a store, with a device that owes hour data of one series.
private struct GapBench: Sendable {
  static let hourly = SeriesKey(
    point: "p-1", quantity: "pm25", statistic: .mean, windowSeconds: 3_600)
  /// Local midnight of the day of `Gate.now`.
  static let midnight = Gate.now - 10 * 3_600 - 1_200

  let ask: AskBench
  let store: EmbeddedStore
  let backFill: BackFill

  static func open(
    sent hours: [Int], manner: DeviceManner = DeviceManner(answerSeconds: 30, resends: 0),
    body: (GapBench) async throws -> Void
  ) async throws {
    try await AskBench.open(manner: manner) { ask in
      try await ask.ledger.write { db in
        try db.execute(
          sql: """
            INSERT INTO monitoring_point (id, label_zh, label_en, kind, changed_at)
            VALUES ('p-1', '点', 'point', 'other', 1);
            INSERT INTO device_binding (mn, raw_key, cn, point, quantity, statistic, window_s,
              shift, from_at)
            VALUES ('\(Gate.station)', 'a34004-Avg', '2061', 'p-1', 'pm25', 'avg', 3600, 0, 0);
            """)
      }
      let store = try EmbeddedStore(
        path: ask.gate.folder.path("telemetry.sqlite"), utcOffsetSeconds: Gate.offset)
      var limits = BackFill.Limits()
      limits.settledSeconds = 0
      let backFill = BackFill(
        finder: GapFinder(ledger: ask.ledger, store: store, utcOffsetSeconds: Gate.offset),
        ledger: ask.ledger, limits: limits, status: { ask.gate.server.status($0) },
        isCaughtUp: { true }, onAsked: {}, logger: .silent)
      let bench = GapBench(ask: ask, store: store, backFill: backFill)
      try await bench.put(hours)
      try await body(bench)
    }
  }

  /// Hours of the day, as if they had come in.
  func put(_ hours: [Int]) async throws {
    let sequence = try await store.appliedSequence + 1
    let samples = try hours.map { hour in
      let value = try #require(ExactDecimal("35"))
      return StampedSample(
        Sample(
          series: Self.hourly, start: Self.midnight + hour * 3_600, value: value, asSent: value,
          flag: SampleFlag(rawValue: "N")), sequence: sequence, receivedAt: Gate.now)
    }
    _ = try await store.apply(samples, through: sequence)
  }

  func gaps() async throws -> [DeviceGap] {
    try await ask.ledger.read { db in try DeviceGaps.list(mn: Gate.station, in: db) }
  }

  func turn(after seconds: Int = 0) async throws {
    ask.clock.withLockedValue { $0 += seconds }
    try await backFill.turn(now: ask.now)
  }
}

@Suite struct `What a device owes and has not sent` {
  @Test func `is found hour by hour, from the first it ever sent`() async throws {
    try await GapBench.open(sent: [2, 3, 6, 8]) { bench in
      try await bench.turn()
      let gaps = try await bench.gaps()
      // It is 10:20: hour 8 is due, hour 9 may come half an hour late.
      #expect(
        gaps.map { ($0.from - GapBench.midnight) / 3_600 } == [7, 4]
          && gaps.map(\.missing) == [1, 2] && gaps.allSatisfy { $0.state == .open })
      try await bench.turn(after: 3_600)
      #expect(try await bench.gaps().map(\.missing) == [1, 1, 2])
      try await bench.turn(after: 3_600)
      #expect(try await bench.gaps().map(\.missing) == [2, 1, 2])
    }
  }

  @Test func `of a device that never sent anything is nothing`() async throws {
    try await GapBench.open(sent: []) { bench in
      try await bench.turn()
      #expect(try await bench.gaps().isEmpty)
    }
  }

  @Test func `is asked of it and filled by what it sends`() async throws {
    try await GapBench.open(sent: [5, 8]) { bench in
      try await bench.ask.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.ask.gate)
        try await bench.turn()
        let request = try #require(await unit.request())
        #expect(
          request.cn == "2061"
            && request.data == "BeginTime=20210607060000;EndTime=20210607080000")
        #expect(try await bench.gaps().map(\.state) == [.asked])
        try await unit.say("9011", qn: request.qn, "QnRtn=1")
        try await unit.say(
          "2061", qn: "20210607102000777", st: "22", "DataTime=20210607060000;a34004-Avg=35")
        try await unit.say("9012", qn: request.qn, "ExeRtn=1")
        #expect(
          try await happens {
            try await bench.ask.ledger.read { db in
              try DeviceCommands.list(mn: Gate.station, in: db).map(\.state)
            } == [.done]
          })
        #expect(try await bench.ask.gate.stored().contains { $0.contains("CN=2061") })
        try await bench.put([6, 7])
        try await bench.turn(after: 30)
        #expect(try await bench.gaps().map(\.state) == [.filled])
      }
    }
  }

  @Test(arguments: [
    ("9012", "ExeRtn=100", DeviceGap.Reason.noData), ("9011", "QnRtn=8", .refused),
    ("9012", "ExeRtn=6", .failed), ("9012", "ExeRtn=1", .incomplete),
  ])
  func `and cannot be had is marked so`(
    cn: String, data: String, reason: DeviceGap.Reason
  ) async throws {
    try await GapBench.open(sent: [5, 8]) { bench in
      try await bench.ask.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.ask.gate)
        try await bench.turn()
        let request = try #require(await unit.request())
        try await unit.say(cn, qn: request.qn, data)
        #expect(
          try await happens {
            try await bench.turn(after: 10)
            return try await bench.gaps().map(\.state) == [.unavailable]
          })
        #expect(try await bench.gaps().map(\.reason) == [reason])
        let id = try #require(try await bench.gaps().first).id
        let isReopened = try await bench.ask.ledger.write { db in
          try DeviceGaps.reopen(id, by: AskBench.clerk, at: Gate.now, in: db)
        }
        #expect(isReopened)
        try await bench.turn()
        #expect(await unit.request()?.cn == "2061")
      }
    }
  }

  @Test func `is tried again an hour later where the connection ended, three times in all`()
    async throws
  {
    try await GapBench.open(sent: [5] + Array(8...18)) { bench in
      try await bench.ask.asking { _ in
        for attempt in 1...3 {
          let unit = try await AskedUnit.connected(to: bench.ask.gate)
          try await bench.turn()
          #expect(await unit.request()?.cn == "2061")
          try await unit.unit.close()
          #expect(
            try await happens {
              try await bench.turn(after: 6)
              return try await bench.gaps().last?.state == (attempt < 3 ? .open : .unavailable)
            })
          bench.ask.clock.withLockedValue { $0 += 3_600 }
        }
        #expect(try await bench.gaps().last?.reason == .noAnswer)
      }
    }
  }

  @Test func `is left alone where the device may not be asked`() async throws {
    let manner = DeviceManner(mayBeAsked: false)
    try await GapBench.open(sent: [5, 8], manner: manner) { bench in
      try await bench.ask.asking { _ in
        let unit = try await AskedUnit.connected(to: bench.ask.gate)
        try await bench.turn()
        #expect(await unit.request(withinMilliseconds: 100) == nil)
        #expect(try await bench.gaps().map(\.state) == [.open])
      }
    }
  }
}

@Suite struct `A device outside the list` {
  @Test func `that is taken in has what it sent before stored, with its own times`() async throws {
    try await Gate.open(devices: []) { gate in
      let unit = try await Unit.connected(to: gate.port)
      for number in 1...3 { try await unit.send(upload(qn: "2021060710200000\(number)")) }
      try await unit.send(upload(qn: "20210607102000009", pw: "other"))
      #expect(await happens { gate.server.unlistedDevices().first?.count == 4 })
      let stranger = gate.server.unlistedDevices().first
      #expect(stranger?.st == "22" && stranger?.edition == "2017" && stranger?.keptFrames == 4)
      #expect(stranger?.description.contains("other") == false)
      #expect(await gate.server.readmit(Gate.station) == 0)
      gate.directory.withLockedValue { $0 = DeviceDirectory(devices: [Gate.device()]) }
      // The wrong password stays out.
      #expect(await gate.server.readmit(Gate.station) == 3)
      #expect(try await gate.stored().count == 3)
      #expect(gate.server.unlistedDevices().isEmpty)
      #expect(await gate.server.readmit(Gate.station) == 0)
    }
  }
}

@Suite struct `When devices were heard` {
  @Test func `is kept as spans that end when they fall silent`() async throws {
    try await AskBench.open { bench in
      let heard = NIOLockedValueBox(0)
      let keeper = PresenceKeeper(ledger: bench.ledger) {
        let at = heard.withLockedValue { $0 }
        return [
          DeviceStatus(
            mn: Gate.station, isConnected: true, connectedSince: at,
            lastFrameAtMilliseconds: at * 1000, peer: nil, frames: 1, faults: 0),
          DeviceStatus(
            mn: "GONE", isConnected: true, connectedSince: at,
            lastFrameAtMilliseconds: at * 1000, peer: nil, frames: 1, faults: 0),
        ]
      }
      for at in [1_000, 1_060, 1_360, 1_661, 1_700] {
        heard.withLockedValue { $0 = at }
        try await keeper.turn(now: at)
      }
      let spans = try await bench.ledger.read { db in
        try DevicePresence.spans(Gate.station, from: 0, until: 10_000, in: db)
      }
      #expect(spans.map(\.from) == [1_000, 1_661] && spans.map(\.last) == [1_360, 1_700])
    }
  }
}
