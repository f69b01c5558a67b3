import NIOCore
import Testing

@testable import HJ212

private let message = Message(
  qn: "20210615120000001", st: "39", cn: "3020", pw: "123456", mn: "330604000000000000000001",
  flag: PacketFlag(.of2017, wantsAnswer: true),
  data: [[.init("DataTime", "20210615120000")], [.init("i11001-Info", "//清洗管路//")]])

private func read(_ bytes: ByteBuffer, _ quirks: Quirks) -> FrameEvent? {
  var bytes = bytes
  var reader = FrameReader(settings: .init(quirks))
  return reader.next(in: &bytes, atEnd: true)
}

@Suite struct QuirksTests {
  @Test func `a Modbus CRC is written and read where the device has it`() throws {
    let quirks = Quirks(usesModbusCRC: true)
    let frame = try #require(read(try message.frame(quirks), quirks)?.frame)
    #expect(frame.checksum == .modbus)
    try frame.check(quirks)
    #expect(throws: FrameFault.self) { try frame.check(Quirks()) }
    #expect(read(try message.frame(quirks), Quirks())?.fault?.code == "crc-is-modbus")
  }

  @Test func `a length that counts CRC and tail is written and read`() throws {
    let quirks = Quirks(countsTailInLength: true)
    let written = try message.frame(quirks)
    let usual = try message.frame()
    #expect(written.readableBytes == usual.readableBytes)
    let frame = try #require(read(written, quirks)?.frame)
    #expect(frame.notes.map(\.kind) == [.lengthCountsTail])
    #expect(Message(try Packet(frame)) == message)
  }

  @Test func `a segment of the standard's greatest length may count its tail`() throws {
    let quirks = Quirks(countsTailInLength: true)
    var long = message
    long.data[1][0].value = ""
    let room = 1024 - (try long.segment().utf8.count)
    long.data[1][0].value = String(repeating: "x", count: room)
    #expect(read(try long.frame(quirks), quirks)?.frame?.segment.readableBytes == 1024)
  }

  @Test func `a length of three digits is written, read, and ends at 999`() throws {
    let quirks = Quirks(hasThreeDigitLength: true)
    let frame = try #require(read(try message.frame(quirks), quirks)?.frame)
    #expect(frame.notes.map(\.kind) == [.shortLengthField])
    #expect(Message(try Packet(frame)) == message)
    var long = message
    long.data[1][0].value = String(repeating: "x", count: 900)
    #expect(throws: MessageFault.self) { try long.frame(quirks) }
  }

  @Test func `text in GBK is written and read where the device has it`() throws {
    let quirks = Quirks(coding: .gb18030)
    var old = message
    old.coding = .gb18030
    let bytes = try old.frame(quirks)
    #expect(bytes.readableBytes == (try message.frame().readableBytes) - 4)
    let frame = try #require(read(bytes, quirks)?.frame)
    #expect(Message(try Packet(frame, coding: .gb18030)) == old)
    #expect(try Packet(frame, coding: .gb18030).value(of: "i11001-Info") == "//清洗管路//")
  }

  @Test func `bytes that are no text are kept byte by byte`() throws {
    let segment = Array("QN=1;ST=22;CN=3020;MN=M;CP=&&x=".utf8) + [0xC7, 0xE5, 0xFF, 0x80]
    let bytes = segment + Array("&&".utf8)
    let read = Message(try Packet(segment: ByteBuffer(bytes: bytes)))
    #expect(read.coding == .bytes)
    #expect(try read.segmentBytes() == bytes)
  }

  @Test func `values come out in the standard's unit and go back in the device's`() throws {
    let quirks = Quirks(unitShifts: ["a34004": 3])
    let packet = try packet(
      upload("DataTime=20210615120000;a34004-Rtd=23.5,a34004-Cou=7,a34004-Flag=N;a34002-Rtd=60"))
    let statement = try #require(
      Statement(Message(packet), from: .unit, edition: .of2017, quirks: quirks))
    #expect(statement["a34004-Rtd"]?.text == "23500")
    #expect(statement["a34004-Cou"]?.text == "7")
    #expect(statement["a34002-Rtd"]?.text == "60")
    #expect(statement.data(quirks)[1][0].value == "23.5")
  }

  @Test(arguments: TextCoding.allCases)
  func `each coding reads what it writes`(coding: TextCoding) {
    for text in ["", "abc", "é", "清洗管路", "𠀀"] {
      guard let bytes = coding.bytes(text) else {
        #expect(coding == .bytes)
        continue
      }
      #expect(coding.text(bytes) == text)
    }
  }

  @Test(arguments: [[0xC7], [0x81, 0x20], [0xFF, 0xFF]] as [[UInt8]])
  func `half a character is no text`(bytes: [UInt8]) {
    #expect(TextCoding.utf8.text(bytes) == nil)
    #expect(TextCoding.gb18030.text(bytes) == nil)
  }

  @Test func `an answer is written in the device's own way`() throws {
    var bytes = ByteBuffer()
    let quirks = Quirks(usesModbusCRC: true)
    Answer.data.write(
      to: try packet(upload("DataTime=20210615120000;a-Rtd=1")), into: &bytes, quirks: quirks)
    #expect(read(bytes, quirks)?.frame?.checksum == .modbus)
  }
}
