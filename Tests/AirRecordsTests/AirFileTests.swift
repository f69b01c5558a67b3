import AirQuality
import Foundation
import Testing

@testable import AirRecords

struct AirFileTests {
  /// Writes a table and reads it.
  private func read(_ text: String, _ options: AirFileOptions = AirFileOptions()) throws -> AirFile
  {
    try read(bytes: Array(text.utf8), options)
  }

  private func read(bytes: [UInt8], _ options: AirFileOptions = AirFileOptions()) throws -> AirFile
  {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    try Data(bytes).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    var options = options
    options.keepsPublished = true
    return try AirFile.read(path.path, options: options)
  }

  @Test func `a wide table of hours becomes series of its places`() throws {
    let file = try read(
      """
      city,date,hour,station,AQI,level,primary_pollutant,PM2.5,CO
      绍兴,2020-03-26,18,A,60,良,细颗粒物(PM2.5),43,0.5
      绍兴,2020-03-26,19,A,,,,,0.55
      绍兴,2020-03-27,0,B,20,优,—,14,
      """)
    #expect(file.isHourly)
    #expect(file.places.map(\.title) == ["绍兴 A", "绍兴 B"])
    let first = file.places[0]
    #expect(first.hours[.pm25]?[18] == ExactDecimal(43))
    #expect(first.hours[.co]?[19] == ExactDecimal(55, scale: 2))
    #expect(first.hours[.pm25]?.firstDay == CalendarDay(year: 2020, month: 3, day: 26))
    #expect(first.published.map(\.aqi) == [60])
    #expect(first.published[0].primary == ["细颗粒物(PM2.5)"])
    #expect(file.places[1].published[0].primary == [])
    #expect((file.rowCount, file.valueCount, file.emptyCount, file.badCount) == (3, 4, 2, 0))
  }

  @Test func `a long table and a table of days are read by their headers`() throws {
    let long = try read(
      "时间\t站点\t污染物\t浓度\t单位\n2021-06-01 08:00\tA\tPM10\t70\tug/m3\n2021-06-01 08:00\tA\t一氧化碳\t700\tug/m3\n"
    )
    #expect(long.places[0].hours[.pm10]?[8] == ExactDecimal(70))
    #expect(long.places[0].hours[.co]?[8] == ExactDecimal(7, scale: 1))
    #expect(long.repeatCount == 0)
    let days = try read("日期;城市;PM2.5;O3_8h;O3\n2021/6/1;绍兴;25;150;180\n2021/6/3;绍兴;26;140;150\n")
    #expect(!days.isHourly)
    let shaoxing = days.places[0]
    #expect(shaoxing.title == "绍兴")
    #expect(shaoxing.days[.o3]?[0] == ExactFraction(150))
    #expect(shaoxing.days[.pm25]?[1] == nil)
    #expect(shaoxing.days[.pm25]?[2] == ExactFraction(26))
  }

  @Test func `a wide table of hours gives the wind in m/s and degrees`() throws {
    let file = try read(
      """
      date,hour,station,PM2.5,WSPM,wd
      2021-06-01,0,A,10,1.25,NNE
      2021-06-01,1,A,10,0,静风
      2021-06-01,2,A,10,2,西西北风
      2021-06-01,3,A,10,121,360
      2021-06-01,4,A,10,-1,361
      2021-06-01,5,A,10,x,North
      2021-06-01,6,A,10,NA,NA
      2021-06-02,0,A,10,,135.5
      2021-06-02,0,B,10,,
      """)
    let wind = try #require(file.places[0].wind)
    #expect(wind.speed.dayCount == 2)
    #expect(wind.direction.dayCount == 2)
    #expect((0..<4).map { wind.speed[$0] } == [ExactDecimal("1.25"), .zero, ExactDecimal(2), nil])
    #expect(
      [0, 1, 2, 3, 24].map { wind.direction[$0] } == [
        ExactDecimal("22.5"), nil, ExactDecimal("292.5"), ExactDecimal(360), ExactDecimal("135.5"),
      ])
    #expect(file.places[1].wind == nil)
    #expect(
      file.badRows.map { $0.description.replacing(file.path, with: "f") } == [
        "f:5: WSPM is 121; no wind blows so hard; write m/s",
        "f:6: WSPM is \"-1\"; write m/s, at least 0, or nothing where there is none",
        "f:6: wd is \"361\"; write degrees from 0 to 360, or N, NNE, NE … or 北, 北东北, 东北 …",
        "f:7: WSPM is \"x\"; write m/s, at least 0, or nothing where there is none",
        "f:7: wd is \"North\"; write degrees from 0 to 360, or N, NNE, NE … or 北, 北东北, 东北 …",
      ])
    let days = try read("date,station,PM2.5,风速(m/s)\n2021-06-01,A,10,2\n")
    #expect(days.places[0].wind == nil)
    #expect(throws: AirFileError.self) {
      try read("date,hour,PM2.5,风速(km/h)\n2021-06-01,1,10,2\n")
    }
  }

  @Test func `rows without anything, midnights of days and long decimals do not disturb`() throws {
    let file = try read(
      "date,hour,PM2.5,CO\n2021-06-01 00:00:00,1,35.583333333333336,0.0333333333333333\n,,,\n")
    #expect(file.badRows == [])
    #expect(file.rowCount == 1)
    #expect(file.places[0].hours[.pm25]?[1] == ExactDecimal(355_833, scale: 4))
    #expect(file.places[0].hours[.co]?[1] == ExactDecimal(333, scale: 4))
    #expect(try read("date,hour,CO\n2021-06-01 08:00,1,1\n").badCount == 1)
  }

  @Test func `what a bad row says is left out and told with its place and remedy`() throws {
    let file = try read(
      "date,hour,PM2.5,AQI\n2021-02-30,1,10,5\n2021-06-01,24,10,5\n2021-06-01,1,ten,5\n2021-06-01,2,-5,x\n2021-06-01,3,999999,7\n2021-06-01,4,12,9\n"
    )
    #expect(
      file.badRows.map { $0.description.replacing(file.path, with: "f") } == [
        "f:2: date is \"2021-02-30\"; write a day as 2021-06-01",
        "f:3: hour is \"24\"; write 0 to 23, or say that hours are ends",
        "f:4: PM2.5 is \"ten\"; write a number, or nothing where there is none",
        "f:5: PM2.5 is -5; a concentration is at least 0; leave an invalid one out",
        "f:5: AQI is \"x\"; write a whole index from 0 to 500",
        "f:6: PM2.5 is 999999; no instrument measures so much; check the unit",
      ])
    #expect(file.badCount == 6)
    #expect(file.places[0].hours[.pm25]?[4] == ExactDecimal(12))
  }

  @Test func `a row that comes twice is a repeat, one that differs a correction that holds`() throws
  {
    let file = try read(
      "date,hour,PM2.5\n2021-06-01,1,10\n2021-06-01,1,10.0\n2021-06-01,2,20\n2021-06-01,2,21\n")
    #expect((file.repeatCount, file.correctionCount) == (1, 1))
    #expect(file.places[0].hours[.pm25]?[2] == ExactDecimal(21))
  }

  @Test func `hours labelled by their end belong to the hour before`() throws {
    var options = AirFileOptions()
    options.hoursAreEnds = true
    let file = try read(
      "date,hour,PM2.5\n2021-06-01,1,10\n2021-06-01,24,11\n2021-06-02,0,12\n", options)
    let hours = try #require(file.places[0].hours[.pm25])
    #expect(hours[0] == ExactDecimal(10))
    // Label 0 of a day is label 24 of the day before; the later row corrects it.
    #expect(hours[23] == ExactDecimal(12))
    #expect(hours.dayCount == 1)
  }

  @Test(arguments: [
    ("2021-06-01 08:00", 8), ("2021-06-01T08:59:59", 8), ("2021/6/1 8:00", 8),
    ("2021-6-1 08:00", 8),
    ("20210601 08:00", 8), ("2021-06-01", 0), ("2021-06-01 24:00", 24), (" 2021-06-01 08:00 ", 8),
    ("2021-02-30 08:00", nil), ("2021-13-01 08:00", nil), ("2021-06-01 25:00", nil),
    ("2021-06-01x08:00", nil), ("1821-06-01 08:00", nil), ("2021-06-0108:00:00", nil),
  ])
  func `a time is read in any of its writings, or complained of`(text: String, hour: Int?) throws {
    let file = try read("datetime,PM2.5\n2021-06-01 00:30,1\n\(text),70\n2021-06-02 23:00,1\n")
    #expect(file.badCount == (hour == nil ? 1 : 0))
    let hours = try #require(file.places[0].hours[.pm25])
    #expect((0..<47).filter { hours[$0] == ExactDecimal(70) } == [hour].compactMap(\.self))
  }

  @Test func `a byte order mark, quotes, line ends and GB 18030 do not disturb`() throws {
    let file = try read(
      "\u{FEFF}date,station,PM2.5\r\n2021-06-01,\"A, \"\"old\"\"\",\"25\"\r\n\r\n")
    #expect(file.places[0].title == "A, \"old\"")
    #expect(file.places[0].days[.pm25]?[0] == ExactFraction(25))
    // "站点" in GBK
    let gbk: [UInt8] =
      Array("date,".utf8) + [0xD5, 0xBE, 0xB5, 0xE3] + Array(",PM2.5\n2021-06-01,".utf8)
      + [0xC9, 0xDC, 0xD0, 0xCB] + Array(",25\n".utf8)
    #expect(try read(bytes: gbk).places.map(\.title) == ["绍兴"])
  }

  @Test func `a table that says nothing is refused with the names it has`() {
    #expect(throws: AirFileError.self) { try read("") }
    #expect(throws: AirFileError.self) { try read("a,b\n1,2\n") }
    #expect(throws: AirFileError.self) { try read("date,a\n2021-06-01,2\n") }
    #expect(throws: AirFileError.self) { try read("date,PM2.5,pm25\n2021-06-01,2,3\n") }
    #expect(throws: AirFileError.self) { try AirFile.read("/nowhere/at/all.csv") }
  }

  @Test func `any bytes are read or refused, none is a trap`() throws {
    let table = Array("city,date,hour,station,AQI,PM2.5,CO\n绍,2020-03-26,18,\"A\",60,43,0.5\n".utf8)
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<3_000 {
      var bytes = table
      for _ in 0...random(4) {
        switch random(3) {
        case 0: bytes[random(bytes.count)] = UInt8(random(256))
        case 1: bytes.remove(at: random(bytes.count))
        default: bytes.insert(UInt8(random(256)), at: random(bytes.count))
        }
      }
      _ = try? read(bytes: bytes)
    }
    _ = try? read("date,PM2.5\n9999-12-31,1\n0001-01-01,2\n")
  }
}
