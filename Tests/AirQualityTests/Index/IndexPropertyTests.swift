import AirQuality
import Seeds
import Testing

struct IndexPropertyTests {
  private static let tables = [IndexEdition.hj633of2012, .hj633of2026].flatMap { edition in
    edition.tables.map { (name: "\(edition.id) \($0.key)", table: $0.value) }
  }

  @Test func `more of a pollutant never has a smaller index`() throws {
    var generator = SeededGenerator(seed: 13)
    for (name, table) in Self.tables {
      let top = Int64(table.concentrations.last! * 1_100)
      for _ in 0..<2_000 {
        let less = ExactDecimal(Int64.random(in: 0...top, using: &generator), scale: 3)
        let more = try #require(
          less.adding(ExactDecimal(Int64.random(in: 0...9_999, using: &generator), scale: 3)))
        guard let a = try table.iaqi(of: less), let b = try table.iaqi(of: more) else { continue }
        #expect(a <= b, "\(name): \(less) and \(more)")
      }
    }
  }

  @Test func `the line is whole at every breakpoint`() throws {
    let little = ExactDecimal(1, scale: 9)
    for (name, table) in Self.tables {
      for (place, concentration) in table.concentrations.enumerated() {
        let at = ExactDecimal(Int64(concentration))
        #expect(try table.iaqi(of: at) == table.indices[place], "\(name) at \(at)")
        guard place > 0 else { continue }
        let below = try #require(at.adding(ExactDecimal(-1, scale: 9)))
        #expect(try table.iaqi(of: below) == table.indices[place], "\(name) just below \(at)")
        guard place + 1 < table.indices.count else { continue }
        let above = try #require(at.adding(little))
        #expect(try table.iaqi(of: above) == table.indices[place] + 1, "\(name) just above \(at)")
      }
    }
  }

  @Test func `an index is the largest of its individual ones, and its primary pollutants have it`()
    throws
  {
    var generator = SeededGenerator(seed: 17)
    for _ in 0..<5_000 {
      let values = PollutantValues { pollutant -> ExactDecimal? in
        guard Int.random(in: 0..<6, using: &generator) > 0 else { return nil }
        return ExactDecimal(
          Int64.random(in: 0...(pollutant == .co ? 1_600 : 9_000), using: &generator),
          scale: pollutant == .co ? 2 : 1)
      }
      for report in [AirQualityIndex.Report.hourly, .daily] {
        guard let index = try AirQualityIndex(report, of: values, edition: .hj633of2026) else {
          #expect(values.pollutants.isEmpty)
          continue
        }
        #expect(index.aqi == index.iaqi.pairs.map(\.value).max())
        #expect(index.primaryPollutants.isEmpty == (index.aqi <= 50))
        #expect(index.primaryPollutants.allSatisfy { index.iaqi[$0] == index.aqi })
        #expect(index.exceedingPollutants.allSatisfy { index.iaqi[$0]! > 100 })
        #expect(index.category == AirQualityCategory(aqi: index.aqi))
        #expect(Set(index.missing).isDisjoint(with: index.iaqi.pollutants))
      }
    }
  }
}
