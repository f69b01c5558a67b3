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

  @Test func `no more than the window is on its way, in order`() {
    var queue = queue(1...5)
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
    var queue = queue(1...2)
    _ = queue.take(atMilliseconds: 0)
    #expect(queue.overdue(atMilliseconds: 9_999) == .resend([]))
    for time in 1...3 {
      #expect(queue.overdue(atMilliseconds: time * 10_000) == .resend([frame(1), frame(2)]))
    }
    #expect(queue.overdue(atMilliseconds: 40_000) == .lost)
    queue.linkLost()
    #expect(queue.take(atMilliseconds: 41_000).map(\.sequence) == [1, 2])
    #expect(queue.overdue(atMilliseconds: 51_000) == .resend([frame(1), frame(2)]))
  }

  @Test func `a frame that is passed by is sent twelve times and then set aside`() {
    var queue = queue(1...2)
    _ = queue.take(atMilliseconds: 0)
    #expect(queue.acknowledge(mn: "M", qn: "2") == true)
    for time in 1...11 {
      #expect(queue.overdue(atMilliseconds: time * 10_000) == .resend([frame(1)]))
    }
    var aside = queue.takeSetAside()
    #expect(aside == [])
    #expect(queue.overdue(atMilliseconds: 120_000) == .resend([]))
    aside = queue.takeSetAside()
    #expect(aside == [1])
    #expect(queue.through == 2)
  }

  @Test func `an answer belongs to the oldest frame of its number, whoever sent it`() {
    var queue = ForwardQueue(limits: .init(), through: 0)
    let other = ForwardFrame(
      sequence: 2, mn: "N", qn: "1", wantsAnswer: true, receivedAt: 0, bytes: ByteBuffer())
    queue.add([frame(1), other], through: 2)
    _ = queue.take(atMilliseconds: 0)
    #expect(queue.acknowledge(mn: "N", qn: "1") == true)
    #expect(queue.count == 1)
    #expect(queue.acknowledge(mn: "X", qn: "1") == false)
    #expect(queue.acknowledge(mn: nil, qn: "1") == true)
    #expect(queue.through == 2)
  }
}
