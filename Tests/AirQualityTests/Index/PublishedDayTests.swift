import AirQuality
import Testing

struct PublishedDayTests {
  static let dayFile = "standards/vectors/aqi_daily_published.csv"
  static let platformFile = "standards/vectors/aqi_platform_samples.csv"
  static let columns: [(Pollutant, concentration: String, iaqi: String)] = [
    (.so2, "so2_24h", "iaqi_so2"), (.no2, "no2_24h", "iaqi_no2"), (.pm10, "pm10_24h", "iaqi_pm10"),
    (.pm25, "pm25_24h", "iaqi_pm25"), (.co, "co_24h_mg", "iaqi_co"), (.o3, "o3_mda8", "iaqi_o3"),
  ]

  @Test(.enabled(if: Vectors.exists(dayFile), "\(Vectors.note(dayFile))"))
  func `agrees with every published day`() throws {
    let rows = try Vectors.rows(Self.dayFile)
    #expect(rows.count == 12)
    var withConcentrations = 0
    for row in rows {
      let published = PollutantValues { pollutant in
        Self.columns.first { $0.0 == pollutant }.flatMap { Int(row[$0.iaqi]!) }
      }
      let aqi = try #require(Int(row["aqi"]!))
      // The days of 2013 print individual indices alone: the AQI is the largest of them.
      #expect(published.pairs.map(\.value).max() == aqi)
      #expect(AirQualityCategory(aqi: aqi).chineseName == row["category"]!)
      let primary = row["primary"]!.split(separator: "|").map(String.init)
      #expect(
        aqi <= 50
          ? primary.isEmpty
          : primary == published.pairs.filter { $0.value == aqi }.map(\.pollutant.name))
      guard !row["pm25_24h"]!.isEmpty else { continue }
      withConcentrations += 1
      let concentrations = PollutantValues { pollutant in
        Self.columns.first { $0.0 == pollutant }.flatMap { ExactDecimal(row[$0.concentration]!) }
      }
      let index = try #require(
        try AirQualityIndex(.daily, of: concentrations, edition: .hj633of2012))
      #expect(index.iaqi == published)
      #expect(index.aqi == aqi)
      #expect(index.primaryPollutants.map(\.name) == primary)
    }
    #expect(withConcentrations == 3)
  }

  @Test(.enabled(if: Vectors.exists(platformFile), "\(Vectors.note(platformFile))"))
  func `agrees with a platform's records but where it did not round its input`() throws {
    var misses: [String] = []
    let rows = try Vectors.rows(Self.platformFile)
    #expect(rows.count == 3)
    for row in rows {
      let names: [Pollutant: String] = [
        .so2: "so2", .no2: "no2", .pm10: "pm10", .pm25: "pm25", .co: "co_mg", .o3: "o3",
      ]
      let concentrations = PollutantValues { pollutant in
        // `94 (8h max); 118 (1h max)`: the first counts in a daily report.
        names[pollutant].flatMap { ExactDecimal(row[$0]!.prefix { $0 != " " }) }
      }
      let index = try #require(
        try AirQualityIndex(
          row["report"] == "hour" ? .hourly : .daily, of: concentrations, edition: .hj633of2012))
      #expect(String(index.aqi) == row["aqi"]!)
      for pollutant in Pollutant.allCases {
        let published = row["iaqi_\(pollutant.rawValue)"]!
        if index.iaqi[pollutant].map(String.init) != published {
          misses.append("\(row["report"]!) \(row["place"]!) \(pollutant): \(published)")
        }
      }
    }
    // CO prints as 0.5, which gives 13: that platform judged the unrounded mean.
    #expect(misses == ["day station 1 (Guangzhou) co: 14"])
  }
}
