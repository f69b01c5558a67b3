/// One number of a pattern.
public enum PatternPart: Sendable, Hashable {
  /// An hour of the day, 0…23, of a `DiurnalPattern`.
  case hour(Int)
  /// A day of the week, 1 Monday…7, of a `WeeklyPattern`.
  case weekday(Int)
  /// A sector of a `PollutionRose`, or of a `WindRose`, there of one class of speed or of all.
  case sector(WindSector, speedClass: Int?)
  /// The calm of either rose.
  case calm
}

/// The hours or days that a number of a pattern is made of, each of which can be looked up.
public struct PatternInputs: Sendable, Hashable {
  public struct Input: Sendable, Hashable {
    public let day: CalendarDay
    /// 0…23; nil of a whole day.
    public let hour: Int?
    /// As measured, not rounded; nil in a rose of wind alone.
    public let value: ExactFraction?
    /// m/s; nil where the pattern does not look at the wind.
    public let speed: ExactDecimal?
    /// Degrees from north that the wind came from; nil likewise, and in calm where none is stated.
    public let direction: ExactDecimal?
  }

  /// Oldest first.
  public let inputs: [Input]

  /// Of nothing measured.
  public static let none = PatternInputs(inputs: [])

  private init(inputs: [Input]) { self.inputs = inputs }

  /// Of an hour of the day.
  ///
  /// - Parameter hour: 0…23.
  public init(ofHour hour: Int, of values: HourlyValues, in period: AssessmentPeriod) {
    inputs = values.indices(of: period).compactMap { place in
      guard place % 24 == hour, let value = values[place] else { return nil }
      return Input(
        day: values.firstDay.adding(days: place / 24), hour: hour, value: ExactFraction(value),
        speed: nil, direction: nil)
    }
  }

  /// Of a day of the week.
  ///
  /// - Parameter weekday: 1 Monday…7.
  public init(ofWeekday weekday: Int, of values: DailyValues, in period: AssessmentPeriod) {
    inputs = values.indices(of: period).compactMap { place in
      let day = values.firstDay.adding(days: place)
      guard day.weekday == weekday, let value = values[day] else { return nil }
      return Input(day: day, hour: nil, value: value, speed: nil, direction: nil)
    }
  }

  /// Of a rose of wind: the hours that a sector, a class of speed in it, or the calm counts.
  ///
  /// - Parameter classes: as the rose was made with.
  public init(
    of part: PatternPart, wind: HourlyWind, in period: AssessmentPeriod,
    classes: WindRose.SpeedClasses = .beaufort
  ) {
    inputs = wind.speed.indices(of: period).compactMap { place in
      guard Self.has(part, wind, at: place, classes) else { return nil }
      return Self.input(wind.speed.firstDay, place, value: nil, wind, at: place)
    }
  }

  /// Of a rose of pollution: the hours with a concentration while the wind came from a sector, or in
  /// calm.
  public init(
    of part: PatternPart, values: HourlyValues, wind: HourlyWind, in period: AssessmentPeriod,
    classes: WindRose.SpeedClasses = .beaufort
  ) {
    let offset = (values.firstDay.dayNumber - wind.speed.firstDay.dayNumber) * 24
    inputs = values.indices(of: period).compactMap { place in
      guard let value = values[place], (0..<wind.speed.hourCount).contains(place + offset),
        Self.has(part, wind, at: place + offset, classes)
      else { return nil }
      return Self.input(
        values.firstDay, place, value: ExactFraction(value), wind, at: place + offset)
    }
  }

  /// What the values add up to; nil without a value, or where the sum is too large to hold.
  public var sum: ExactFraction? {
    guard let first = inputs.first?.value else { return nil }
    return inputs.dropFirst().reduce(first) { sum, input in
      guard let sum, let value = input.value else { return nil }
      return sum.adding(value)
    }
  }

  /// The mean of the values, as the pattern states it; nil likewise.
  public var mean: ExactFraction? {
    sum.flatMap { $0.divided(by: ExactFraction(Int128(inputs.count))) }
  }

  private static func has(
    _ part: PatternPart, _ wind: HourlyWind, at place: Int, _ classes: WindRose.SpeedClasses
  ) -> Bool {
    guard let speed = wind.speed[place] else { return false }
    let speedClass = classes.index(of: speed)
    switch part {
    case .calm: return speedClass == nil
    case .sector(let sector, let wanted):
      return speedClass != nil && (wanted == nil || speedClass == wanted)
        && wind.sector(ofSpeedHour: place) == sector
    case .hour, .weekday: return false
    }
  }

  private static func input(
    _ firstDay: CalendarDay, _ place: Int, value: ExactFraction?, _ wind: HourlyWind,
    at windPlace: Int
  ) -> Input {
    let offset = (wind.speed.firstDay.dayNumber - wind.direction.firstDay.dayNumber) * 24
    let known = (0..<wind.direction.hourCount).contains(windPlace + offset)
    return Input(
      day: firstDay.adding(days: place / 24), hour: place % 24, value: value,
      speed: wind.speed[windPlace], direction: known ? wind.direction[windPlace + offset] : nil)
  }
}
