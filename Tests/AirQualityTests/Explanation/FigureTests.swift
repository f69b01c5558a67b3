import AirQuality
import Testing

struct FigureTests {
  private func read(_ query: String) throws(Figure.Fault) -> Figure {
    let pairs = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
    return try Figure { parameter in
      pairs.first { $0[0] == parameter.rawValue }.map { $0.count > 1 ? String($0[1]) : "" }
    }
  }

  @Test(arguments: [
    "figure=aqi&day=2021-06-01", "figure=mean&pollutant=pm25&period=2021-06",
    "figure=p90&pollutant=o3&period=2021", "figure=p1&pollutant=co&period=2021-Q2",
    "figure=p99&pollutant=no2&period=2021-01-01..2021-06-30", "figure=composite&period=2021-H1",
    "figure=good-days&period=2021-06-01",
  ])
  func `prints what it reads`(query: String) throws {
    #expect(try read(query).description == query)
  }

  @Test(
    arguments: [
      ("day=2021-06-01", Figure.Parameter.figure, nil), ("figure=", .figure, nil),
      ("figure=median", .figure, "median"), ("figure=p0", .figure, "p0"),
      ("figure=p100", .figure, "p100"), ("figure=p095", .figure, "p095"),
      ("figure=p+95", .figure, "p+95"), ("figure=p", .figure, "p"),
      ("figure=aqi", .day, nil), ("figure=aqi&day=2021-02-29", .day, "2021-02-29"),
      ("figure=mean&period=2021", .pollutant, nil),
      ("figure=mean&pollutant=pm1&period=2021", .pollutant, "pm1"),
      ("figure=p95&pollutant=co", .period, nil),
      ("figure=composite&period=2021-13", .period, "2021-13"),
      ("figure=good-days&period=2021-06-02..2021-06-01", .period, "2021-06-02..2021-06-01"),
    ] as [(String, Figure.Parameter, String?)])
  func `names the parameter that cannot be read`(
    query: String, parameter: Figure.Parameter, found: String?
  ) {
    let fault = #expect(throws: Figure.Fault.self) { try read(query) }
    #expect(fault?.parameter == parameter)
    #expect(fault?.found == found)
  }

  @Test func `a figure is asked of another period, an index stays with its day`() throws {
    let june = AssessmentPeriod.month(6, of: 2021)
    #expect(
      try read("figure=p90&pollutant=o3&period=2021").of(june).description
        == "figure=p90&pollutant=o3&period=2021-06")
    let index = try read("figure=aqi&day=2021-01-01")
    #expect(index.of(june) == index)
    #expect(index.period.description == "2021-01-01")
  }
}
