import NIOCore
import Testing

@testable import HJ212

/// A unit as the standard wants it, with the bad manners of a test.
private struct SimulatedUnit {
  enum Manner: Hashable {
    case silentToRequests, skips9011, wrongQN, takesAnyPassword, takesAnything, neverResends
    case clockOff, lengthCountsTail, unknownKey, hangsUp
  }

  var manners: Set<Manner>
  private(set) var unacknowledged: ByteBuffer?
  private let pw = "123456"
  private let mn = "330604000000000000000001"
  var now: Int

  init(_ manners: Set<Manner>, at now: Int) {
    self.manners = manners
    self.now = now
  }

  private var local: String { TimeLabel.text(epoch: now / 1000, utcOffsetSeconds: 28_800) }

  private func frame(
    _ qn: String, _ cn: String, _ data: [[Message.Pair]], st: String = "22", flag: UInt8
  )
    -> ByteBuffer
  {
    let message = Message(
      qn: qn, st: st, cn: cn, pw: pw, mn: mn, flag: PacketFlag(rawValue: flag), data: data)
    let quirks = Quirks(countsTailInLength: manners.contains(.lengthCountsTail))
    return (try? message.frame(quirks)) ?? ByteBuffer()
  }

  mutating func upload() -> ByteBuffer {
    var data: [[Message.Pair]] = [
      [.init("DataTime", local)], [.init("a34004-Rtd", "23"), .init("a34004-Flag", "N")],
    ]
    if manners.contains(.unknownKey) { data.append([.init("Zone", "7")]) }
    let bytes = frame(local + "001", "2011", data, flag: 5)
    unacknowledged = bytes
    return bytes
  }

  /// What it sends for what it got.
  mutating func received(_ bytes: ByteBuffer) -> [ByteBuffer] {
    var bytes = bytes
    var reader = FrameReader(settings: .init(segmentLimit: 1024, acceptsModbusCRC: true))
    let event = reader.next(in: &bytes, atEnd: true)
    guard let frame = event?.frame, let packet = try? Packet(frame) else {
      // A broken CRC: the careless unit looks at the text all the same.
      return manners.contains(.takesAnything) ? results("20210615120000001", [[]]) : []
    }
    guard let command = packet.command?.rawValue, let qn = packet.qn else { return [] }
    switch command {
    case 9014:
      unacknowledged = nil
      return []
    case 9013: return []
    case 2012, 2022: return [self.frame(qn, "9013", [], st: "91", flag: 4)]
    default: return answers(to: packet, command, qn)
    }
  }

  private func answers(to packet: Packet, _ command: UInt16, _ qn: String) -> [ByteBuffer] {
    if manners.contains(.silentToRequests) { return [] }
    if packet.pw != pw, !manners.contains(.takesAnyPassword) { return [verdict(qn, 3)] }
    switch command {
    case 1011:
      let seconds = now / 1000 + (manners.contains(.clockOff) ? 900 : 0)
      let time = TimeLabel.text(epoch: seconds, utcOffsetSeconds: 28_800)
      return results(qn, [[.init("SystemTime", time)]], cn: "1011")
    case 1061: return results(qn, [[.init("RtdInterval", "60")]], cn: "1061")
    case 1063: return results(qn, [[.init("MinInterval", "10")]], cn: "1063")
    case 1000, 1012, 1062, 1064, 2011, 2021: return results(qn, [[]])
    case 2031, 2051, 2061:
      return [
        verdict(qn, 1), self.frame(qn, "9012", [[.init("ExeRtn", "100")]], st: "91", flag: 4),
      ]
    default: return manners.contains(.takesAnything) ? results(qn, [[]]) : [verdict(qn, 8)]
    }
  }

  private func verdict(_ qn: String, _ code: Int) -> ByteBuffer {
    let named = manners.contains(.wrongQN) ? "20200101000000000" : qn
    return frame(named, "9011", [[.init("QnRtn", "\(code)")]], st: "91", flag: 4)
  }

  private func results(_ qn: String, _ data: [[Message.Pair]], cn: String? = nil) -> [ByteBuffer] {
    var frames = manners.contains(.skips9011) ? [] : [verdict(qn, 1)]
    if let cn { frames.append(frame(local + "777", cn, data, flag: 4)) }
    return frames + [frame(qn, "9012", [[.init("ExeRtn", "1")]], st: "91", flag: 4)]
  }
}

/// Lets bench and unit talk, a second at a time, until the bench has finished.
private func report(_ manners: Set<SimulatedUnit.Manner>, set: Bool = false) -> BenchReport {
  var now = 1_623_729_600_000
  var unit = SimulatedUnit(manners, at: now)
  var bench = DeviceBench(steps: BenchStep.allCases.filter { set || !$0.changesSettings })
  var reader = FrameReader(settings: .init(segmentLimit: 9999, acceptsModbusCRC: true))
  var stream = ByteBuffer()
  var effects = bench.connected(atMilliseconds: now)
  var due: Int?
  for second in 0..<2000 {
    var incoming: [ByteBuffer] = []
    for effect in effects {
      switch effect {
      case .send(let bytes): incoming += unit.received(bytes)
      case .wait(let milliseconds): due = now + milliseconds
      case .finished: return bench.report
      }
    }
    effects = []
    now += 1000
    unit.now = now
    if manners.contains(.hangsUp), second == 5 {
      bench.disconnected()
      return bench.report
    }
    // It reports twice a minute and sends again after five seconds.
    if second % 30 == 0 { incoming.append(unit.upload()) }
    if second % 30 == 5, !manners.contains(.neverResends), let again = unit.unacknowledged {
      incoming.append(again)
    }
    for bytes in incoming { stream.writeImmutableBuffer(bytes) }
    while let event = reader.next(in: &stream) {
      effects += bench.received(event, atMilliseconds: now)
    }
    if effects.isEmpty, let moment = due, moment <= now {
      due = nil
      effects = bench.silent(atMilliseconds: now)
    }
  }
  Issue.record("the bench never finishes")
  return bench.report
}

@Suite struct DeviceBenchTests {
  @Test(arguments: [false, true])
  func `a unit that keeps to the standard has no deviation`(set: Bool) {
    let report = report([], set: set)
    #expect(report.isClean, "\(report.lines(in: .english).joined(separator: "\n"))")
    #expect(report.steps.map(\.step) == BenchStep.allCases.filter { set || !$0.changesSettings })
    #expect(report.steps.filter { $0.verdict == .noData }.count == 3)
    #expect(report.mn == "330604000000000000000001" && report.edition == .of2017)
  }

  @Test(arguments: [
    (SimulatedUnit.Manner.silentToRequests, "no-answer", BenchStep.readClock),
    (.skips9011, "no-9011", .readClock), (.takesAnyPassword, "not-refused", .wrongPassword),
    (.takesAnything, "not-refused", .unknownCommand),
    (.neverResends, "not-sent-again", .withheldAnswer), (.hangsUp, "link-lost", .readClock),
  ])
  fileprivate func `bad manners are told, and their step deviates`(
    manner: SimulatedUnit.Manner, code: String, step: BenchStep
  ) {
    let report = report([manner])
    #expect(report.findings.contains { $0.code == code })
    if manner != .hangsUp {
      #expect(report.steps.first { $0.step == step }?.verdict == .deviating)
    }
    #expect(!report.isClean || manner == .hangsUp)
  }

  @Test(arguments: [
    (SimulatedUnit.Manner.wrongQN, "answer-of-other-qn"), (.clockOff, "clock-off"),
    (.lengthCountsTail, "length-counts-crc-and-tail"), (.unknownKey, "item-unexpected"),
  ])
  fileprivate func `a deviation is told once with how often it was seen`(
    manner: SimulatedUnit.Manner, code: String
  ) {
    let found = report([manner]).findings.filter { $0.code == code }
    #expect(!found.isEmpty)
    if manner == .unknownKey || manner == .lengthCountsTail {
      #expect(found.count == 1 && (found.first?.count ?? 0) > 1)
      #expect(found.first?.frame == 1 && found.first?.byteOffset != nil)
    }
  }

  @Test func `the report is told in Chinese and in English with clause, frame and byte`() {
    let report = report([.lengthCountsTail, .unknownKey])
    let chinese = report.lines(in: .chinese).joined(separator: "\n")
    #expect(chinese.contains("数据段长度多算了 6"))
    #expect(chinese.contains("HJ 212-2017 6.3、表 2；第 1 包；第 2 字节（从 0 起）"))
    #expect(chinese.contains("CN=2011：Zone 不是该命令的项"))
    let english = report.lines(in: .english).joined(separator: "\n")
    #expect(english.contains("HJ 212-2017 6.3, table 2; frame 1; byte 2 (from 0)"))
    #expect(english.contains("CN=2011: Zone is no item of the command"))
  }

  @Test func `a unit that never speaks is told to be named`() {
    var bench = DeviceBench(steps: [.readClock])
    #expect(bench.connected(atMilliseconds: 0) == [.wait(milliseconds: 60_000)])
    #expect(bench.silent(atMilliseconds: 60_000) == [.finished])
    #expect(bench.report.findings.map(\.code) == ["says-nothing"])
    #expect(bench.report.steps.map(\.verdict) == [.skipped])
  }

  @Test(arguments: Note.Kind.allCases)
  func `every note has a Chinese text and a clause`(kind: Note.Kind) {
    let note = Note(kind, at: 0)
    #expect(note.chinese.unicodeScalars.contains { $0.value >= 0x4E00 })
    #expect(note.clause.hasPrefix("HJ 212-2017"))
  }
}
