/// What the figures of a place are made of, as far as it is known.
public struct FigureInputs: Sendable {
  public let record: DailyRecord
  /// Hours that days of the record may be made of, with the days that they make.
  let sources: [(hours: PollutantValues<HourlyValues>, daily: DailyRecord)]
  /// Hours that an audited list took away before the record was made.
  public let excluded: ExcludedHours?

  /// - Parameters:
  ///   - record: the daily values that count.
  ///   - hours: what the record's days may be made of, the most official first; a record of published
  ///     days has none. They also tell why a day has no value.
  ///   - excluded: what was taken from the hours.
  public init(
    record: DailyRecord, hours: [PollutantValues<HourlyValues>] = [],
    excluded: ExcludedHours? = nil
  ) {
    self.record = record
    sources = hours.map { ($0, DailyRecord(of: $0)) }
    self.excluded = excluded
  }

  /// What a day's value of a pollutant rests on, or why there is none.
  public func input(of pollutant: Pollutant, on day: CalendarDay) -> DayInput {
    guard let value = record.values[pollutant]?[day] else {
      return DayInput(day: day, content: .leftOut(whyMissing(pollutant, on: day)))
    }
    let count = record.values[pollutant]?.count(on: day) ?? 0
    let basis: DayInput.Basis =
      if source(of: pollutant, on: day) != nil {
        pollutant == .o3 ? .runningMeans(count) : .hours(count)
      } else {
        count > 1 ? .inputs(count) : .figure
      }
    return DayInput(day: day, content: .counted(value, basis))
  }

  /// The hours that a day's value was made of; where it has none, the first that were measured.
  func hours(of pollutant: Pollutant, on day: CalendarDay) -> HourlyValues? {
    if record.values[pollutant]?[day] != nil { return source(of: pollutant, on: day) }
    return sources.lazy.compactMap { $0.hours[pollutant] }.first { $0.measuredHours(on: day) > 0 }
  }

  private func source(of pollutant: Pollutant, on day: CalendarDay) -> HourlyValues? {
    guard let values = record.values[pollutant], let value = values[day] else { return nil }
    return sources.first { source in
      guard let made = source.daily.values[pollutant] else { return false }
      return made[day] == value && made.count(on: day) == values.count(on: day)
    }?.hours[pollutant]
  }

  private func whyMissing(_ pollutant: Pollutant, on day: CalendarDay) -> LeftOut {
    if let excluded, case let hours = excluded.hourCount(of: pollutant, on: day), hours > 0 {
      return .excluded(hours: hours)
    }
    let minimum = AssessmentRules.inForce(on: day).minimum
    let found = sources.compactMap { source -> Int? in
      guard let hours = source.hours[pollutant], hours.measuredHours(on: day) > 0 else {
        return nil
      }
      return source.daily.values[pollutant]?.count(on: day)
    }.max()
    if let found {
      return .tooFew(
        found: found, needed: pollutant == .o3 ? minimum.running8hOfDay : minimum.hoursOfDay)
    }
    let count = record.values[pollutant]?.count(on: day) ?? 0
    return count > 0 ? .tooFew(found: count, needed: nil) : .notMeasured
  }
}

/// One day in a figure of a period.
public struct DayInput: Sendable, Hashable {
  /// What a day's value was made of.
  public enum Basis: Sendable, Hashable {
    /// A daily value that came as one.
    case figure
    case hours(Int)
    /// Running 8 h means of O3.
    case runningMeans(Int)
    /// Stations of a city, or hours that are not at hand.
    case inputs(Int)
  }

  public enum Content: Sendable, Hashable {
    case counted(ExactFraction, Basis)
    case leftOut(LeftOut)
  }

  public let day: CalendarDay
  public let content: Content

  /// Exact; nil where the day is left out.
  public var value: ExactFraction? {
    if case .counted(let value, _) = content { value } else { nil }
  }
}

/// Why an input does not count.
public enum LeftOut: Sendable, Hashable {
  case notMeasured
  /// Hours, running means of O3, or stations; `needed` is nil where the record does not tell.
  case tooFew(found: Int, needed: Int?)
  /// Hours of the day that an audited list of sand-dust takes away.
  case excluded(hours: Int)
  /// Above the last breakpoint of a table that gives no index there.
  case aboveTable
  /// No pollutant of the day has an index.
  case noIndex
}

extension DailyValues {
  /// Inputs of a day, also of one that the values do not reach.
  func count(on day: CalendarDay) -> Int {
    let index = day.dayNumber - firstDay.dayNumber
    return counts.indices.contains(index) ? counts[index] : 0
  }
}

extension HourlyValues {
  /// Hour 0…23 of a day; nil also outside the values.
  func value(on day: CalendarDay, hour: Int) -> ExactDecimal? {
    let index = (day.dayNumber - firstDay.dayNumber) * 24 + hour
    return mantissas.indices.contains(index) ? self[index] : nil
  }

  func measuredHours(on day: CalendarDay) -> Int {
    (0..<24).count { value(on: day, hour: $0) != nil }
  }
}

extension ExcludedHours {
  /// Hours of a day that the list takes from a pollutant.
  func hourCount(of pollutant: Pollutant, on day: CalendarDay) -> Int {
    guard pollutants.contains(pollutant) else { return 0 }
    return (0..<24).count { hour in
      spans.contains {
        ($0.firstDay, $0.firstHour) <= (day, hour) && (day, hour) <= ($0.lastDay, $0.lastHour)
      }
    }
  }
}
