import AirQuality
import AirRecords
import ArgumentParser

/// `lantian air assess`: a period against every limit.
struct AirAssessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assess",
    abstract: "A period of each place against every limit; both readings side by side.")

  @OptionGroup var options: AirOptions
  @OptionGroup var span: PeriodOption
  @Option(help: "Class of the zone, 1 or 2.") var zoneClass = 2

  func validate() throws {
    guard (1...2).contains(zoneClass) else {
      throw ValidationError("--zone-class is \(zoneClass); write 1 or 2")
    }
  }

  func run() throws {
    let records = try options.records(of: try options.read())
    let period = try span.period(of: records.map(\.daily))
    var grid = Grid([
      "place", "period", "pollutant", "statistic", "value", "limit", "attains", "times above",
      "days", "days above", "rate %", "valid", "strict only", "standard",
    ])
    for (title, daily) in records {
      let assessment = PeriodAssessment(
        of: daily.values, in: period, zone: zoneClass == 1 ? .one : .two)
      for item in assessment.items {
        guard let coverage = assessment.coverage[item.pollutant] else { continue }
        grid.rows.append([
          .text(title), .text(period.description), .text(item.pollutant.name),
          .text(item.statistic.name), Grid.Cell(item.stated), Grid.Cell(item.limit),
          .text(item.attains ? "yes" : "no"), Grid.Cell(item.exceedanceMultiple),
          Grid.Cell(coverage.coverage.validDays), Grid.Cell(coverage.daysAbove),
          Grid.Cell(coverage.attainmentRate), .text(coverage.coverage.isValid ? "yes" : "no"),
          .text(item.isStrictOnly ? "yes" : "no"), .text(assessment.standard),
        ])
      }
    }
    options.show(grid)
  }
}

extension PeriodAssessment.Statistic {
  /// `mean`, `p95`
  var name: String {
    switch self {
    case .mean: "mean"
    case .percentile(let percent): "p\(percent)"
    }
  }
}
