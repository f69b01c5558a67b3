import HJ212
import Testing

@testable import Fleet

func frame(_ number: Int, mn: String = "A") throws -> OutgoingFrame {
  try OutgoingFrame(
    Message(
      qn: TimeLabel.requestNumber(epochMilliseconds: number, utcOffsetSeconds: 0), st: "22",
      cn: "2011", pw: "123456", mn: mn, flag: PacketFlag(version: 1, wantsAnswer: true),
      data: [[.init("DataTime", "20210615120000")], [.init("a34004-Rtd", "\(number)")]]))
}

@Suite struct OutboxTests {
  @Test func `the window counts frames until they are acknowledged`() throws {
    var box = Outbox(window: 2)
    box.add(try frame(1))
    box.add(try frame(2))
    #expect(!box.hasRoom)
    #expect(box.take(atMilliseconds: 0).count == 2)
    #expect(!box.hasRoom)
    #expect(box.acknowledge(try frame(1).key))
    #expect(!box.acknowledge(try frame(1).key))
    #expect(box.hasRoom && !box.isEmpty)
  }

  @Test func `an overdue frame is sent again three times, then the link is lost`() throws {
    var box = Outbox(window: 4)
    box.add(try frame(1))
    _ = box.take(atMilliseconds: 0)
    #expect(box.overdue(atMilliseconds: 9999, answerSeconds: 10, resends: 3) == .resend([]))
    for round in 1...3 {
      #expect(
        box.overdue(atMilliseconds: round * 10_000, answerSeconds: 10, resends: 3)
          == .resend([try frame(1)]))
    }
    #expect(box.overdue(atMilliseconds: 40_000, answerSeconds: 10, resends: 3) == .lost)
  }

  @Test func `after a lost link frames go again in their old order`() throws {
    var box = Outbox(window: 4)
    for number in 1...3 { box.add(try frame(number)) }
    _ = box.take(atMilliseconds: 0)
    _ = box.acknowledge(try frame(2).key)
    box.add(try frame(4))
    box.returnFlights()
    #expect(box.take(atMilliseconds: 1) == [try frame(1), try frame(3), try frame(4)])
  }

  @Test func `a frame without number or wish for an answer cannot be delivered`() {
    var message = Message(
      qn: nil, st: "22", cn: "2011", pw: "1", mn: "A",
      flag: PacketFlag(version: 1, wantsAnswer: true))
    #expect(throws: OutgoingFault.unnamed) { try OutgoingFrame(message) }
    message.qn = "20210615120000000"
    message.flag = PacketFlag(version: 1, wantsAnswer: false)
    #expect(throws: OutgoingFault.wantsNoAnswer) { try OutgoingFrame(message) }
  }
}
