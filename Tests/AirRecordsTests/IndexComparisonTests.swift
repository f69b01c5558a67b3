import AirQuality
import Foundation
import Testing

@testable import AirRecords

/// Real published indices against the rules.
struct IndexComparisonTests {
  private static let shared = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "../shared/data")
    .standardizedFileURL
  static let hourlyFile = shared.appending(
    path: "cn-station-hourly-2020/hourly_2020-03-26_2020-04-02.csv.gz"
  ).path
  static let dailyFile = shared.appending(
    path: "cn-city-daily-2013-2017/daily_2013-12_2015-12.csv.gz"
  ).path

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: hourlyFile),
      "the hourly archive is not beside this checkout"))
  func `agrees with every published hour of 1,800 stations`() throws {
    var options = AirFileOptions()
    options.keepsPublished = true
    let file = try AirFile.read(Self.hourlyFile, options: options)
    #expect(file.rowCount == 148_062)
    #expect(file.badCount == 0)
    let comparison = IndexComparison(file)
    #expect(comparison.rowCount == 127_442)
    #expect(comparison.counts == [.agrees: 127_442], "\(comparison.samples)")
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: dailyFile),
      "the daily histories are not beside this checkout"))
  func `names the cause wherever a site's daily index differs`() throws {
    var options = AirFileOptions()
    options.isZeroMissing = true
    options.keepsPublished = true
    let file = try AirFile.read(Self.dailyFile, options: options)
    #expect(file.rowCount == 205_903)
    let comparison = IndexComparison(file)
    print("daily histories: \(comparison.counts)")
    for cause in IndexComparison.Cause.allCases where (comparison.counts[cause] ?? 0) > 0 {
      #expect(cause == .agrees || comparison.samples[cause]?.isEmpty == false)
    }
  }

  @Test func `a difference is named after its cause`() throws {
    func cause(_ row: String) throws -> IndexComparison.Cause? {
      let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
      try Data(
        "date,hour,AQI,level,primary_pollutant,PM2.5,PM10,SO2,NO2,CO,O3\n2021-06-01,1,\(row)\n".utf8
      )
      .write(to: path)
      defer { try? FileManager.default.removeItem(at: path) }
      var options = AirFileOptions()
      options.keepsPublished = true
      return IndexComparison(try AirFile.read(path.path, options: options)).counts.keys.first
    }
    let clean = ",10,10,0.1,10"
    #expect(try cause("60,良,PM2.5;PM10,43,70" + clean) == .agrees)
    #expect(try cause("60,良,PM2.5,43,70" + clean) == .primaryDiffers)
    #expect(try cause("60,优,PM2.5;PM10,43,70" + clean) == .categoryDiffers)
    #expect(try cause("61,良,PM2.5,43,70" + clean) == .withinOnePoint)
    #expect(try cause("60,良,PM10,75,70" + clean) == .anotherPollutant)
    #expect(try cause("136,轻度污染,PM10,43," + clean) == .missingItem)
    #expect(try cause("55,良,PM2.5,43,70" + clean) == .averaged)
    #expect(try cause("200,中度污染,PM2.5,43,70" + clean) == .unexplained)
    #expect(try cause("200,中度污染,PM2.5,,,,,,") == .noConcentration)
  }
}
