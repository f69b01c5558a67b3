import AirQuality
import Gateway
import Telemetry
import Testing

@Suite struct `Exactly once` {
  private func sent(_ numbers: ClosedRange<Int>) -> [String] {
    numbers.map { number in
      upload(
        qn: "2021060710200\(1_000 + number)",
        "DataTime=202106071015\(format(number));a34004-Rtd=\(number)")
    }
  }

  private func format(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test func `what was stored and consumed is neither stored nor handed over again`() async throws {
    let folder = Folder()
    let consumed = Consumed()
    for startAfter in [0, 20] as [Int64] {
      try await Bench.open(folder: folder, startAfter: startAfter, consumed: consumed) { bench in
        for frame in sent(1...20) { try await bench.receive(frame) }
        #expect(await bench.applied(through: 20))
        #expect(try await bench.store.counts().samples == 20)
      }
    }
    #expect(consumed.arrivals.map(\.sequence) == Array(1...20))
  }

  @Test func `what the consumer missed is handed over again, as it was the first time`()
    async throws
  {
    let folder = Folder()
    let first = Consumed()
    try await Bench.open(folder: folder, consumed: first) { bench in
      for frame in sent(1...20) { try await bench.receive(frame) }
      #expect(await bench.applied(through: 20))
    }
    let second = Consumed()
    try await Bench.open(folder: folder, startAfter: 12, consumed: second) { bench in
      #expect(await bench.applied(through: 20))
      let counts = try await bench.store.counts()
      #expect(counts.samples == 20)
      #expect(counts.revisions == 0)
    }
    #expect(second.samples == first.samples.filter { $0.sequence > 12 })
    #expect(second.arrivals.map(\.sequence) == Array(13...20))
  }

  @Test func `frames that waited in the inbox are carried on at the next start`() async throws {
    let folder = Folder()
    try await Gate.open(folder: folder) { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(sent(1...9).flatMap { Array($0.utf8) })
      #expect(await unit.answers(9).count == 9)
    }
    try await Bench.open(folder: folder) { bench in
      #expect(await bench.applied(through: 9))
      #expect(bench.consumed.samples.map(\.sample.value) == (1...9).map { ExactDecimal($0) })
    }
  }

  @Test func `a consumer that fails is asked again with the same batch`() async throws {
    let consumed = Consumed()
    consumed.refuseNext(2)
    try await Bench.open(consumed: consumed) { bench in
      for frame in sent(1...3) { try await bench.receive(frame) }
      #expect(await bench.applied(through: 3))
      #expect(consumed.arrivals.map(\.sequence) == [1, 2, 3])
      #expect(try await bench.store.counts().samples == 3)
    }
  }

  @Test func `storing goes on while the consumers fail, and they miss nothing`() async throws {
    let consumed = Consumed()
    consumed.refuseNext(.max)
    try await Bench.open(consumed: consumed) { bench in
      for frame in sent(1...9) { try await bench.receive(frame) }
      #expect(await happens { bench.pump.waitingFrames == (0, 9) })
      #expect(bench.latest.value(Bench.fine)?.value == ExactDecimal(9))
      #expect(consumed.batches.isEmpty)
      consumed.refuseNext(0)
      #expect(await bench.applied(through: 9))
      #expect(consumed.arrivals.map(\.sequence) == Array(1...9))
      #expect(consumed.samples.map(\.outcome) == Array(repeating: .new, count: 9))
      for frame in sent(10...12) { try await bench.receive(frame) }
      #expect(await bench.applied(through: 12))
    }
    #expect(consumed.arrivals.map(\.sequence) == Array(1...12))
  }

  @Test func `a store that was restored from an older copy catches up without the consumer`()
    async throws
  {
    let folder = Folder()
    let consumed = Consumed()
    try await Gate.open(folder: folder) { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(sent(1...9).flatMap { Array($0.utf8) })
      #expect(await unit.answers(9).count == 9)
    }
    try await Bench.open(folder: folder, startAfter: 6, consumed: consumed) { bench in
      #expect(await bench.applied(through: 9))
      let counts = try await bench.store.counts()
      #expect(counts.samples == 9)
    }
    #expect(consumed.arrivals.map(\.sequence) == [7, 8, 9])
  }
}
