import AirQuality
import Foundation
import TableFixtures
import Testing

@testable import AirRecords

struct AirBulletinTests {
  private func read(_ text: String, _ options: AirFileOptions = AirFileOptions()) throws
    -> AirBulletin
  {
    try TableFiles.with(Array(text.utf8)) { try AirBulletin.read($0, options: options) }
  }

  @Test func `a month's table is read below its title, names and figures set plain`() throws {
    let bulletin = try read(
      """
      2021年5月各县（市、区）环境空气质量,,,,,,,,,,
      单位：μg/m³（CO：mg/m³）
      序号,县（市、区）,PM₂.₅浓度(μg/m³),PM2.5同比(%),PM10,SO2,NO2,CO-95per,O₃-8h-90per,环境空气质量综合指数,AQI优良率(%),排名
      1,上　虞 区,２８,-3.1,50,6,25,0.9,150,3.21,92.5%,1
      2,越 城 区,29,—,52,,27,1.0,155,3.40,90.3,2
      ,全市,28.5,,51,6,26,1.0,152,3.3,—,
      注：CO 为第 95 百分位数,,,,,,,,,,
      """)
    #expect(bulletin.badRows == [])
    #expect(bulletin.skippedRows == [1, 2, 7])
    #expect(bulletin.rows.map(\.place) == ["上虞区", "越城区", "全市"])
    #expect(bulletin.rows.map(\.row) == [4, 5, 6])
    #expect(bulletin.rows.map(\.rank) == [1, 2, nil])
    #expect(bulletin.rows.map(\.goodShare) == [ExactDecimal("92.5"), ExactDecimal("90.3"), nil])
    #expect(bulletin.rows[0].composite == ExactDecimal("3.21"))
    #expect(
      bulletin.rows[0].stated == [
        .pm25: ExactDecimal(28), .pm10: ExactDecimal(50), .so2: ExactDecimal(6),
        .no2: ExactDecimal(25), .co: ExactDecimal(9, scale: 1), .o3: ExactDecimal(150),
      ])
    #expect(bulletin.rows[1].stated[.so2] == nil)
  }

  @Test func `a header of two lines gives figures by group and line`() throws {
    let bulletin = try read(
      """
      排名,城市,区县,PM2.5,,主要污染物浓度,,综合指数
      ,,,浓度,同比,NO2(mg/m3),一氧化碳(μg/m³),
      1,绍兴,上虞,28,-1,0.025,900,3.2
      """)
    #expect(bulletin.skippedRows == [2])
    let row = try #require(bulletin.rows.first)
    #expect((row.city, row.place, row.rank) == ("绍兴", "上虞", 1))
    #expect(
      row.stated == [
        .pm25: ExactDecimal(28), .no2: ExactDecimal(25), .co: ExactDecimal(9, scale: 1),
      ])
    #expect(row.composite == ExactDecimal("3.2"))
  }

  @Test(arguments: [
    ("PM2.5平均浓度", Pollutant.pm25), ("细颗粒物（PM2.5）", .pm25), ("可吸入颗粒物浓度", .pm10),
    ("二氧化硫年均值", .so2), ("NO2_mean", .no2), ("CO第95百分位数(mg/m3)", .co), ("CO日均值第95百分位浓度", .co),
    ("O3_8h_p90", .o3), ("臭氧日最大8小时平均第90百分位数", .o3), ("O3-8H", .o3), ("PM2.5达标率", nil),
    ("PM2.5排名", nil), ("O3超标天数", nil), ("PM2.5比去年", nil), ("CODE", nil),
  ])
  func `a column is a pollutant's where nothing but its statistic follows the name`(
    title: String, pollutant: Pollutant?
  ) throws {
    let bulletin = try read("name,rank,\(title)\nA,1,20\n")
    #expect(bulletin.rows[0].stated.pollutants == (pollutant.map { [$0] } ?? []))
  }

  @Test func `bad figures are left out and told with row, column and remedy`() throws {
    let bulletin = try read(
      """
      区县,PM2.5,CO,优良率,排名
      A,-5,0.9,92,1
      B,twenty,9e2,0.925,1.5
      A,20,1,90,2
      ,21,1,90,3
      C,6000,101,101,0
      D,—,,/,
      E,20,,0,
      """)
    #expect(
      bulletin.badRows.map { $0.description.replacing(bulletin.path, with: "f") } == [
        "f:2: PM2.5 is -5; a figure is at least 0; leave an invalid one out",
        "f:3: PM2.5 is \"twenty\"; write a number, or nothing where there is none",
        "f:3: CO is \"9e2\"; write a number, or nothing where there is none",
        "f:3: 优良率 is 0.925; write per cent, as 92.5",
        "f:3: 排名 is \"1.5\"; write a whole number from 1 on",
        "f:4: 区县 is \"A\", which row 2 gives already; leave one of the two out",
        "f:5: 区县 is empty; name the place or leave the row out",
        "f:6: PM2.5 is 6000; no place has so much; give µg/m³",
        "f:6: CO is 101; no place has so much; give mg/m³",
        "f:6: 优良率 is 101; a share is at most 100 %",
        "f:6: 排名 is \"0\"; write a whole number from 1 on",
        "f:7: 区县 is \"D\" without a figure; give one or leave the row out",
      ])
    #expect(bulletin.badCount == 12)
    #expect(bulletin.rows.map(\.place) == ["A", "E"])
    #expect(bulletin.rows[0].stated == [.co: ExactDecimal(9, scale: 1)])
    #expect(bulletin.rows[1].goodShare == .zero)
  }

  @Test func `a table without a place or a figure, or with two of one, is refused`() {
    #expect(throws: AirFileError.self) { try read("") }
    #expect(throws: AirFileError.self) { try read("区县,备注\nA,20\n") }
    #expect(throws: AirFileError.self) { try read("PM2.5,CO\n1,2\n") }
    #expect(
      throws: AirFileError.self, "the header stands in none of the first ten rows"
    ) { try read(String(repeating: "title\n", count: 10) + "区县,PM2.5\nA,20\n") }
    do {
      _ = try read("title\n区县,PM2.5,PM2.5浓度\nA,20,21\n")
      Issue.record("two columns give PM2.5")
    } catch {
      #expect("\(error)".contains(":2: columns 2 and 3 both give PM2.5浓度"))
    }
  }

  @Test func `a workbook's table gives what the same table gives as text`() throws {
    let bytes = try TableFiles.workbook(
      TableFiles.row(1, [TableFiles.inline("2021年5月")])
        + TableFiles.row(3, ["区县", "PM2.5", "优良率"].map { TableFiles.inline($0) })
        + TableFiles.row(
          4,
          [
            TableFiles.inline("上 虞 区"), TableFiles.number("25.000000000000004"),
            TableFiles.number("0.92500000000000004", style: 1),
          ]), cells: "<xf numFmtId=\"0\"/><xf numFmtId=\"10\"/>")
    let sheet = try TableFiles.with(bytes, ending: "xlsx") { try AirBulletin.read($0) }
    let text = try read("2021年5月\n\n区县,PM2.5,优良率\n上虞区,25,92.5%\n")
    #expect(sheet.rows == text.rows)
    #expect(sheet.skippedRows == text.skippedRows)
  }

  @Test func `random tables read back the same`() throws {
    for seed in 1...40 {
      var chance = Chance(UInt64(seed))
      var lines = ["name,city,PM2.5,PM10,SO2,NO2,CO,O3,composite,good_share,rank"]
      var written: [AirBulletin.Row] = []
      for number in 0...chance.below(12) {
        func decimal(_ bound: Int, _ scale: Int) -> ExactDecimal? {
          chance.below(5) == 0
            ? nil : ExactDecimal(Int64(100 + chance.below(bound)), scale: scale)
        }
        let row = AirBulletin.Row(
          place: "Town \(number)", city: number % 2 == 0 ? nil : "C",
          stated: PollutantValues { decimal(900, $0 == .co ? 2 : 1) },
          composite: decimal(900, 2), goodShare: decimal(900, 1), rank: number + 1,
          row: number + 2)
        written.append(row)
        let figures =
          Pollutant.allCases.map { row.stated[$0] } + [row.composite, row.goodShare]
        lines.append(
          ([row.place, row.city ?? ""] + figures.map { $0?.description ?? "" } + ["\(number + 1)"])
            .joined(separator: ","))
      }
      let bulletin = try read(lines.joined(separator: "\n") + "\n")
      #expect(bulletin.rows == written, "seed \(seed)")
      #expect(bulletin.badRows == [], "seed \(seed)")
    }
  }
}
