import AirQuality
import AirRecords

/// An explanation in English: what, how much, and why, line by line.
struct ExplanationLines {
  private(set) var grid = Grid(["what", "value"])

  init(_ explanation: Explanation, of place: String, file: AirFile) {
    switch explanation {
    case .index(let index): add(index, place)
    case .statistic(let statistic): add(statistic, place)
    case .composite(let composite): add(composite, place)
    case .goodDays(let days): add(days, place)
    }
    add("file", file.path)
    add(
      "file holds",
      "\(file.rowCount) rows, \(file.valueCount) values, \(file.emptyCount) empty, "
        + "\(file.badCount) left out as bad, \(file.correctionCount) corrected")
  }

  private mutating func add(_ what: String, _ value: String) {
    grid.rows.append([.text(what), .text(value)])
  }

  private mutating func add(_ index: IndexExplanation, _ place: String) {
    add("AQI of \(place) on \(index.day)", index.index.map { "\($0.aqi)" } ?? "none")
    add("edition", "\(index.edition.id), that of the day")
    add(
      "rule",
      "the largest individual index, each on a straight line between breakpoints and rounded up "
        + "(\(index.method.text))")
    add("least data", index.validity.text)
    for part in index.parts { add(part) }
    guard let found = index.index else { return }
    add(
      "primary pollutants",
      found.primaryPollutants.isEmpty
        ? "none up to 50" : found.primaryPollutants.map(\.name).joined(separator: ", "))
    add("category", "\(found.category.chineseName), \(found.category.englishName)")
    if !found.mayBePublished { add("publication", "withheld: an item is missing") }
  }

  private mutating func add(_ part: IndexExplanation.Part) {
    let name = part.pollutant.name
    if let judgement = part.judgement {
      var text =
        (part.isByMaximum1h
          ? "\(part.input.text), above the 8 h table; the maximum 1 h mean \(judgement.given)"
          : part.input.text)
        + ", rounded to \(judgement.judged) \(part.pollutant.unit) "
        + "(\(judgement.item.period.rawValue) h): individual index \(judgement.iaqi)"
      if let segment = part.segment, let exact = part.exactIAQI {
        text +=
          ", from \(exact.plain) rounded up; \(segment.concentrationLow) to "
          + "\(segment.concentrationHigh) \(part.pollutant.unit) are \(segment.indexLow) to "
          + "\(segment.indexHigh)"
      } else {
        text += ", above the table"
      }
      add(name, text)
    } else if let leftOut = part.leftOut {
      add(name, "left out: \(leftOut.text)")
    }
    if part.hours.contains(where: { $0 != nil }) {
      add(
        "\(name), hours 1 to 24",
        part.hours.map { $0.map { "\($0)" } ?? "—" }.joined(separator: " "))
    }
    if let largest = part.largestRunningMean {
      add("\(name), largest 8 h mean", "of the eight hours that end at \(largest.endsAt):00")
      add(
        "\(name), 8 h means",
        part.runningMeans.map { "\($0.endsAt):00 \($0.mean?.plain ?? "—")" }
          .joined(separator: ", "))
    }
  }

  private mutating func add(_ statistic: StatisticExplanation, _ place: String) {
    let (pollutant, period) = (statistic.pollutant, statistic.period)
    add(
      "\(pollutant.name), \(statistic.statistic.name) of \(place) in \(period)",
      statistic.stated.map { "\($0) \(pollutant.unit)" } ?? "none")
    if let exact = statistic.exact { add("exactly", "\(exact), about \(exact.approximate)") }
    if let sum = statistic.sum {
      add("sum", "\(sum.plain) over \(statistic.coverage.validDays) days")
    }
    if let rank = statistic.rank { add(rank) }
    add(
      "rounded",
      "once, ties to even (\(Clause.rounding.text)), to \(statistic.decimals) decimals")
    add("editions", "\(statistic.rules.id), \(statistic.standard.id)")
    add("method", statistic.method.text)
    if let item = statistic.item {
      add(
        "limit",
        "\(item.limit) \(pollutant.unit), compared with \(item.judged): "
          + (item.attains ? "attained" : "exceeded")
          + (item.isStrictOnly ? ", in the strict reading only" : ""))
    }
    add(statistic.coverage, by: statistic.validity)
    for input in statistic.days { add("\(input.day)", input.text) }
  }

  private mutating func add(_ rank: RankPosition) {
    func said(_ ordered: RankPosition.Ordered) -> String {
      "rank \(ordered.rank) is \(ordered.value.plain) (\(ordered.day))"
    }
    add(
      "rank",
      "k = 1 + (\(rank.count) - 1) × \(rank.percent) / 100 = \(rank.position.plain); "
        + said(rank.lower) + (rank.upper.map { ", \(said($0))" } ?? ""))
  }

  private mutating func add(_ coverage: PeriodCoverage, by validity: Clause) {
    add("counted", "\(coverage.validDays) valid days of \(coverage.days)")
    add("least data", validity.text)
    for lack in coverage.lacks { add("invalid because", lack.text) }
  }

  private mutating func add(_ composite: CompositeExplanation, _ place: String) {
    add(
      "composite index of \(place) in \(composite.period)",
      composite.index.map { "\($0.total)" }
        ?? "none: \(composite.missing.map(\.name).joined(separator: ", ")) missing")
    add(
      "rules",
      "\(composite.composite.id): each rounded to \(composite.composite.singleDecimals) decimals, "
        + "then added")
    add("editions", composite.rules.id)
    for part in composite.parts {
      guard let stated = part.stated, let limit = part.limit, let single = part.single else {
        add(part.pollutant.name, "missing")
        continue
      }
      add(
        "\(part.pollutant.name), \(part.statistic.name)",
        "\(stated) / \(limit) = \(single)\(part.weight == 1 ? "" : " × \(part.weight)"), of "
          + "\(part.coverage.validDays) valid days of \(part.coverage.days)")
      for lack in part.coverage.lacks { add("\(part.pollutant.name), invalid because", lack.text) }
    }
    if let index = composite.index {
      add("leads", index.leading.map(\.name).joined(separator: ", "))
    }
  }

  private mutating func add(_ good: GoodDaysExplanation, _ place: String) {
    add(
      "good days of \(place) in \(good.period)",
      "\(good.goodDays.ratio.map { "\($0) %" } ?? "none"): \(good.goodDays.good) of "
        + "\(good.goodDays.valid) valid")
    if let exact = good.exact { add("exactly", "\(exact) %") }
    add(
      "rule", "AQI up to 100; days without one leave both numbers; one decimal, ties to even")
    add("editions", "\(good.rules.id), \(good.editions.joined(separator: ", "))")
    for day in good.days {
      guard let index = day.index else {
        add("\(day.day)", "left out: \(LeftOut.noIndex.text)")
        continue
      }
      guard index.aqi > GoodDays.greatestIndex else { continue }
      add(
        "\(day.day)",
        "lost: AQI \(index.aqi), \(index.primaryPollutants.map(\.name).joined(separator: ", "))")
    }
  }
}

extension DayInput {
  /// `45.2083 (1085/24) of 24 hours`, or why there is none.
  fileprivate var text: String {
    switch content {
    case .leftOut(let why): "left out: \(why.text)"
    case .counted(let value, let basis):
      value.plain + (value.plain == value.description ? "" : " (\(value))") + " of \(basis.text)"
    }
  }
}

extension DayInput.Basis {
  fileprivate var text: String {
    switch self {
    case .figure: "one daily value"
    case .hours(let count): "\(count) hours"
    case .runningMeans(let count): "\(count) running 8 h means"
    case .inputs(let count): "\(count) inputs"
    }
  }
}

extension LeftOut {
  var text: String {
    switch self {
    case .notMeasured: "not measured"
    case .tooFew(let found, let needed?): "\(found) inputs are too few, \(needed) needed"
    case .tooFew(let found, nil): "\(found) inputs are too few"
    case .excluded(let hours): "\(hours) hours excluded as sand-dust"
    case .aboveTable: "above the table, which gives no index there"
    case .noIndex: "no valid value"
    }
  }
}

extension Clause {
  /// `HJ 633-2012, table 1, 6.2`
  var text: String {
    ([document]
      + places.map { place in
        switch place {
        case .section(let number): number
        case .table(let number): "table \(number)"
        case .annex(let letter): "annex \(letter)"
        }
      }).joined(separator: ", ")
  }
}

extension ExactFraction {
  /// To four decimals at most, none where it is whole.
  var plain: String {
    guard denominator != 1, let rounded = rounded(to: 4) else { return description }
    return rounded.description
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
