/// The span of days that a figure speaks of. 评价时段
///
/// - Source: HJ 663-2013 and HJ 663-2026, assessment periods; the running part of a year is what a
///   district is steered by.
public struct AssessmentPeriod: Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable {
    case day, month, quarter, halfYear, year, custom
  }

  public let kind: Kind
  public let firstDay: CalendarDay
  public let lastDay: CalendarDay

  private init(_ kind: Kind, _ firstDay: CalendarDay, _ lastDay: CalendarDay) {
    self.kind = kind
    self.firstDay = firstDay
    self.lastDay = lastDay
  }

  public static func day(_ day: CalendarDay) -> AssessmentPeriod { Self(.day, day, day) }

  /// - Precondition: `month` is 1…12.
  public static func month(_ month: Int, of year: Int) -> AssessmentPeriod {
    months(.month, month...month, of: year)
  }

  /// - Precondition: `quarter` is 1…4.
  public static func quarter(_ quarter: Int, of year: Int) -> AssessmentPeriod {
    months(.quarter, quarter * 3 - 2...quarter * 3, of: year)
  }

  /// - Precondition: `half` is 1…2.
  public static func halfYear(_ half: Int, of year: Int) -> AssessmentPeriod {
    months(.halfYear, half * 6 - 5...half * 6, of: year)
  }

  public static func year(_ year: Int) -> AssessmentPeriod { months(.year, 1...12, of: year) }

  /// Any run of days, such as 1 January to yesterday.
  ///
  /// - Precondition: `firstDay` is not after `lastDay`.
  public static func days(_ firstDay: CalendarDay, through lastDay: CalendarDay)
    -> AssessmentPeriod
  {
    precondition(firstDay <= lastDay, "a period begins before it ends")
    return Self(.custom, firstDay, lastDay)
  }

  private static func months(
    _ kind: Kind, _ months: ClosedRange<Int>, of year: Int
  ) -> AssessmentPeriod {
    precondition((1...12).contains(months.lowerBound) && months.upperBound <= 12)
    return Self(
      kind, CalendarDay(year: year, month: months.lowerBound, day: 1),
      CalendarDay(
        year: year, month: months.upperBound,
        day: CalendarDay.dayCount(ofMonth: months.upperBound, in: year)))
  }

  /// Reads `2021`, `2021-06`, `2021-Q2`, `2021-H1`, `2021-06-01` or `2021-01-01..2021-06-30`.
  public init?(_ text: some StringProtocol) {
    if let dots = text.firstRange(of: "..") {
      guard let first = CalendarDay(text[..<dots.lowerBound]),
        let last = CalendarDay(text[dots.upperBound...]), first <= last
      else { return nil }
      self = .days(first, through: last)
      return
    }
    if let day = CalendarDay(text) {
      self = .day(day)
      return
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let year = Int(parts[0]), (1...9_999).contains(year), parts.count <= 2 else {
      return nil
    }
    guard parts.count == 2 else {
      self = .year(year)
      return
    }
    let rest = parts[1]
    if let month = Int(rest), (1...12).contains(month), rest.utf8.count <= 2 {
      self = .month(month, of: year)
    } else if let quarter = Int(rest.dropFirst()), (1...4).contains(quarter), rest.first == "Q" {
      self = .quarter(quarter, of: year)
    } else if let half = Int(rest.dropFirst()), (1...2).contains(half), rest.first == "H" {
      self = .halfYear(half, of: year)
    } else {
      return nil
    }
  }

  public var dayCount: Int { lastDay.dayNumber - firstDay.dayNumber + 1 }
  /// Day numbers, see `CalendarDay.dayNumber`.
  public var dayNumbers: ClosedRange<Int> { firstDay.dayNumber...lastDay.dayNumber }
  /// Every day, in order.
  public var days: [CalendarDay] { dayNumbers.map { CalendarDay(dayNumber: $0) } }

  /// The same span a year earlier; a 29 February becomes the 28th.
  public var yearBefore: AssessmentPeriod {
    func back(_ day: CalendarDay) -> CalendarDay {
      CalendarDay(
        year: day.year - 1, month: day.month,
        day: min(day.day, CalendarDay.dayCount(ofMonth: day.month, in: day.year - 1)))
    }
    // The end of February stays the end of February.
    let isMonthEnd = lastDay.day == CalendarDay.dayCount(ofMonth: lastDay.month, in: lastDay.year)
    let end =
      isMonthEnd && kind != .day && (kind != .custom || firstDay.day == 1)
      ? CalendarDay(
        year: lastDay.year - 1, month: lastDay.month,
        day: CalendarDay.dayCount(ofMonth: lastDay.month, in: lastDay.year - 1))
      : back(lastDay)
    return Self(kind, back(firstDay), end)
  }

  /// The same span under its own name, where it is a whole day, month, quarter, half-year or year.
  public var named: AssessmentPeriod {
    let (year, month) = (firstDay.year, firstDay.month)
    var candidates: [AssessmentPeriod] = [.day(firstDay), .month(month, of: year)]
    candidates += [.quarter((month + 2) / 3, of: year), .halfYear(month <= 6 ? 1 : 2, of: year)]
    candidates.append(.year(year))
    return candidates.first { $0.firstDay == firstDay && $0.lastDay == lastDay } ?? self
  }

  /// From 1 January to the last day of this period.
  public var yearToDate: AssessmentPeriod {
    AssessmentPeriod.days(
      CalendarDay(year: lastDay.year, month: 1, day: 1), through: lastDay
    ).named
  }

  public func contains(_ day: CalendarDay) -> Bool { firstDay <= day && day <= lastDay }

  /// As `init(_:)` reads it.
  public var description: String {
    let month = firstDay.month < 10 ? "0\(firstDay.month)" : "\(firstDay.month)"
    return switch kind {
    case .day: firstDay.description
    case .month: "\(firstDay.year)-\(month)"
    case .quarter: "\(firstDay.year)-Q\((firstDay.month + 2) / 3)"
    case .halfYear: "\(firstDay.year)-H\(firstDay.month == 1 ? 1 : 2)"
    case .year: "\(firstDay.year)"
    case .custom: "\(firstDay)..\(lastDay)"
    }
  }
}
