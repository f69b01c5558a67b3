import AirQuality
import Steering

/// How figures, periods and reasons are said in one language.
struct FigureWording: Sendable {
  let texts: Texts

  func title(of figure: Figure) -> String {
    let name =
      switch figure {
      case .index: texts("figures.index")
      case .statistic(let pollutant, let statistic, _):
        texts(
          statistic == .mean ? "figures.mean" : "figures.percentile",
          ["pollutant": self.pollutant(pollutant), "percent": percent(statistic)])
      case .composite: texts("figures.composite")
      case .goodDays: texts("figures.goodDays")
      }
    return texts("figures.title", ["name": name, "period": period(figure.period)])
  }

  func pollutant(_ pollutant: Pollutant) -> String {
    texts("air.pollutant-\(pollutant.rawValue)")
  }

  func pollutants(_ pollutants: [Pollutant]) -> String {
    pollutants.map(pollutant).joined(separator: texts("layout.separator"))
  }

  func statistic(_ statistic: PeriodAssessment.Statistic) -> String {
    texts(
      statistic == .mean ? "figures.meanOnly" : "figures.percentileOnly",
      ["percent": percent(statistic)])
  }

  private func percent(_ statistic: PeriodAssessment.Statistic) -> String {
    if case .percentile(let percent) = statistic { "\(percent)" } else { "" }
  }

  func period(_ period: AssessmentPeriod) -> String {
    let (first, last) = (period.firstDay, period.lastDay)
    return switch period.kind {
    case .day: first.description
    case .month: texts("figures.month-\(first.month)", ["year": "\(first.year)"])
    case .quarter:
      texts("figures.quarter", ["year": "\(first.year)", "quarter": "\(last.month / 3)"])
    case .halfYear:
      texts(first.month == 1 ? "figures.half1" : "figures.half2", ["year": "\(first.year)"])
    case .year: texts("figures.year", ["year": "\(first.year)"])
    case .custom: texts("figures.span", ["first": "\(first)", "last": "\(last)"])
    }
  }

  /// `未计入：没有监测数据`
  func leftOut(_ leftOut: LeftOut) -> String {
    texts("figures.leftOutText", ["why": why(leftOut)])
  }

  func why(_ leftOut: LeftOut) -> String {
    switch leftOut {
    case .notMeasured: texts("figures.notMeasured")
    case .tooFew(let found, let needed?):
      texts("figures.tooFew", ["found": "\(found)", "needed": "\(needed)"])
    case .tooFew(let found, nil): texts("figures.tooFewOnly", ["found": "\(found)"])
    case .excluded(let hours): texts("figures.sandDust", ["hours": "\(hours)"])
    case .aboveTable: texts("figures.aboveTable")
    case .noIndex: texts("figures.noIndex")
    }
  }

  func basis(_ basis: DayInput.Basis) -> String {
    switch basis {
    case .figure: texts("figures.basisFigure")
    case .hours(let count): texts("figures.basisHours", ["count": "\(count)"])
    case .runningMeans(let count): texts("figures.basisMeans", ["count": "\(count)"])
    case .inputs(let count): texts("figures.basisInputs", ["count": "\(count)"])
    }
  }

  func lack(_ lack: PeriodCoverage.Lack) -> String {
    switch lack {
    case .nothingMeasured: texts("figures.lackAll")
    case .daysOfYear(let found, let needed):
      texts("figures.lackYear", ["found": "\(found)", "needed": "\(needed)"])
    case .daysOfMonth(let year, let month, let found, let needed):
      texts(
        "figures.lackMonth",
        [
          "month": period(.month(month, of: year)), "found": "\(found)", "needed": "\(needed)",
        ])
    }
  }

  /// `HJ 633-2012 表1、6.2`
  func clause(_ clause: Clause) -> String {
    let places = clause.places.map { place in
      switch place {
      case .section(let number): number
      case .table(let number): texts("figures.table", ["number": number])
      case .annex(let letter): texts("figures.annex", ["letter": letter])
      }
    }
    return places.isEmpty
      ? clause.document
      : "\(clause.document) \(places.joined(separator: texts("layout.separator")))"
  }

  func status(_ status: AirStatus) -> String { texts("figures.status-\(status.rawValue)") }

  func category(_ category: AirQualityCategory) -> String {
    texts("air.category-\(category.level)")
  }
}

extension ExactFraction {
  /// To four decimals at most, without zeros at the end; `≈` before what is rounded.
  var shown: String {
    guard let rounded = rounded(to: 4) else { return description }
    var text = rounded.description
    while text.contains("."), let last = text.last, last == "0" || last == "." {
      text.removeLast()
      if last == "." { break }
    }
    return ExactFraction(rounded) == self ? text : "≈ " + text
  }

  /// What stands at the end of a sum: `= 70`, or `≈ 145.4545` where that is rounded.
  var equalled: String { shown.hasPrefix("≈") ? shown : "= " + shown }
}
