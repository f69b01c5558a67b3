import Seeds
import Testing

@testable import HJ212

/// 2021-06-15 12:00:00 in China.
private let noon = 1_623_729_600

private func readings(_ data: String, cn: String = "2011") throws -> [Reading] {
  Array(try packet(upload(data, cn: cn)).content(utcOffsetSeconds: 28_800).readings)
}

@Suite struct ReadingTests {
  @Test func `every value has factor, statistic, text, flag and time`() throws {
    let found = try readings(
      "DataTime=20210615120000;a34004-Min=1,a34004-Avg=2.50,a34004-Max=3,a34004-Cou=9,"
        + "a34004-ZsAvg=2.6,a34004-Flag=N;SB1-RS=1", cn: "2061")
    #expect(found.map(\.key).prefix(2) == ["a34004-Min", "a34004-Avg"])
    #expect(
      found.map(\.statistic) == [.minimum, .mean, .maximum, .total, .mean, .state])
    #expect(found[1].value == "2.50" && found[1].flag == "N")
    #expect(found[5].flag == nil)
    #expect(found.allSatisfy { $0.start == noon && $0.fault == nil })
  }

  @Test(arguments: ["2011", "2021", "2031", "2041", "2051", "2061"])
  func `the data commands carry readings`(cn: String) throws {
    #expect(try readings("DataTime=20210615120000;x-Avg=1", cn: cn).count == 1)
  }

  @Test func `a packet of the 2005 edition carries readings`() throws {
    let packet = try packet(
      "ST=32;CN=2011;PW=123456;MN=88888880000001;CP=&&DataTime=20160824003817;011-Rtd=231.0,"
        + "011-Flag=N;B01-Rtd=36.91&&")
    #expect(packet.isEdition2005)
    let found = packet.content(utcOffsetSeconds: 28_800).readings
    #expect(found.map(\.factor) == ["011", "B01"])
    #expect(found.map(\.flag) == ["N", nil])
  }

  @Test func `a factor's own sampling time comes before DataTime`() throws {
    let found = try readings(
      "DataTime=20210615120000;w01018-SampleTime=20210615110000,w01018-Rtd=4;w01001-Rtd=7")
    #expect(found.map(\.start) == [noon - 3600, noon])
  }

  @Test func `one flag serves all values of a factor, also from another group`() throws {
    let found = try readings(
      "DataTime=20210615120000;100000-Ia=1,100000-Pt=2;b-Rtd=1;100000-Flag=D")
    #expect(found.map(\.flag) == ["D", "D", nil])
  }

  @Test func `a flag without a factor serves values that have none`() throws {
    let found = try readings("DataTime=20210615120000;a-Rtd=92,a-Flag=M;b-Rtd=1;Flag=N")
    #expect(found.map(\.flag) == ["M", "N"])
  }

  @Test(arguments: [
    ("", Reading.Fault.empty), ("NaN", .notANumber), ("-", .notANumber), ("1.2.3", .notANumber),
    (".", .notANumber), ("2.15e2", .exponent), ("-9999", .sentinel), ("-999.00", .sentinel),
    ("1234567890123456789", .tooLong),
  ])
  func `a value that is no measurement is marked and told`(value: String, fault: Reading.Fault)
    throws
  {
    let content = try packet(upload("DataTime=20210615120000;a-Rtd=\(value);b-Rtd=1"))
      .content(utcOffsetSeconds: 28_800)
    #expect(content.readings.map(\.fault) == [fault, nil])
    #expect(content.usableReadings.map(\.factor) == ["b"])
    #expect(content.faults.map(\.kind) == [.value(fault, key: "a-Rtd")])
  }

  @Test(arguments: ["0", "-0.041", "+3", ".5", "7.", "00.00", "-99", "-999999", "-999.01"])
  func `plain decimal text is a value`(value: String) throws {
    #expect(try readings("DataTime=20210615120000;a-Rtd=\(value)").first?.fault == nil)
  }

  @Test func `a key that comes twice is not believed at all`() throws {
    let found = try readings("DataTime=20210615120000;a-Rtd=1,a-Flag=N;a-Rtd=2,a-Flag=D")
    #expect(found.map(\.fault) == [.repeated, .repeated])
  }

  @Test func `flags and repeated keys are found in whatever order they stand`() throws {
    var random = SeededGenerator(seed: 17)
    let factors = ["a", "bc", "a34004", "a-longer-name", "another-longer-name", "SB1"]
    let suffixes = ["Rtd", "ZsRtd", "Flag", "Flag", "Min"]
    for _ in 0..<3000 {
      let items = (0..<Int.random(in: 1...9, using: &random)).map { index in
        let factor = factors.randomElement(using: &random) ?? ""
        let suffix = suffixes.randomElement(using: &random) ?? ""
        return (factor: factor, suffix: suffix, value: suffix == "Flag" ? "F\(index)" : "\(index)")
      }
      let text = items.map { "\($0.factor)-\($0.suffix)=\($0.value)" }.joined(separator: ";")
      let found = try readings("DataTime=20210615120000;" + text)
      let values = items.filter { $0.suffix != "Flag" }
      #expect(found.map(\.value) == values.map(\.value))
      for (reading, item) in zip(found, values) {
        #expect(
          reading.flag == items.first { $0.factor == item.factor && $0.suffix == "Flag" }?.value)
        let alike = values.filter { $0.factor == item.factor && $0.suffix == item.suffix }
        #expect((reading.fault == .repeated) == (alike.count > 1))
      }
    }
  }

  @Test(arguments: [
    "0", "1.5", "12345678", "1234.678", ".5", "5.", "123456789", "-1", "+1.25", "0.000001",
  ])
  func `a plain decimal has no fault`(value: String) {
    #expect(Reading.fault(Array(value.utf8).span, 0..<value.utf8.count) == nil)
  }

  @Test(arguments: [".", "1.2.3", "1:2", "1/2", "12a", "..1", "1 2", "1,5", "\u{0}1", "１"])
  func `what is nearly a decimal is no number`(value: String) {
    #expect(Reading.fault(Array(value.utf8).span, 0..<value.utf8.count) == .notANumber)
  }

  @Test func `readings without DataTime have no time`() throws {
    let content = try packet(upload("a-Rtd=1")).content(utcOffsetSeconds: 28_800)
    #expect(content.faults.map(\.kind) == [.dataTimeAbsent])
    #expect(content.usableReadings.isEmpty)
  }

  @Test(arguments: [
    ("20210228235959", true), ("20210229000000", false), ("20000229000000", true),
    ("20210631120000", false), ("20210615240000", false), ("20210615126000", false),
    ("20210615120060", false), ("19891231235959", false), ("19900101000000", true),
    ("20981231235959", true), ("20990101000000", false), ("2021061512", false),
    ("2021O615120000", false), ("20210615120000123", true), ("2021061512000012", false),
  ])
  func `a time is fourteen digits of a real date in fixed bounds`(text: String, isTime: Bool)
    throws
  {
    let content = try packet(upload("DataTime=\(text);a-Rtd=1")).content(utcOffsetSeconds: 0)
    #expect((content.dataTime != nil) == isTime)
    #expect(content.faults.isEmpty == isTime)
    #expect(content.notes.contains { $0.kind == .timeHasMilliseconds } == (text.count == 17))
  }

  @Test func `times written are times read`() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let epoch = Int.random(in: 631_152_000...4_070_908_000, using: &random)
      let text = Array(TimeLabel.text(epoch: epoch, utcOffsetSeconds: 0).utf8)
      #expect(TimeLabel.seconds(text.span, in: 0..<14) == epoch)
    }
    #expect(
      TimeLabel.requestNumber(epochMilliseconds: noon * 1000 + 7, utcOffsetSeconds: 28_800)
        == "20210615120000007")
  }

  @Test(arguments: [
    ("ST=39;CN=2011;MN=330604000000000000000001;Flag=5", "pw-absent"),
    ("ST=39;CN=2011;PW=1;Flag=5", "mn-absent"),
    ("CN=2011;PW=1;MN=330604000000000000000001;Flag=5", "st-absent"),
    ("ST=39;PW=1;MN=330604000000000000000001;Flag=5", "cn-absent"),
    ("ST=39;CN=2011;PW=1;MN=330604000000000000000001;Flag=256", "flag-invalid"),
    ("ST=39;CN=7777;PW=1;MN=330604000000000000000001;Flag=5", "command-unknown"),
    ("QN=20210631120000000;ST=39;CN=2011;PW=1;MN=330604000000000000000001;Flag=5", "qn-impossible"),
  ])
  func `a header that cannot be believed is told`(header: String, code: String) throws {
    let content = try packet(header + ";CP=&&&&").content(utcOffsetSeconds: 0)
    #expect(content.faults.map(\.code) == [code])
    #expect(content.faults.allSatisfy { !$0.explanation.isEmpty })
  }
}
