import ActionPlan
import AirQuality
import Testing

@testable import Detection

/// Samples do not come in the order of their time; what is claimed must not depend on that.
struct OrderTests {
  static let atOnce = Stage(afterSeconds: 0, action: .tellFacility)

  @Test(arguments: [true, false])
  func `two samples of one second are judged together, whichever comes first`(first: Bool) {
    // In the same second treatment stops and production stops: nothing to claim.
    var stream = MachineStream(MachineStream.pair, stages: [Self.atOnce])
    stream.send(0, 50, 30)
    if first {
      stream.send(60, 1, nil)
      stream.send(60, nil, 1)
    } else {
      stream.send(60, nil, 1)
      stream.send(60, 1, nil)
    }
    #expect(stream.events == [])
  }

  @Test(arguments: [true, false])
  func `two conditions that begin in one second begin one episode`(first: Bool) {
    var stream = MachineStream(MachineStream.pair, stages: [Self.atOnce])
    stream.send(0, 1, 30)
    if first {
      stream.send(60, 50, nil)
      stream.send(60, nil, 1)
    } else {
      stream.send(60, nil, 1)
      stream.send(60, 50, nil)
    }
    stream.send(60, 50, 1)
    #expect(stream.events == [.reached(0, start: 60, at: 60)])
  }

  @Test func `a stage waits until every condition has been seen for so long`() {
    var stream = MachineStream(MachineStream.pair)
    stream.sendEachMinute(0...4, 50, 1)
    stream.send(300, 50, nil)
    #expect(stream.events == [])
    stream.send(310, nil, 1)
    #expect(stream.events == [.reached(0, start: 0, at: 300)])
  }

  @Test func `samples that overtake each other by seconds are put in order`() {
    var ordered = MachineStream(MachineStream.over100)
    var shuffled = MachineStream(MachineStream.over100)
    let times = Array(stride(from: 0, through: 1200, by: 20))
    for time in times { ordered.send(time, time == 400 ? 50 : 150) }
    for pair in stride(from: 0, to: times.count - 1, by: 2) {
      for time in [times[pair + 1], times[pair]] { shuffled.send(time, time == 400 ? 50 : 150) }
    }
    shuffled.send(1200, 150)
    func starts(_ stream: MachineStream) -> [Int] {
      stream.events.compactMap { event in
        if case .reached(_, let start, _, _, _) = event { start } else { nil }
      }
    }
    #expect(starts(ordered) == [0, 420])
    #expect(starts(shuffled) == starts(ordered))
    #expect(shuffled.events.contains(.ended(start: 0, at: 400)))
  }

  @Test func `a revision of the newest sample takes its place`() {
    var stream = MachineStream(MachineStream.over100)
    stream.sendEachMinute(0...4, 150)
    stream.send(300, 50)
    #expect(stream.events == [])
    stream.send(300, 150)
    #expect(stream.events == [.reached(0, start: 0, at: 300)])
  }

  @Test func `back-fill that ends in live data opens its case live`() {
    var stream = MachineStream(MachineStream.pair)
    // Fifteen minutes arrive at once; of those the first five count as late.
    stream.sendEachMinute(0...5, 50, 1, late: true)
    stream.sendEachMinute(6...14, 50, 1)
    stream.sendEachMinute(15...16, 50, 1)
    #expect(
      stream.events == [
        .reached(0, start: 0, at: 300, late: true), .reached(1, start: 0, at: 900),
      ])
  }

  @Test func `back-fill in order opens findings marked late`() {
    var stream = MachineStream(MachineStream.pair)
    stream.sendEachMinute(0...20, 50, 1, late: true)
    #expect(
      stream.events == [
        .reached(0, start: 0, at: 300, late: true), .reached(1, start: 0, at: 900, late: true),
      ])
  }

  @Test(arguments: [true, false])
  func `two devices that send their back-fill one after the other are judged side by side`(
    productionFirst: Bool
  ) {
    var stream = MachineStream(MachineStream.pair, gap: 300)
    let production = { (stream: inout MachineStream) in stream.sendEachMinute(0...40, 50) }
    let treatment = { (stream: inout MachineStream) in
      stream.sendEachMinute(0...1, nil, 30)
      stream.sendEachMinute(2...22, nil, 1)
      stream.sendEachMinute(23...40, nil, 30)
    }
    if productionFirst {
      production(&stream)
      treatment(&stream)
    } else {
      treatment(&stream)
      production(&stream)
    }
    #expect(
      stream.events.prefix(2) == [
        .reached(0, start: 120, at: 420), .reached(1, start: 120, at: 1020),
      ]
    )
    #expect(stream.events.last == .ended(start: 120, at: 1380))
    #expect(stream.events.count == 3)
  }

  @Test func `back-fill behind live data claims late and leaves the live episode alone`() {
    var stream = MachineStream(MachineStream.over100, gap: 300)
    stream.sendEachMinute(0...6, 150)
    stream.sendEachMinute(60...62, 150)
    let before = stream.machine.memory[.live]
    stream.events = []
    // Between them the instrument was offline; now it sends what it kept.
    stream.sendEachMinute(10...40, 150, late: true)
    stream.sendEachMinute(41...50, 20, late: true)
    #expect(stream.machine.memory[.live] == before)
    #expect(
      stream.events == [
        .reached(stage: 0, start: 600, at: 900, isLate: true, lane: .late),
        .reached(stage: 1, start: 600, at: 1500, isLate: true, lane: .late),
        .ended(start: 600, at: 2460),
      ])
    stream.events = []
    stream.sendEachMinute(63...65, 150)
    #expect(stream.events == [.reached(0, start: 3600, at: 3900)])
  }

  @Test func `late back-fill of one condition is judged with what live saw of the other`() {
    var stream = MachineStream(MachineStream.pair, gap: 300)
    stream.sendEachMinute(0...1, 50, 30)
    stream.sendEachMinute(2...39, 50)
    stream.sendEachMinute(40...41, 50, 30)
    stream.events = []
    stream.sendEachMinute(2...20, nil, 1, late: true)
    #expect(
      stream.events == [
        .reached(stage: 0, start: 120, at: 420, isLate: true, lane: .late),
        .reached(stage: 1, start: 120, at: 1020, isLate: true, lane: .late),
      ])
  }

  @Test func `back-fill of what live saw already claims nothing twice`() {
    var stream = MachineStream(MachineStream.over100)
    stream.sendEachMinute(0...20, 150)
    stream.events = []
    stream.sendEachMinute(3...18, 150, late: true)
    #expect(stream.events == [])
  }

  @Test func `back-fill that closes the gap in time lets the episode go on`() {
    var stream = MachineStream(MachineStream.pair, gap: 300)
    stream.sendEachMinute(0...6, 50, 1)
    stream.sendEachMinute(7...16, 50)
    #expect(stream.events.last == .ended(start: 0, at: 360))
    stream.events = []
    stream.sendEachMinute(7...16, nil, 1)
    #expect(stream.events == [.resumed(start: 0), .reached(1, start: 0, at: 900)])
  }
}
