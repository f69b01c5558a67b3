import NIOCore
import Seeds
import Testing

@testable import HJ212

@Suite struct PacketTests {
  @Test func `fields are read by name in any order`() throws {
    let packet = try packet(
      "CN=2051;MN=ABC;Flag=7;PNO=2;PNUM=3;RF=1;PW=1;ST=22;QN=20210615120000001;Zone=x;CP=&&&&")
    #expect(packet.command == .minute)
    #expect(packet.mn == "ABC")
    #expect(packet.pno == 2 && packet.pnum == 3 && packet.rf == "1")
    #expect(packet.flag == PacketFlag(version: 1, wantsAnswer: true, isSplit: true))
    #expect(packet.unknownFields.map { packet.text($0.key) } == ["Zone"])
  }

  @Test func `a missing semicolon before CP is tolerated`() throws {
    let packet = try packet("ST=32;CN=2041;PW=1;MN=A;Flag=5CP=&&&&")
    #expect(packet.flag?.rawValue == 5)
    #expect(packet.notes.map(\.kind) == [.separatorMissingBeforeCP])
  }

  @Test func `a comma between header fields is tolerated`() throws {
    let packet = try packet("QN=20210615120000001,ST=32;CN=2041;PW=1;MN=A;Flag=5;CP=&&&&")
    #expect(packet.st == "32")
    #expect(packet.notes.map(\.kind) == [.commaInHeader])
  }

  @Test func `of a field that comes twice the first is taken`() throws {
    let packet = try packet("MN=A;MN=B;CP=&&&&")
    #expect(packet.mn == "A")
    #expect(packet.notes.map(\.kind) == [.headerFieldRepeated])
  }

  @Test(arguments: [
    ("QN=1;ST=22", FrameFault.Reason.noDataArea), ("ST=22;CP=&&a=1", .dataAreaNotClosed),
    ("ST=22;CP=&&", .dataAreaNotClosed), ("ST=22;CP=&&&", .dataAreaNotClosed), ("", .noDataArea),
  ])
  func `a segment without a closed data area is rejected`(
    segment: String, reason: FrameFault.Reason
  ) {
    let fault = #expect(throws: FrameFault.self) { try packet(segment) }
    #expect(fault?.reason == reason)
    #expect(fault?.byteOffset == segment.utf8.count)
  }

  @Test(arguments: [
    ("QN=1;ST=22;CN=2011;MN=A;Flag=5", "no-data-area"),
    ("QN=1;ST=22;CN=2011;MN=A;Flag=5;CP=&&", "data-area-not-closed"),
    ("QN=1;ST=22;CN=2011;MN=A;Flag=5;CP=&&DataTime=2021", "data-area-not-closed"),
  ])
  func `the header is read also where the data area is faulty`(segment: String, code: String) throws
  {
    let frame = try #require(read([Array(framed(segment).utf8)]).first?.frame)
    let packet = Packet(headerOf: frame)
    #expect(packet.dataAreaFault?.code == code)
    #expect(packet.qn == "1" && packet.mn == "A" && packet.command == .realTime)
    #expect(packet.wantsAnswer)
    #expect(packet.notes.isEmpty)
  }

  @Test func `a value may hold an equals sign and a factor a minus`() throws {
    let packet = try packet(upload("DataTime=20210615120000;a-b-Rtd=5;CCID=a=b"))
    let items = packet.items().items
    #expect(packet.text(items[2].key) == "CCID")
    #expect(items[2].value.map(packet.text) == "a=b")
    let reading = try #require(packet.content(utcOffsetSeconds: 0).readings.first)
    #expect(reading.factor == "a-b" && reading.suffix == "Rtd")
  }

  @Test func `a closing semicolon, blanks and commas for semicolons are tolerated`() throws {
    let packet = try packet(
      upload(" BeginTime=20210615120000,EndTime=20210615130000;x=1 ;", cn: "2051"))
    let cut = packet.items()
    #expect(cut.items.map { packet.text($0.key) } == ["BeginTime", "EndTime", "x"])
    #expect(
      Set(cut.notes.map(\.kind)) == [.blankInData, .commaForSemicolon, .separatorBeforeClosing])
  }

  @Test(arguments: [
    ("BeginTime=1,EndTime=2", 1), ("DataTime =1,a-Rtd=2", 1), ("DataTime,a-Rtd=2", 1),
    ("a-Rtd=2,DataTime=1;b-Rtd=3,b-Flag=N", 1), ("a-Rtd=2,a-Flag=N;DataTime=1", 0),
    ("DataTime=1;a-Rtd=2,a-SampleTime=3", 0), ("x,DataTime=1,y", 2),
  ])
  func `a comma beside a whole packet's time is noted`(data: String, count: Int) throws {
    let notes = try packet(upload(data)).items().notes
    #expect(notes.filter { $0.kind == .commaForSemicolon }.count == count)
  }

  @Test func `a key that comes several times is several items`() throws {
    let packet = try packet(upload("PolId=101,CTime=04,CTime=10", cn: "3014"))
    #expect(packet.items().items.map { packet.text($0.key) } == ["PolId", "CTime", "CTime"])
  }

  @Test(arguments: [
    (ShortName.qn, "QN"), (ShortName.st, "ST"), (ShortName.cn, "CN"), (ShortName.pw, "PW"),
    (ShortName.mn, "MN"), (ShortName.flag, "Flag"), (ShortName.pnum, "PNUM"),
    (ShortName.pno, "PNO"), (ShortName.rf, "RF"), (ShortName.opening, "CP=&&"),
    (ShortName.rtd, "Rtd"), (ShortName.avg, "Avg"), (ShortName.min, "Min"),
    (ShortName.max, "Max"), (ShortName.cou, "Cou"), (ShortName.rs, "RS"), (ShortName.rt, "RT"),
    (ShortName.zsRtd, "ZsRtd"), (ShortName.zsAvg, "ZsAvg"), (ShortName.zsMin, "ZsMin"),
    (ShortName.zsMax, "ZsMax"), (ShortName.zsCou, "ZsCou"), (ShortName.zsRS, "ZsRS"),
    (ShortName.zsRT, "ZsRT"), (ShortName.eFlag, "EFlag"), (ShortName.info, "Info"),
    (ShortName.sn, "SN"), (ShortName.upValue, "UpValue"),
  ])
  func `a short name is the name's bytes and their number`(name: UInt64, text: String) {
    let bytes = Array(text.utf8)
    #expect(bytes.span.shortName(0..<bytes.count) == name)
  }

  @Test func `marks are found wherever they stand`() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        [0x3B, 0x3D, 0x2C, 0x2D, 0x61, 0x00, 0xFF, 0xBB, 0x3C, 0x2E].randomElement(
          using: &random) ?? 0 as UInt8
      }
      let start = Int.random(in: 0...bytes.count, using: &random)
      let end = Int.random(in: start...bytes.count, using: &random)
      var marks = MarkScan(from: start, to: end)
      var found: [Int] = []
      while true {
        let place = marks.next(in: bytes.span)
        if place == end { break }
        found.append(place)
      }
      #expect(found == (start..<end).filter { [0x3B, 0x3D, 0x2C, 0x2D].contains(bytes[$0]) })
    }
  }
}
