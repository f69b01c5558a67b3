import HJ212
import Testing

@Suite struct `A request by name` {
  /// 2021-06-07 10:20:00 of the unit's clock.
  private let local = 1_623_061_200

  @Test(arguments: [
    ("set-interval", ["seconds": "60"], "1062", "RtdInterval=60"),
    ("set-clock", [:], "1012", "SystemTime=20210607102000"),
    (
      "set-clock", ["factor": "a34004", "time": "20210607000000"], "1012",
      "PolId=a34004;SystemTime=20210607000000"
    ),
    (
      "history-hours", ["from": "20210606000000", "to": "20210607000000"], "2061",
      "BeginTime=20210606000000;EndTime=20210607000000"
    ),
    (
      "set-parameter", ["factor": "a34004", "information": "i13001", "value": "1.05"], "3021",
      "PolId=a34004;InfoId=i13001;i13001-Info=1.05"
    ),
    ("change-password", ["password": "abc123"], "1072", "NewPW=abc123"),
    ("stop-realtime", [:], "2012", ""),
  ])
  func `becomes the standard's command`(
    name: String, values: [String: String], cn: String, data: String
  ) throws {
    let request = try #require(UnitRequest.named(name))
    let statement = try request.statement(values, in: .of2017, at: local)
    let text = statement.data().map { $0.map { "\($0.key)=\($0.value ?? "")" }.joined() }
    #expect(String(statement.form.command.rawValue) == cn)
    #expect(text.joined(separator: ";") == data)
  }

  @Test func `is one of at least one edition, and every name is there once`() {
    for request in UnitRequest.all {
      #expect(Edition.allCases.contains { request.form(in: $0) != nil }, "\(request.name)")
      #expect(!request.chinese.isEmpty && !request.english.isEmpty)
    }
    #expect(Set(UnitRequest.all.map(\.name)).count == UnitRequest.all.count)
  }

  @Test func `of another edition is written as that edition has it, or not at all`() throws {
    let password = try #require(UnitRequest.named("change-password"))
    let old = try password.statement(["password": "abc123"], in: .of2005, at: local)
    #expect(old.groups == [[Statement.Entry("PW", .text("abc123"))]])
    let minutes = try #require(UnitRequest.named("get-minute-interval"))
    #expect(throws: UnitRequestFault.notInEdition("get-minute-interval", .of2005)) {
      try minutes.statement([:], in: .of2005, at: local)
    }
    let realTime = try #require(UnitRequest.named("history-realtime"))
    #expect(realTime.form(in: .of2017) == nil && realTime.form(in: .of2025) != nil)
  }

  @Test(arguments: [
    ("set-interval", [:], UnitRequestFault.missing("set-interval", "seconds")),
    ("set-interval", ["seconds": "29"], .badValue("set-interval", "seconds", .number(30...3600))),
    ("set-interval", ["seconds": "60", "x": "1"], .unknownParameter("set-interval", "x")),
    ("get-clock", ["factor": "a;b"], .badValue("get-clock", "factor", .factor)),
    (
      "change-password", ["password": "abcdefg"],
      .badValue("change-password", "password", .password)
    ),
    (
      "history-days", ["from": "20210607000000", "to": "20210606000000"],
      .emptyPeriod("history-days")
    ),
    (
      "history-days", ["from": "20210631000000", "to": "20210706000000"],
      .badValue("history-days", "from", .time)
    ),
  ])
  func `is refused where what goes with it is wrong`(
    name: String, values: [String: String], fault: UnitRequestFault
  ) throws {
    let request = try #require(UnitRequest.named(name))
    #expect(throws: fault) { try request.check(values) }
    #expect(!fault.description.isEmpty)
  }

  @Test(arguments: [";", ",", "&&", "=", "\r\n", "\u{0}", String(repeating: "x", count: 201)])
  func `never lets a value end its field`(text: String) throws {
    let request = try #require(UnitRequest.named("set-parameter"))
    #expect(throws: UnitRequestFault.self) {
      try request.check(["factor": "a34004", "information": "i13001", "value": "1" + text])
    }
  }
}
