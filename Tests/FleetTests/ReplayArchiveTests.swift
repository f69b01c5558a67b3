import Foundation
import HJ212
import Testing

@testable import Fleet

private let cities = """
  city,date,hour,station,AQI,level,primary_pollutant,PM2.5,PM10,SO2,NO2,CO,O3_1h,O3_8h
  绍兴,2020-03-27,0,市环保站,136,轻度污染,,104,221,8,61,1.30,5,
  绍兴,2020-03-26,18,市环保站,136,轻度污染,,104,221,,61,1.30,5,
  绍兴,2020-03-26,18,市环保站,90,良,,70,,,,,,
  绍兴,2020-03-26,18,拱墅,,,,,,,,,,
  绍兴,2020-03-26,18,老站,,,,,,,,,,83

  """

private let beijing = """
  No,year,month,day,hour,PM2.5,PM10,SO2,NO2,CO,O3,TEMP,PRES,DEWP,RAIN,wd,WSPM,station
  1,2013,3,1,0,6,NA,4,8.5,300,81,-0.5,1024.5,-21.4,0,NNW,5.7,Tiantan
  2,2013,3,1,1,NA,NA,NA,NA,NA,NA,-0.8,1025.1,-22.1,0,NW,3.9,Tiantan

  """

private func file(_ text: String, _ name: String = "a.csv") throws -> String {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let url = folder.appendingPathComponent(name)
  try Data(text.utf8).write(to: url)
  return url.path
}

@Suite struct ReplayArchiveTests {
  @Test func `rows come in order of time, with values as in the file, doubled ones too`() throws {
    let archive = try ReplayArchive.read([try file(cities)])
    #expect(archive.rowCount == 5 && archive.emptyCount == 1)
    #expect(archive.stations.map(\.name) == ["绍兴/市环保站", "绍兴/拱墅", "绍兴/老站"])
    #expect(archive.rows.map(\.repetition) == [0, 1, 0, 0])
    #expect(archive.rows.map(\.station) == [0, 0, 2, 0])
    let message = archive.message(archive.rows[0], password: "pw")
    // The label names the end of the hour; HJ 212 labels the start.
    #expect(message.data[0][0].value == "20200326170000")
    #expect(
      message.data.dropFirst().map { $0[0] } == [
        .init("a34004-Avg", "104"), .init("a34002-Avg", "221"), .init("a21004-Avg", "61"),
        .init("a21005-Avg", "1.30"), .init("a05024-Avg", "5"),
      ])
    #expect(message.st == "22" && message.cn == "2061" && message.pw == "pw")
  }

  @Test func `doubled rows have QNs of their own, the same in every run`() throws {
    let archive = try ReplayArchive.read([try file(cities)])
    let numbers = archive.rows.map { archive.message($0, password: "").qn }
    #expect(numbers[0] == "20200326180000000" && numbers[1] == "20200326180000001")
  }

  @Test func `a label that names the start moves nothing`() throws {
    let archive = try ReplayArchive.read([try file(cities)], label: .start)
    #expect(archive.message(archive.rows[0], password: "").data[0][0].value == "20200326180000")
  }

  @Test func `missing values of the Beijing archive are left out`() throws {
    let archive = try ReplayArchive.read([try file(beijing)])
    #expect(archive.rowCount == 2 && archive.emptyCount == 1 && archive.rows.count == 1)
    let message = archive.message(archive.rows[0], password: "")
    #expect(
      message.data.dropFirst().map { $0[0].value } == ["6", "4", "8.5", "300", "81"])
  }

  @Test func `a station's number is made of its name and stays the same`() throws {
    let archive = try ReplayArchive.read([try file(cities)])
    #expect(archive.stations[0].mn == DeviceNumber.derived(from: "绍兴/市环保站"))
    #expect(Set(archive.stations.map(\.mn)).count == 3)
    #expect(
      archive.stations.allSatisfy { $0.mn.count == 24 && $0.mn.allSatisfy(\.isHexDigit) })
  }

  @Test func `the device list has a line for each station and column`() throws {
    let archive = try ReplayArchive.read([try file(beijing)])
    let list = ReplayDeviceList(archive, password: "pw")
    let lines = list.text.split(separator: "\n")
    #expect(lines.count == 1 + 6)
    #expect(lines[0] == Substring(ReplayDeviceList.columns.joined(separator: ",")))
    #expect(lines.contains { $0.contains("a21005-Avg,2061,co,avg,3600,-3,3600") })
    #expect(list.stationRegister.hasPrefix("name,point,role\n北京 Tiantan,replay-"))
  }

  @Test func `a compressed file reads like a plain one`() throws {
    let plain = try file(cities)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-k", plain]
    try process.run()
    process.waitUntilExit()
    #expect(try ReplayArchive.read([plain + ".gz"]).rows == ReplayArchive.read([plain]).rows)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", "of no archive known here"),
    ("", "no header line"),
    ("city,date,hour,station,PM2.5,PM10,SO2,NO2,CO,O3_1h,O3_8h\nx,y\n", ":2: 2 fields"),
    ("city,date,hour,station,PM2.5,PM10,SO2,NO2,CO,O3_1h\n", "no column O3_8h"),
    (
      "city,date,hour,station,PM2.5,PM10,SO2,NO2,CO,O3_1h,O3_8h\nx,2020-02-30,1,y,1,,,,,,\n",
      ":2: date and hour is \"2020-02-30 1\""
    ),
    (
      "city,date,hour,station,PM2.5,PM10,SO2,NO2,CO,O3_1h,O3_8h\nx,2020-02-03,1,y,1;2,,,,,,\n",
      ":2: PM2.5 is \"1;2\""
    ),
    ("city,\"date\n", "not closed"), ("city,\"date\"x\n", "after a closing quote"),
  ])
  func `a faulty file is refused with its line`(text: String, message: String) throws {
    let path = try file(text)
    let fault = #expect(throws: ArchiveFault.self) { try ReplayArchive.read([path]) }
    #expect(fault?.description.contains(message) == true, "\(fault as Any)")
  }

  @Test func `a file that is not there is named`() {
    #expect(throws: ArchiveFault.self) { try ReplayArchive.read(["/nowhere/a.csv.gz"]) }
    #expect(throws: ArchiveFault.self) { try ReplayArchive.read(["/nowhere/a.csv"]) }
  }
}
