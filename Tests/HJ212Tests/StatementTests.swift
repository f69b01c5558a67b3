import NIOCore
import Testing

@testable import HJ212

@Suite struct StatementTests {
  @Test(arguments: CommandForm.all)
  func `what any command says is read as it was written, whatever the device's quirks`(
    form: CommandForm
  ) throws {
    var made = RandomStatements(seed: UInt64(form.command.rawValue))
    for _ in 0..<60 {
      let edition = form.editions.upperBound
      let statement = made.statement(form)
      let (envelope, quirks) = (made.envelope(edition), made.quirks())
      let message = Message(statement, in: envelope, quirks: quirks)
      var frame = try message.frame(quirks)
      var reader = FrameReader(settings: .init(quirks))
      let read = try #require(reader.next(in: &frame)?.frame)
      try read.check(quirks)
      let again = Message(try Packet(read, coding: quirks.coding))
      #expect(again == message)
      #expect(
        Statement(again, from: form.sender, edition: edition, quirks: quirks) == statement)
    }
  }

  @Test(arguments: CommandForm.all)
  func `what the forms allow is no deviation in each of their editions`(form: CommandForm) throws {
    var made = RandomStatements(seed: 7)
    for edition in Edition.allCases where form.editions.contains(edition) {
      var statement = made.statement(form)
      statement.groups.removeAll { $0.contains { $0.key.hasPrefix("x") } }
      let message = Message(statement, in: made.envelope(edition))
      let packet = try packet(try message.segment())
      // Surface-water stations are read as of 2017.
      guard packet.edition == edition else { continue }
      let faults = packet.formFaults(from: form.sender).filter {
        if case .repeated = $0.kind { false } else { true }
      }
      #expect(faults.isEmpty, "\(faults)")
    }
  }

  @Test(arguments: [
    (Statement.setTimeouts(answerSeconds: 5, resends: 3), "1000", "OverTime=5;ReCount=3"),
    (.readClock(of: "w01018"), "1011", "PolId=w01018"),
    (
      .setClock(of: "w01018", to: 1_470_041_937), "1012",
      "PolId=w01018;SystemTime=20160801085857"
    ),
    (.readRealTimeInterval, "1061", ""),
    (.setRealTimeInterval(seconds: 30), "1062", "RtdInterval=30"),
    (.readMinuteInterval, "1063", ""), (.setMinuteInterval(minutes: 10), "1064", "MinInterval=10"),
    (.setPassword("654321"), "1072", "NewPW=654321"),
    (.setPassword("654321", in: .of2005), "1072", "PW=654321"),
    (.beginRealTime, "2011", ""), (.endRealTime, "2012", ""), (.beginStates, "2021", ""),
    (.endStates, "2022", ""), (.calibrate("a21026"), "3011", "PolId=a21026"),
    (.sampleNow("w01018"), "3012", "PolId=w01018"), (.rinse("w01018"), "3013", "PolId=w01018"),
    (.compare("w01018"), "3014", "PolId=w01018"), (.keepSample, "3015", ""),
    (
      .setSamplingPeriod("w01018", start: "000000", hours: 2), "3016",
      "PolId=w01018;CstartTime=000000;Ctime=2"
    ),
    (.readSamplingPeriod("w01018"), "3017", "PolId=w01018"),
    (.readResultMinutes("w01018"), "3018", "PolId=w01018"),
    (.readSerial("w01018"), "3019", "PolId=w01018"),
    (.readInformation("i12001", of: "w01018"), "3020", "PolId=w01018;InfoId=i12001"),
    (
      .setParameter("i13004", of: "w01018", to: "168.0"), "3021",
      "PolId=w01018;InfoId=i13004;i13004-Info=168.0"
    ),
  ])
  func `a request of the centre is written as Appendix C of HJ 212-2017 shows it`(
    statement: Statement, cn: String, data: String
  ) throws {
    let envelope = Envelope(
      qn: "20160801085857223", st: "32", pw: "123456", mn: "010000A8900016F000169DC0",
      edition: .of2017)
    let segment = try Message(statement, in: envelope).segment()
    #expect(
      segment == "QN=20160801085857223;ST=32;CN=\(cn);PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
        + "CP=&&\(data)&&")
  }

  @Test func `history is asked of the commands that have a history`() throws {
    let statement = try #require(Statement.history(.hour, from: 1_470_009_600, to: 1_470_096_000))
    #expect(statement.time("BeginTime") == 1_470_009_600)
    #expect(statement.time("EndTime") == 1_470_096_000)
    #expect(Statement.history(.realTime, from: 0, to: 1) == nil)
  }

  @Test func `values that are not as the command asks for stay text`() throws {
    let packet = try packet(
      "QN=20210615120000001;ST=22;CN=1061;PW=1;MN=M;Flag=4;CP=&&RtdInterval=030;More&&")
    let statement = try #require(
      Statement(Message(packet), from: .unit, edition: packet.edition))
    #expect(statement["RtdInterval"] == .text("030"))
    #expect(statement["More"] == FieldValue.none)
    #expect(statement.data().map { $0.map(\.value) } == [["030"], [nil]])
  }

  @Test(arguments: [
    ("CN=1062;PW=1;MN=M;Flag=5;CP=&&RtdInterval=29&&", FormFault.Kind.notOfThisSide),
    ("CN=1061;PW=1;MN=M;Flag=5;CP=&&&&", .missing(key: "RtdInterval")),
    (
      "CN=1061;PW=1;MN=M;Flag=5;CP=&&RtdInterval=29&&",
      .value(key: "RtdInterval", text: "29", .number(30...3600))
    ),
    ("CN=1061;PW=1;MN=M;Flag=5;CP=&&RtdInterval=30;Zone=1&&", .unexpected(key: "Zone")),
    (
      "CN=1061;PW=1;MN=M;Flag=5;CP=&&RtdInterval=30;RtdInterval=60&&", .repeated(key: "RtdInterval")
    ),
    ("CN=1063;PW=1;MN=M;Flag=0;CP=&&MinInterval=10&&", .notInEdition(.of2005)),
    (
      "CN=2011;PW=1;MN=M;Flag=5;CP=&&DataTime=20210615250000;a34004-Rtd=1&&",
      .value(key: "DataTime", text: "20210615250000", .time)
    ),
  ])
  func `what a unit says otherwise than its command asks for is named`(
    segment: String, kind: FormFault.Kind
  ) throws {
    let faults = try packet("QN=20210615120000001;ST=22;" + segment).formFaults(from: .unit)
    #expect(faults.map(\.kind) == [kind])
  }

  @Test func `a deviation tells its byte and its clause`() throws {
    let faults = try packet(upload("DataTime=20210615120000;a34004-Rtd=x")).formFaults(from: .unit)
    let fault = try #require(faults.first)
    #expect(fault.clause == "HJ 212-2017 C.14, C.25, C.29")
    #expect(
      fault.byteOffset == upload("DataTime=20210615120000;a34004-Rtd=x").utf8.count - 3)
  }
}
