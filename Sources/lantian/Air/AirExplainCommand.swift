import AirQuality
import AirRecords
import ArgumentParser

/// `lantian air explain`: one figure, opened down to its inputs.
struct AirExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Opens a figure to its inputs: editions, what was counted and left out, roundings.",
    discussion: """
      Figures: aqi (with --day), mean, p90, p95, p98 of a --pollutant, composite, good-days.
      """)

  enum Figure: String, CaseIterable, ExpressibleByArgument {
    case aqi, mean, p90, p95, p98, composite
    case goodDays = "good-days"
  }

  @OptionGroup var options: AirOptions
  @OptionGroup var span: PeriodOption
  @Option(help: "aqi, mean, p90, p95, p98, composite or good-days.") var figure: Figure
  @Option(help: "The day of the index, as 2021-06-01.") var day: String?
  @Option(help: "pm25, pm10, so2, no2, co or o3.") var pollutant: String?

  func run() throws {
    let file = try options.read()
    let records = try options.records(of: file)
    guard records.count == 1, let (title, daily) = records.first else {
      throw ValidationError(
        "\(options.file) has \(records.count) places; name one with --place to open its figure")
    }
    var lines: Lines
    if figure == .aqi {
      lines = try index(of: daily, title)
    } else {
      let period = try span.period(of: [daily])
      lines =
        switch figure {
        case .composite: composite(of: daily, in: period, title)
        case .goodDays: goodDays(of: daily, in: period, title)
        default: try statistic(of: daily, in: period, title)
        }
    }
    lines.add("file", options.file)
    lines.add(
      "file holds",
      "\(file.rowCount) rows, \(file.valueCount) values, \(file.emptyCount) empty, \(file.badCount) left out as bad, \(file.correctionCount) corrected"
    )
    options.show(lines.grid)
  }

  /// What, how much, and why, line by line.
  struct Lines {
    var grid = Grid(["what", "value"])
    mutating func add(_ what: String, _ value: some CustomStringConvertible) {
      grid.rows.append([.text(what), .text(value.description)])
    }
  }

  private func index(of daily: DailyRecord, _ title: String) throws -> Lines {
    guard let text = day, let day = CalendarDay(text) else {
      throw ValidationError("name the day of the index with --day 2021-06-01")
    }
    guard let index = daily.index(on: day) else {
      throw ValidationError("\(title) has no valid value on \(day)")
    }
    var lines = Lines()
    lines.add("AQI of \(title) on \(day)", index.aqi)
    lines.add("edition", "\(index.edition), that of the day")
    lines.add("rule", "the largest individual index")
    for (pollutant, judgement) in index.judgements.pairs {
      let exact = daily.values[pollutant]?[day]
      let count = daily.values[pollutant].map { $0.counts[day.dayNumber - $0.firstDay.dayNumber] }
      lines.add(
        "\(pollutant.name)",
        "\(exact.map { "\($0)" } ?? "—") of \(count.map(String.init) ?? "—") inputs, rounded to "
          + "\(judgement.judged) \(pollutant.unit): individual index \(judgement.iaqi), rounded up")
    }
    for pollutant in index.missing {
      let counts = daily.values[pollutant].flatMap { values -> Int? in
        let place = day.dayNumber - values.firstDay.dayNumber
        return values.counts.indices.contains(place) ? values.counts[place] : nil
      }
      lines.add(
        "\(pollutant.name)",
        counts.map { "left out: \($0) inputs are too few" } ?? "left out: not measured")
    }
    lines.add(
      "primary pollutants",
      index.primaryPollutants.isEmpty
        ? "none up to 50" : index.primaryPollutants.map(\.name).joined(separator: ", "))
    lines.add("category", "\(index.category.chineseName), \(index.category.englishName)")
    if !index.mayBePublished { lines.add("publication", "withheld: an item is missing") }
    return lines
  }

  private func statistic(
    of daily: DailyRecord, in period: AssessmentPeriod, _ title: String
  ) throws -> Lines {
    guard let name = pollutant, let pollutant = Pollutant(rawValue: name.lowercased()) else {
      throw ValidationError("name the pollutant with --pollutant pm25, pm10, so2, no2, co or o3")
    }
    guard let values = daily.values[pollutant] else {
      throw ValidationError("\(title) has no \(pollutant.name)")
    }
    let rules = AssessmentRules.inForce(on: period.lastDay)
    let percent = Int(figure.rawValue.dropFirst())
    let exact = percent.map { values.percentile($0, in: period) } ?? values.mean(in: period)
    guard let exact, let stated = exact.rounded(to: rules.statisticDecimals(of: pollutant)) else {
      throw ValidationError("\(title) has no valid day of \(pollutant.name) in \(period)")
    }
    var lines = Lines()
    lines.add(
      "\(pollutant.name), \(figure.rawValue) of \(title) in \(period)",
      "\(stated) \(pollutant.unit)")
    lines.add("exactly", "\(exact), about \(exact.approximate)")
    lines.add("rounded", "once, ties to even (GB/T 8170), to \(stated.scale) decimals")
    lines.add("editions", "\(rules.id), \(AmbientStandard.inForce(on: period.lastDay).id)")
    let coverage = values.coverage(of: period, minimum: rules.minimum)
    lines.add("counted", "\(coverage.validDays) valid days of \(coverage.days)")
    for lack in coverage.lacks { lines.add("invalid because", lack.text) }
    for day in period.days {
      let place = day.dayNumber - values.firstDay.dayNumber
      if let value = values[day] {
        lines.add(
          "\(day)",
          "\(value.rounded(to: 4).map { "\($0)" } ?? "\(value)") of \(values.counts[place])")
      } else {
        let count = values.counts.indices.contains(place) ? values.counts[place] : 0
        lines.add("\(day)", "left out: \(count) inputs")
      }
    }
    return lines
  }

  private func composite(
    of daily: DailyRecord, in period: AssessmentPeriod, _ title: String
  ) -> Lines {
    var lines = Lines()
    let assessment = PeriodAssessment(of: daily.values, in: period)
    let index = CompositeIndex(of: assessment)
    lines.add(
      "composite index of \(title) in \(period)",
      index.map { "\($0.total)" }
        ?? "none: \(assessment.missing.map(\.name).joined(separator: ", ")) missing")
    lines.add("rules", "\(CompositeRules.letter2018.id): each rounded to 2 decimals, then added")
    for pollutant in Pollutant.allCases {
      let statistic = PeriodAssessment.headline(of: pollutant)
      guard let item = assessment.item(pollutant, statistic),
        let limit = CompositeRules.letter2018.limits[pollutant]
      else {
        lines.add(pollutant.name, "missing")
        continue
      }
      lines.add(
        "\(pollutant.name), \(statistic.name)",
        "\(item.stated) / \(limit) = \(index?.singles[pollutant].map { "\($0)" } ?? "—")")
    }
    if let index { lines.add("leads", index.leading.map(\.name).joined(separator: ", ")) }
    return lines
  }

  private func goodDays(
    of daily: DailyRecord, in period: AssessmentPeriod, _ title: String
  ) -> Lines {
    var lines = Lines()
    let indices = period.days.map { ($0, daily.index(on: $0)) }
    let good = GoodDays(indices.map { $0.1?.aqi })
    lines.add(
      "good days of \(title) in \(period)",
      "\(good.ratio.map { "\($0) %" } ?? "none"): \(good.good) of \(good.valid) valid")
    lines.add(
      "rule", "AQI up to 100; days without one leave both numbers; one decimal, ties to even")
    for (day, index) in indices {
      guard let index else {
        lines.add("\(day)", "left out: no valid value")
        continue
      }
      if index.aqi > GoodDays.greatestIndex {
        lines.add(
          "\(day)",
          "lost: AQI \(index.aqi), \(index.primaryPollutants.map(\.name).joined(separator: ", "))")
      }
    }
    return lines
  }
}

extension PeriodCoverage.Lack {
  var text: String {
    switch self {
    case .nothingMeasured: "nothing was measured"
    case .daysOfYear(let found, let needed): "\(found) valid days in the year, \(needed) needed"
    case .daysOfMonth(let year, let month, let found, let needed):
      "\(found) valid days in \(year)-\(month), \(needed) needed"
    }
  }
}
