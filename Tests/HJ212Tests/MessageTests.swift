import NIOCore
import Seeds
import Testing

@testable import HJ212

@Suite struct MessageTests {
  @Test func `what is written is what is read`() throws {
    var random = SeededGenerator(seed: 2017)
    for _ in 0..<2000 {
      let message = randomMessage(&random)
      let frame = try message.frame(Quirks(segmentLimit: 9999))
      var reader = FrameReader(settings: .init(segmentLimit: 9999))
      var buffer = frame
      let read = try #require(reader.next(in: &buffer)?.frame)
      #expect(Message(try Packet(read)) == message)
      #expect(read.notes.isEmpty)
    }
  }

  private func randomMessage(_ random: inout SeededGenerator) -> Message {
    func text(_ letters: String, _ count: ClosedRange<Int>) -> String {
      String(
        (0..<Int.random(in: count, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? "0"
        })
    }
    let names = "abcXYZ0129-_"
    let data = (0..<Int.random(in: 0...8, using: &random)).map { _ in
      (0..<Int.random(in: 1...5, using: &random)).map { _ in
        Message.Pair(text(names, 1...9), text(names + "=.#/洗", 0...7))
      }
    }
    func maybe<T>(_ value: T) -> T? { Bool.random(using: &random) ? value : nil }
    return Message(
      qn: maybe(text("0123456789", 17...17)), st: text("0123A", 2...2),
      cn: text("0123456789", 4...4), pw: maybe(text("abc123", 0...6)),
      mn: maybe(text("0123456789ABCDEF", 24...24)),
      flag: maybe(PacketFlag(rawValue: UInt8.random(in: 0...255, using: &random))),
      pnum: maybe(Int.random(in: 1...9999, using: &random)),
      pno: maybe(Int.random(in: 1...9999, using: &random)),
      isBackfill: Bool.random(using: &random), data: data)
  }

  @Test func `the standard's own example is written byte for byte`() throws {
    let message = Message(
      qn: "20160801085857223", st: "32", cn: "1062", pw: "100000", mn: "010000A8900016F000169DC0",
      flag: PacketFlag(version: 1, wantsAnswer: true), data: [[.init("RtdInterval", "30")]])
    #expect(
      try message.frame()
        == ByteBuffer(
          string: "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;"
            + "Flag=5;CP=&&RtdInterval=30&&1C80\r\n"))
  }

  @Test(arguments: ["a;b", "a,b", "a&b", "a\nb", " a"])
  func `text that would break the segment is refused`(text: String) {
    let message = Message(
      qn: nil, st: "22", cn: "2011", pw: text, mn: "M", flag: nil, data: [])
    #expect(throws: MessageFault.forbiddenText(field: "PW", text: text)) { try message.frame() }
  }

  @Test func `a long message is split with one DataTime and a QN for each packet`() throws {
    let data =
      [[Message.Pair("DataTime", "20210615120000")]]
      + (0..<60).map { [.init("a\(10000 + $0)-Avg", "1.000"), .init("a\(10000 + $0)-Flag", "N")] }
    let message = Message(
      qn: "20210615120000000", st: "31", cn: "2061", pw: "123456", mn: "330604000000000000000001",
      flag: PacketFlag(version: 1, wantsAnswer: true), data: data)
    let parts = try message.split { "2021061512000010\($0)" }
    #expect(parts.count == 3)
    #expect(parts.map(\.pno) == [1, 2, 3] && parts.allSatisfy { $0.pnum == 3 })
    #expect(Set(parts.map(\.qn)).count == 3)
    #expect(parts.allSatisfy { $0.flag?.rawValue == 7 && $0.data.first == data[0] })
    #expect(parts.flatMap { $0.data.dropFirst() } == Array(data.dropFirst()))
    for part in parts { #expect(try part.frame().readableBytes <= 1036) }
    #expect(throws: MessageFault.self) { try message.split(limit: 100) { "\($0)" } }
  }

  @Test(arguments: [
    (Answer.data, "CN=9014;", "CP=&&&&"), (.notice, "CN=9013;", "CP=&&&&"),
    (.request(.willDo), "CN=9011;", "CP=&&QnRtn=1&&"),
    (.result(.noData), "CN=9012;", "CP=&&ExeRtn=100&&"),
  ])
  func `an answer of the 2017 edition carries the QN in its header`(
    answer: Answer, cn: String, cp: String
  ) throws {
    let packet = try packet(upload("DataTime=20210615120000;a-Rtd=1"))
    var buffer = ByteBuffer()
    answer.write(to: packet, into: &buffer)
    #expect(
      String(buffer: buffer)
        == framed(
          "QN=20210615120000001;ST=91;\(cn)PW=123456;MN=330604000000000000000001;Flag=4;" + cp))
  }

  @Test(arguments: [
    (Answer.data, "9014", "QN=20210615120000001;CN=2011"),
    (.notice, "9013", "QN=20210615120000001"),
    (.request(.refused), "9011", "QN=20210615120000001;QnRtn=2"),
    (.result(.done), "9012", "QN=20210615120000001;ExeRtn=1"),
  ])
  func `an answer of the 2005 edition carries the QN inside CP`(
    answer: Answer, cn: String, cp: String
  ) throws {
    let packet = try packet(
      "QN=20210615120000001;ST=32;CN=2011;PW=123456;MN=88888880000001;Flag=1;CP=&&&&")
    var buffer = ByteBuffer()
    answer.write(to: packet, into: &buffer)
    #expect(
      String(buffer: buffer)
        == framed("ST=91;CN=\(cn);PW=123456;MN=88888880000001;Flag=0;CP=&&\(cp)&&"))
  }

  /// With a `&&` and four digits that happen to be a CRC the answer would be read as a shorter one.
  @Test(arguments: ["Flag=5", "Flag=1"])
  func `a request number that could end the answer early is not repeated`(flag: String) throws {
    let packet = try packet("QN=2021&&4DC0;ST=22;CN=2011;PW=1;MN=M&&;\(flag);CP=&&&&")
    var buffer = ByteBuffer()
    Answer.notice.write(to: packet, into: &buffer)
    #expect(!String(buffer: buffer).contains("4DC0") && !String(buffer: buffer).contains("MN="))
  }

  @Test func `an answer keeps the version bits of the edition it answers`() throws {
    let packet = try packet("QN=20260615120000001;ST=22;CN=2011;PW=1;MN=M;Flag=9;CP=&&&&")
    var buffer = ByteBuffer()
    Answer.data.write(to: packet, into: &buffer)
    #expect(String(buffer: buffer).contains(";Flag=8;"))
  }
}

@Suite struct CanonicalTests {
  private static let order = ["QN", "ST", "CN", "PW", "MN", "Flag", "PNUM", "PNO", "RF"]

  /// Fields in the standard's order, nothing to be tolerated, and numbers without leading zeros.
  private func isCanonical(_ frame: Frame, _ packet: Packet) -> Bool {
    guard frame.notes.isEmpty, packet.notes.isEmpty, packet.items().notes.isEmpty else {
      return false
    }
    let header = packet.text(Slice(0..<max(0, packet.dataArea.offset - 6)))
    let names = header.split(separator: ";").map { String($0.prefix { $0 != "=" }) }
    var rest = Self.order[...]
    for name in names {
      guard let place = rest.firstIndex(of: name) else { return false }
      rest = rest[(place + 1)...]
    }
    return !header.contains("PNUM=0") && !header.contains("PNO=0")
  }

  @Test(.enabled(if: Vectors.all != nil))
  func `a frame that keeps to the standard is written byte for byte as it came`() throws {
    var count = 0
    for vector in try #require(Vectors.all) {
      for frame in read([vector.bytes]).compactMap(\.frame) {
        guard let packet = try? Packet(frame), isCanonical(frame, packet) else { continue }
        count += 1
        let written = try Message(packet).frame(Quirks(segmentLimit: 9999))
        #expect(written == ByteBuffer(bytes: frame.bytes.readableBytesView + Array("\r\n".utf8)))
      }
    }
    #expect(count >= 60)
  }

  @Test func `what the standard does not name stays as it came`() throws {
    let message = Message(
      try packet("ST=22;CN=2011;Flag=x;Zone=7;ST=23;PNUM=0;RF=2;CP=&&a;b=;=c;d=1&&"))
    #expect(
      message.unknownFields == [
        .init("Flag", "x"), .init("PNUM", "0"), .init("RF", "2"), .init("Zone", "7"),
        .init("ST", "23"),
      ])
    #expect(
      message.data == [[.init("a", nil)], [.init("b", "")], [.init("", "c")], [.init("d", "1")]])
    #expect(Message(try packet(try message.segment())) == message)
  }
}
