import AirQuality
import Testing

@testable import ActionPlan

@Suite struct AirObjectiveTests {
  @Test func `a plan names its district, its rankings and what class II and change mean`() throws {
    let plan = try #require(PlanFolder.read(files: SmallPlan.files).plan)
    #expect(plan.airDistrict == AirPlaceName(name: "North", city: "River"))
    let districts = try #require(plan.ranking("districts"))
    #expect(
      districts.members
        == .places([AirPlaceName(name: "North", city: "River"), AirPlaceName(name: "South")]))
    #expect(districts.isPublic && districts.ties == .competition && districts.clause == nil)
    let towns = try #require(plan.ranking("towns"))
    #expect(towns.members == .stations(.town))
    #expect(!towns.isPublic && towns.ties == .dense && towns.clause == "4.4.a")
    #expect(
      plan.objectives.map(\.measure) == [
        .annualMean(of: "pm25"), .classTwo(.strict), .rank(in: "districts"),
        .changeOnYear(.compositeIndex),
      ])
    #expect(
      plan.objectives.map(\.target) == [
        .init(.atMost, ExactDecimal(28), unit: "µg/m³"), nil,
        .init(.atMost, ExactDecimal(2), unit: ""), .init(.atMost, ExactDecimal(0), unit: "%"),
      ])
  }

  @Test func `a change on year may be judged by one pollutant, and may have to be a fall`() throws {
    let reading = SmallPlan.reading(
      "objectives.yml", replacing: "composite-index}\n  target: {at-most: 0 %}",
      with: "pm25}\n  target: {at-most: -2.5 %}")
    let objective = try #require(reading.plan?.objectives.last)
    #expect(objective.measure == .changeOnYear(.pollutant(.pm25)))
    let target = try #require(objective.target)
    #expect(target.isMet(by: ExactDecimal("-2.5")!) && !target.isMet(by: ExactDecimal("-2.4")!))
  }

  @Test(arguments: [
    ("Drum", "Nanjing", true), ("Drum", "", true), ("Drum", "Fuzhou", false),
    ("Bell", "Nanjing", false),
  ])
  func `a name with its city is that city's alone`(name: String, city: String, isIt: Bool) {
    #expect(AirPlaceName(name: "Drum", city: "Nanjing").isName(of: name, city: city) == isIt)
  }

  @Test func `a name without a city is any city's`() {
    #expect(AirPlaceName(name: "Drum").isName(of: "Drum", city: "Fuzhou"))
  }

  @Test func `the digest covers the rankings`() throws {
    let changed = SmallPlan.reading("rankings.yml", replacing: "ties: dense", with: "public: true")
    let digest = try #require(changed.plan).digest
    #expect(digest != PlanFolder.read(files: SmallPlan.files).plan?.digest)
  }
}
