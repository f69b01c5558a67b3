import AirQuality
import Testing

struct AirQualityIndexTests {
  static let shanghaiFile = "standards/vectors/aqi_hourly_published.csv"
  static let categoryFile = "standards/vectors/aqi_categories.csv"
  static let zhejiangFile = "data/cn-station-hourly-2020/zhejiang_hourly_2020-03-26_2020-04-02.csv"

  @Test(.enabled(if: Vectors.exists(shanghaiFile), "\(Vectors.note(shanghaiFile))"))
  func `agrees with every published hour of Shanghai`() throws {
    let columns: [(Pollutant, String, String)] = [
      (.so2, "so2_1h", "iaqi_so2"), (.no2, "no2_1h", "iaqi_no2"), (.pm10, "pm10_1h", "iaqi_pm10"),
      (.pm25, "pm25_1h", "iaqi_pm25"), (.co, "co_1h_mg", "iaqi_co"), (.o3, "o3_1h", "iaqi_o3"),
    ]
    let rows = try Vectors.rows(Self.shanghaiFile)
    #expect(rows.count == 72)
    for row in rows {
      var values: PollutantValues<ExactDecimal> = [:]
      var expected: PollutantValues<Int> = [:]
      for (pollutant, value, index) in columns {
        values[pollutant] = ExactDecimal(row[value]!)
        expected[pollutant] = Int(row[index]!)
      }
      let edition = try #require(Vectors.edition(row["standard"]!))
      let index = try #require(try AirQualityIndex(.hourly, of: values, edition: edition))
      let place = "\(row["site"]!) \(row["time_local"]!)"
      #expect(index.iaqi == expected, "\(place)")
      #expect(String(index.aqi) == row["aqi_published"]!, "\(place)")
      #expect(index.category.chineseName == row["category_published"]!, "\(place)")
      #expect(
        Set(index.primaryPollutants.map(\.name))
          == Set(row["primary_published"]!.split(separator: "|").map(String.init)), "\(place)")
    }
  }

  @Test(.enabled(if: Vectors.exists(zhejiangFile), "\(Vectors.note(zhejiangFile))"))
  func `agrees with every published hour of Zhejiang in 2020`() throws {
    let names: [Pollutant: String] = [
      .pm25: "PM2.5", .pm10: "PM10", .so2: "SO2", .no2: "NO2", .co: "CO", .o3: "O3_1h",
    ]
    var judged = 0
    var misses: [String] = []
    for row in try Vectors.rows(Self.zhejiangFile) where !row["AQI"]!.isEmpty {
      let values = PollutantValues(names.compactMapValues { ExactDecimal(row[$0]!) })
      let index = try AirQualityIndex(.hourly, of: values, edition: .hj633of2012)
      let place = "\(row["city"]!) \(row["station"]!) \(row["date"]!) \(row["hour"]!)"
      let primary = row["primary_pollutant"]!
      let asPublished =
        "\(row["AQI"]!) \(row["level"]!) \(primary.split(separator: ";").map(String.init).sorted())"
      let asComputed = index.map {
        "\($0.aqi) \($0.category.chineseName) \($0.primaryPollutants.map(\.chineseName).sorted())"
      }
      judged += 1
      if asComputed != asPublished {
        misses.append("\(place): published \(asPublished), computed \(asComputed ?? "none")")
      }
    }
    #expect(judged > 3_000)
    #expect(misses == [])
  }

  @Test(.enabled(if: Vectors.exists(categoryFile), "\(Vectors.note(categoryFile))"))
  func `category, level and colour change exactly at the standard's bounds`() throws {
    for row in try Vectors.rows(Self.categoryFile) {
      for bound in [row["aqi_from"]!, row["aqi_to"]!] {
        let category = AirQualityCategory(aqi: try #require(Int(bound)))
        #expect(String(category.level) == row["level"]!)
        #expect(category.chineseName == row["category"]!)
        #expect(category.colour == row["hex"]!)
      }
    }
    #expect(Set(AirQualityCategory.allCases.map(\.englishName)).count == 6)
  }

  @Test func `names all pollutants that share the lead, and none up to 50`() throws {
    let tied = try #require(
      try AirQualityIndex(
        .hourly, of: [.pm25: ExactDecimal(43), .pm10: ExactDecimal(70)], edition: .hj633of2012))
    #expect(tied.aqi == 60)
    #expect(tied.primaryPollutants == [.pm25, .pm10])
    let clean = try #require(
      try AirQualityIndex(.hourly, of: [.pm25: ExactDecimal(35)], edition: .hj633of2012))
    #expect(clean.aqi == 50)
    #expect(clean.primaryPollutants == [])
  }

  @Test func `an hourly SO2 mean above 800 follows the rule of its edition`() throws {
    let values: PollutantValues<ExactDecimal> = [.so2: ExactDecimal(900), .no2: ExactDecimal(10)]
    let old = try #require(try AirQualityIndex(.hourly, of: values, edition: .hj633of2012))
    #expect(old.iaqi[.so2] == nil)
    #expect(old.missing.contains(.so2))
    let withDay = try #require(
      try AirQualityIndex(
        .hourly, of: values, standIns: [.so2: ExactDecimal(475)], edition: .hj633of2012))
    #expect(withDay.iaqi[.so2] == 150)
    let new = try #require(try AirQualityIndex(.hourly, of: values, edition: .hj633of2026))
    #expect(new.iaqi[.so2] == 200)
  }

  @Test func `a daily O3 mean above 800 follows the rule of its edition`() throws {
    let values: PollutantValues<ExactDecimal> = [.o3: ExactDecimal(801)]
    let standIns: PollutantValues<ExactDecimal> = [.o3: ExactDecimal(1000)]
    let old = try AirQualityIndex(.daily, of: values, standIns: standIns, edition: .hj633of2012)
    #expect(old?.aqi == 400)
    let new = try AirQualityIndex(.daily, of: values, standIns: standIns, edition: .hj633of2026)
    #expect(new?.aqi == 300)
    #expect(try AirQualityIndex(.daily, of: values, edition: .hj633of2012) == nil)
  }

  @Test func `input is rounded first unless told otherwise`() throws {
    let values: PollutantValues<ExactDecimal> = [.pm25: ExactDecimal(605, scale: 1)]
    let rounded = try AirQualityIndex(.daily, of: values, edition: .hj633of2026)
    #expect(rounded?.aqi == 100)
    let asGiven = try AirQualityIndex(
      .daily, of: values, edition: .hj633of2026, inputRounding: .none)
    #expect(asGiven?.aqi == 101)
  }

  @Test func `since 2026 an incomplete index is published only above 100`() throws {
    func index(_ pm10: Int64, never: Set<Pollutant> = []) throws -> AirQualityIndex? {
      try AirQualityIndex(
        .hourly, of: [.pm10: ExactDecimal(pm10)], neverMonitored: never, edition: .hj633of2026)
    }
    #expect(try index(120)?.mayBePublished == false)
    #expect(try index(121)?.mayBePublished == true)
    #expect(try index(60, never: [.pm25, .so2, .no2, .co, .o3])?.mayBePublished == true)
    let old = try AirQualityIndex(.hourly, of: [.pm10: ExactDecimal(60)], edition: .hj633of2012)
    #expect(old?.mayBePublished == true)
  }
}
