import NIOCore
import Seeds
import Testing

@testable import HJ212

private let limits = Exchange.Limits(
  answerMilliseconds: 10_000, resends: 3, resultMilliseconds: 60_000)
private let asked: [Exchange.Effect] = [.send, .wait(milliseconds: 10_000)]

private func exchange(_ statement: Statement) throws -> Exchange {
  try #require(Exchange(statement.form, limits: limits))
}

@Suite struct ExchangeTests {
  @Test func `a request ends with its result`() throws {
    var history = try exchange(.readClock())
    #expect(history.apply(.begun) == asked)
    #expect(history.apply(.answer(.request(.willDo))) == [.wait(milliseconds: 60_000)])
    #expect(history.apply(.data) == [.wait(milliseconds: 60_000)])
    #expect(history.apply(.answer(.result(.done))) == [.end(.done)])
    #expect(history.apply(.silent).isEmpty && history.apply(.begun).isEmpty)
  }

  @Test func `a request is sent again and then given up`() throws {
    var request = try exchange(.readRealTimeInterval)
    #expect(request.apply(.begun) == asked)
    for _ in 0..<3 { #expect(request.apply(.silent) == asked) }
    #expect(request.apply(.silent) == [.end(.unanswered)])
    #expect(request.state == .ended(.unanswered))
  }

  @Test(arguments: Answer.RequestVerdict.allCases.filter { $0 != .willDo })
  func `a refusal ends the request`(verdict: Answer.RequestVerdict) throws {
    var request = try exchange(.calibrate("a21026"))
    _ = request.apply(.begun)
    #expect(request.apply(.answer(.request(verdict))) == [.end(.refused(verdict))])
  }

  @Test(arguments: Answer.ExecutionVerdict.allCases.filter { $0 != .done })
  func `a failure ends the request, also where 9011 was left out`(
    verdict: Answer.ExecutionVerdict
  ) throws {
    var request = try exchange(.calibrate("a21026"))
    _ = request.apply(.begun)
    #expect(request.apply(.answer(.result(verdict))) == [.end(.failed(verdict))])
  }

  @Test func `a unit that says it will and falls silent has given no result`() throws {
    var request = try exchange(.sampleNow("w01018"))
    _ = request.apply(.begun)
    _ = request.apply(.answer(.request(.willDo)))
    #expect(request.apply(.silent) == [.end(.withoutResult)])
  }

  @Test func `a notice ends with 9013 and with nothing else`() throws {
    var notice = try exchange(.endRealTime)
    _ = notice.apply(.begun)
    #expect(notice.apply(.answer(.result(.done))).isEmpty)
    #expect(notice.apply(.data).isEmpty)
    #expect(notice.apply(.answer(.notice)) == [.end(.done)])
  }

  @Test(arguments: [
    ("ST=91;CN=9011;Flag=4;CP=&&QnRtn=2&&", Answer.request(.refused)),
    ("ST=91;CN=9011;Flag=4;CP=&&QnRtn=57&&", .request(.unknown)),
    ("ST=91;CN=9012;Flag=4;CP=&&ExeRtn=100&&", .result(.noData)),
    ("ST=91;CN=9012;Flag=4;CP=&&ExeRtn=8&&", .result(.failed)),
    ("ST=91;CN=9013;Flag=4;CP=&&&&", .notice), ("ST=91;CN=9014;Flag=4;CP=&&&&", .data),
    ("ST=91;CN=9011;Flag=4;CP=&&&&", nil), ("ST=91;CN=2011;Flag=4;CP=&&&&", nil),
  ])
  func `an answer is read`(segment: String, answer: Answer?) throws {
    #expect(Answer(try packet(segment)) == answer)
  }

  @Test func `an answer names its exchange, in the edition of 2005 inside CP`() throws {
    for flag in ["Flag=5;", "Flag=1;", ""] {
      let request = try packet(
        "QN=20210615120000001;ST=32;CN=1011;PW=123456;MN=88888880000001;\(flag)CP=&&&&")
      for answer in [Answer.request(.willDo), .result(.done), .notice, .data] {
        var bytes = ByteBuffer()
        answer.write(to: request, into: &bytes)
        var reader = FrameReader()
        let read = try Packet(try #require(reader.next(in: &bytes)?.frame))
        #expect(read.answeredRequest == "20210615120000001")
        #expect(Answer(read) == answer)
      }
    }
  }
}

@Suite struct PacketAssemblyTests {
  private func message(_ groups: Int) -> Message {
    Message(
      qn: "20210615120000000", st: "31", cn: "2061", pw: "123456", mn: "330604000000000000000001",
      flag: PacketFlag(.of2017, wantsAnswer: true),
      data: [[.init("DataTime", "20210615120000")]]
        + (0..<groups).map {
          [.init("a\(10000 + $0)-Avg", "1.000"), .init("a\(10000 + $0)-Flag", "N")]
        })
  }

  @Test func `packets in any order become the message that was split`() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      let whole = message(Int.random(in: 40...200, using: &random))
      let parts = try whole.split { "2021061512000010\($0)" }
      var assembly = PacketAssembly()
      let order = parts.shuffled(using: &random)
      for part in order.dropLast() {
        guard case .waiting = assembly.add(part) else {
          Issue.record("a part alone is no whole message")
          return
        }
      }
      guard case .whole(var joined) = assembly.add(try #require(order.last)) else {
        Issue.record("the last part makes it whole")
        return
      }
      joined.qn = whole.qn
      #expect(joined == whole)
      #expect(assembly.count == 0)
    }
  }

  @Test func `what is missing is told, and a packet that comes again changes nothing`() throws {
    let parts = try message(60).split { "2021061512000010\($0)" }
    var assembly = PacketAssembly()
    #expect(assembly.add(parts[1]) == .waiting(missing: [1, 3]))
    #expect(assembly.add(parts[1]) == .waiting(missing: [1, 3]))
    #expect(assembly.count == 1)
  }

  @Test func `a message in one packet is whole`() {
    var assembly = PacketAssembly()
    #expect(assembly.add(message(1)) == .whole(message(1)))
  }

  @Test(arguments: [(0, 3), (4, 3), (1, 9999)])
  func `numbers that cannot be are refused`(pno: Int, pnum: Int) {
    var part = message(1)
    part.flag = PacketFlag(.of2017, wantsAnswer: true, isSplit: true)
    part.pno = pno
    part.pnum = pnum
    var assembly = PacketAssembly()
    #expect(assembly.add(part) == .refused)
    #expect(assembly.count == 0)
  }

  @Test func `what is never completed makes room`() {
    var assembly = PacketAssembly(limit: 10)
    for number in 0..<1000 {
      var part = message(1)
      part.mn = "\(number)"
      part.flag = PacketFlag(.of2017, wantsAnswer: true, isSplit: true)
      part.pno = 1
      part.pnum = 2
      _ = assembly.add(part)
      #expect(assembly.count <= 10)
    }
  }
}
