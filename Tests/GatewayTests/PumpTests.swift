import AirQuality
import Foundation
import Gateway
import HJ212
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import Telemetry
import Testing

@Suite struct `The inbox pump` {
  @Test func `it turns bound values into samples, exactly, in the quantity's unit`() async throws {
    try await Bench.open { bench in
      try await bench.receive(
        upload(qn: "20210607102000001"),
        upload(
          qn: "20210607102000002", cn: "2061",
          "DataTime=20210607090000;a21005-Avg=1234.50,a21005-Flag=T"),
        upload(qn: "20210607102000003", cn: "2021", "DataTime=20210607101500;SB1-RS=1"))
      #expect(await bench.applied(through: 3))
      let samples = bench.consumed.samples.map(\.sample)
      #expect(
        samples == [
          Sample(
            series: Bench.fine, start: Gate.now - 300, value: ExactDecimal(355, scale: 1),
            asSent: ExactDecimal(355, scale: 1), flag: SampleFlag(rawValue: "N")),
          Sample(
            series: Bench.hourly, start: Gate.now - 4_800, value: ExactDecimal(12345, scale: 4),
            asSent: ExactDecimal(123450, scale: 2), flag: SampleFlag(rawValue: "T")),
          Sample(
            series: Bench.fan, start: Gate.now - 300, value: ExactDecimal(1),
            asSent: ExactDecimal(1), flag: SampleFlag(rawValue: "")),
        ])
      #expect(samples[1].asSent.description == "1234.50")
      #expect(bench.latest.value(Bench.fine)?.value == ExactDecimal(355, scale: 1))
      #expect(try await bench.store.raw(Bench.hourly, from: 0, until: .max, limit: 9).count == 1)
    }
  }

  @Test func `it hands on frames without samples as arrivals, in inbox order`() async throws {
    try await Bench.open { bench in
      for number in 1...9 {
        try await bench.receive(upload(qn: "2021060710200000\(number)", "DataTime=20210607101500"))
      }
      #expect(await bench.applied(through: 9))
      #expect(bench.consumed.arrivals.map(\.sequence) == Array(1...9))
      #expect(bench.consumed.arrivals.allSatisfy { $0.mn == Gate.station && $0.cn == "2011" })
    }
  }

  @Test func `it counts keys that nothing is bound to`() async throws {
    try await Bench.open { bench in
      try await bench.receive(
        upload(qn: "20210607102000001", "DataTime=20210607101500;a34002-Rtd=61,a34002-Flag=N"),
        upload(qn: "20210607102000002", "DataTime=20210607101600;a34002-Rtd=62,a34002-Flag=N"))
      #expect(await bench.applied(through: 2))
      let keys = bench.pump.unboundKeys(mn: Gate.station)
      #expect(keys.map(\.rawKey) == ["a34002-Rtd"])
      #expect(keys.first?.count == 2)
      #expect(keys.first?.lastValue == "62")
      #expect(bench.pump.unboundKeys(mn: "other").isEmpty)
    }
  }

  @Test(arguments: [
    ("DataTime=20210607101500;a34004-Rtd=much", "value-not-a-number"),
    ("DataTime=20210607101500;a34004-Rtd=", "value-empty"),
    ("DataTime=20210607101500;a34004-Rtd=1e3", "value-with-exponent"),
    ("DataTime=20211307101500;a34004-Rtd=1", "time-impossible"),
    ("DataTime=20210609101500;a34004-Rtd=1", "time-in-future"),
    ("a34004-Rtd=1", "data-time-absent"),
  ])
  func `content it cannot believe is flagged and makes no sample`(cp: String, code: String)
    async throws
  {
    try await Bench.open { bench in
      try await bench.receive(upload(qn: "20210607102000001", cp))
      #expect(await bench.applied(through: 1))
      #expect(bench.consumed.samples.isEmpty)
      #expect(bench.pump.flaggedContents(mn: Gate.station).map(\.code) == [code])
      #expect(bench.pump.flaggedContents().first?.sequence == 1)
    }
  }

  @Test func `a faulty data area is flagged and makes no sample`() async throws {
    try await Bench.open { bench in
      try await bench.receive(
        framed(
          "QN=20210607102000001;ST=22;CN=2011;PW=123456;MN=\(Gate.station);Flag=5;"
            + "CP=&&DataTime=20210607101500;a34004-Rtd=1"))
      #expect(await bench.applied(through: 1))
      #expect(bench.consumed.samples.isEmpty)
      #expect(bench.pump.flaggedContents().map(\.code) == ["data-area-not-closed"])
    }
  }

  @Test func `a time far ahead of its arrival is flagged, kept, and not the latest`() async throws {
    try await Bench.open { bench in
      let time = TimeLabel.text(epoch: Gate.now + 601, utcOffsetSeconds: Gate.offset)
      try await bench.receive(
        upload(qn: "20210607102000001", "DataTime=20210607101500;a34004-Rtd=1"),
        upload(qn: "20210607102000002", "DataTime=\(time);a34004-Rtd=2"))
      #expect(await bench.applied(through: 2))
      #expect(bench.consumed.samples.count == 2)
      #expect(bench.pump.flaggedContents().map(\.code) == ["clock-ahead"])
      #expect(bench.latest.value(Bench.fine)?.value == ExactDecimal(1))
    }
  }

  @Test func `what waits is told, and a step that fails for long is told as stuck`() async throws {
    let consumed = Consumed()
    consumed.refuseNext(4)
    let complaints = Complaints()
    try await Bench.open(
      consumed: consumed, stuckAfter: .milliseconds(300), logger: complaints.logger
    ) { bench in
      #expect(!bench.pump.isStuck)
      try await bench.receive(upload(qn: "20210607102000001"))
      #expect(await happens { bench.pump.waitingFrames == (0, 1) })
      #expect(await happens { bench.pump.isStuck })
      #expect(await bench.applied(through: 1))
      #expect(await happens { !bench.pump.isStuck })
      #expect(bench.pump.waitingFrames == (0, 0))
      #expect(complaints.count == 1, "a step that fails four times in two seconds is logged once")
    }
  }

  @Test func `a good value beside a bad one is kept`() async throws {
    try await Bench.open { bench in
      try await bench.receive(
        upload(
          qn: "20210607102000001", "DataTime=20210607101500;a34002-Rtd=x;a34004-Rtd=7,a34004-Flag=N"
        ))
      #expect(await bench.applied(through: 1))
      #expect(bench.consumed.samples.map(\.sample.value) == [ExactDecimal(7)])
    }
  }

  @Test func `an unexpected system code is flagged, its values are kept`() async throws {
    try await Bench.open { bench in
      try await bench.receive(upload(qn: "20210607102000001", st: "31"))
      #expect(await bench.applied(through: 1))
      #expect(bench.consumed.samples.count == 1)
      #expect(bench.pump.flaggedContents().map(\.code) == ["st-unexpected"])
    }
  }

  @Test(arguments: [(600, false), (601, true)])
  func `a sample that ended more than ten minutes before it arrived is late`(
    age: Int, isLate: Bool
  ) async throws {
    try await Bench.open { bench in
      let time = TimeLabel.text(epoch: Gate.now - age, utcOffsetSeconds: Gate.offset)
      try await bench.receive(upload(qn: "20210607102000001", "DataTime=\(time);a34004-Rtd=1"))
      #expect(await bench.applied(through: 1))
      #expect(bench.consumed.samples.map(\.isLate) == [isLate])
    }
  }

  @Test func `another value for the same moment is a revision`() async throws {
    try await Bench.open { bench in
      for (number, value) in [(1, "1"), (2, "1"), (3, "2")] {
        try await bench.receive(
          upload(
            qn: "2021060710200000\(number)", "DataTime=20210607101500;a34004-Rtd=\(value)"))
      }
      #expect(await bench.applied(through: 3))
      #expect(bench.consumed.samples.map(\.outcome) == [.new, .repeated, .revision])
      let kept = try await bench.store.revisions(Bench.fine, start: Gate.now - 300)
      #expect(kept.map(\.value) == [ExactDecimal(1), ExactDecimal(2)])
    }
  }
}

/// Counts lines of level error.
private final class Complaints: Sendable {
  private let lines = NIOLockedValueBox(0)
  var count: Int { lines.withLockedValue { $0 } }
  var logger: Logger { Logger(label: "test") { _ in Handler(lines: self.lines) } }

  private struct Handler: LogHandler {
    let lines: NIOLockedValueBox<Int>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.error
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { lines.withLockedValue { $0 += 1 } }
  }
}
