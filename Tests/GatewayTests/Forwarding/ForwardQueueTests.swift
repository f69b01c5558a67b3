import NIOCore
import Testing

@testable import Gateway

@Suite struct `The queue to a platform above` {
  private func frame(_ sequence: Int64, wantsAnswer: Bool = true) -> ForwardFrame {
    ForwardFrame(
      sequence: sequence, mn: "M", qn: "\(sequence)", wantsAnswer: wantsAnswer,
      receivedAt: Int(sequence), bytes: ByteBuffer())
  }

  private func queue(_ sequences: ClosedRange<Int64>, window: Int = 3) -> ForwardQueue {
    var queue = ForwardQueue(limits: .init(window: window), through: 0)
    queue.add(sequences.map { frame($0) }, through: sequences.upperBound)
    return queue
  }

  /// The device has been accepted already.
  private func accepted(_ sequences: ClosedRange<Int64>, window: Int = 3) -> ForwardQueue {
    var queue = ForwardQueue(limits: .init(window: window), through: -1)
    queue.add([frame(0)], through: 0)
    _ = queue.take(atMilliseconds: 0)
    _ = queue.acknowledge(mn: "M", qn: "0")
    queue.add(sequences.map { frame($0) }, through: sequences.upperBound)
    return queue
  }

  @Test func `a device has one frame on its way until one is acknowledged`() {
    var queue = queue(1...5)
    #expect(queue.take(atMilliseconds: 0).map(\.sequence) == [1])
    #expect(queue.take(atMilliseconds: 0).isEmpty)
    #expect(queue.acknowledge(mn: "M", qn: "1") == true)
    #expect(queue.take(atMilliseconds: 0).map(\.sequence) == [2, 3, 4])
  }

  @Test func `no more than the window is on its way, in order`() {
    var queue = accepted(1...5)
    #expect(queue.take(atMilliseconds: 0).map(\.sequence) == [1, 2, 3])
    #expect(queue.take(atMilliseconds: 0).isEmpty)
    #expect(queue.acknowledge(mn: "M", qn: "2") == true)
    #expect(queue.through == 0)
    #expect(queue.take(atMilliseconds: 0).map(\.sequence) == [4])
    #expect(queue.acknowledge(mn: "M", qn: "1") == true)
    #expect(queue.through == 2)
    #expect(queue.acknowledge(mn: "M", qn: "1") == false)
  }

  @Test func `what does not go there is passed over`() {
    var queue = queue(1...1)
    queue.add([], through: 40)
    #expect(queue.through == 0)
    _ = queue.take(atMilliseconds: 0)
    #expect(queue.acknowledge(mn: nil, qn: "1") == true)
    #expect(queue.through == 40)
  }

  @Test func `a frame that wants no answer is done once written`() {
    var queue = ForwardQueue(limits: .init(), through: 0)
    queue.add([frame(1, wantsAnswer: false), frame(2)], through: 2)
    queue.written(queue.take(atMilliseconds: 0))
    #expect(queue.through == 1)
    #expect(queue.acknowledged == 1)
  }

  @Test func `what is overdue is sent again, then the link is lost and all is sent anew`() {
    var queue = accepted(1...2)
    _ = queue.take(atMilliseconds: 0)
    var overdue = queue.overdue(atMilliseconds: 9_999)
    #expect(overdue == .resend([]))
    for time in 1...3 {
      overdue = queue.overdue(atMilliseconds: time * 10_000)
      #expect(overdue == .resend([frame(1), frame(2)]))
    }
    overdue = queue.overdue(atMilliseconds: 40_000)
    #expect(overdue == .lost)
    queue.linkLost()
    #expect(queue.take(atMilliseconds: 41_000).map(\.sequence) == [1])
    #expect(queue.through == 0)
  }

  @Test func `one frame that is passed by is sent twelve times and then set aside`() {
    var queue = accepted(1...2)
    _ = queue.take(atMilliseconds: 0)
    #expect(queue.acknowledge(mn: "M", qn: "2") == true)
    for time in 1...11 {
      let overdue = queue.overdue(atMilliseconds: time * 10_000)
      #expect(overdue == .resend([frame(1)]))
    }
    #expect(queue.takeSettled().isEmpty)
    let overdue = queue.overdue(atMilliseconds: 120_000)
    #expect(overdue == .resend([]))
    #expect(queue.takeSettled().setAside == [1])
    #expect(queue.through == 2)
  }

  private func of(_ mn: String, _ sequence: Int64) -> ForwardFrame {
    ForwardFrame(
      sequence: sequence, mn: mn, qn: "\(sequence)", wantsAnswer: true, receivedAt: 0,
      bytes: ByteBuffer())
  }

  @Test func `devices that the platform passes by stop nobody, and are asked again each minute`() {
    var queue = ForwardQueue(limits: .init(window: 2), through: 0)
    queue.add(
      (1...40).map { of($0 % 4 == 0 ? "good" : "bad-\($0 % 4)", $0) }, through: 40)
    var (now, next) = (0, Int64(41))
    var delivered: [Int64] = []
    var setAside: [Int64] = []
    while now < 600_000 {
      if now % 5_000 == 0 {
        queue.add([of("good", next)], through: next)
        next += 1
      }
      for frame in queue.take(atMilliseconds: now) where frame.mn == "good" {
        _ = queue.acknowledge(mn: frame.mn, qn: frame.qn)
        delivered.append(frame.sequence)
      }
      now += 1_000
      if queue.overdue(atMilliseconds: now) == .lost { queue.linkLost() }
      setAside += queue.takeSettled().setAside
    }
    #expect(delivered == (1...10).map { Int64($0 * 4) } + (41..<next))
    #expect(Set(setAside) == Set((1...40).filter { $0 % 4 != 0 }))
    // Once they are known there, a frame that asks again is enough.
    queue.add([of("bad-1", next), of("bad-1", next + 1)], through: next + 1)
    let asking = queue.take(atMilliseconds: now + 60_000).map(\.sequence)
    #expect(asking == [next])
    #expect(queue.acknowledge(mn: "bad-1", qn: "\(next)") == true)
    queue.add([of("bad-1", next + 2)], through: next + 2)
    #expect(queue.take(atMilliseconds: now + 60_000).map(\.sequence) == [next + 2])
  }

  @Test func `as long as nobody is acknowledged nothing is set aside, and everybody is tried`() {
    var queue = ForwardQueue(limits: .init(window: 2), through: 0)
    queue.add((1...10).map { of("bad-\($0 % 5)", $0) }, through: 10)
    var tried: Set<String> = []
    var now = 0
    while now < 600_000 {
      for frame in queue.take(atMilliseconds: now) { tried.insert(frame.mn) }
      now += 1_000
      if queue.overdue(atMilliseconds: now) == .lost { queue.linkLost() }
    }
    #expect(tried.count == 5)
    #expect(queue.takeSettled().isEmpty)
    #expect(queue.through == 0)
  }

  @Test func `what was set aside is tried once more when asked for`() {
    var queue = accepted(5...5)
    queue.retry([frame(2), frame(3)])
    #expect(queue.through == 4)
    #expect(queue.take(atMilliseconds: 0).map(\.sequence) == [2])
    #expect(queue.acknowledge(mn: "M", qn: "2") == true)
    #expect(queue.takeSettled() == ForwardQueue.Settled(recovered: [2]))
    #expect(queue.take(atMilliseconds: 0).map(\.sequence) == [3, 5])
  }

  @Test func `an answer belongs to the oldest frame of its number, whoever sent it`() {
    var queue = ForwardQueue(limits: .init(), through: 0)
    queue.add([frame(1), of("N", 2)], through: 2)
    _ = queue.take(atMilliseconds: 0)
    #expect(queue.acknowledge(mn: "N", qn: "2") == true)
    #expect(queue.count == 1)
    #expect(queue.acknowledge(mn: "X", qn: "1") == false)
    #expect(queue.acknowledge(mn: nil, qn: "1") == true)
    #expect(queue.through == 2)
  }
}
