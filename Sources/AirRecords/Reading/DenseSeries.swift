import AirQuality

/// Values of one pollutant or of the wind at one place, hour by hour or day by day, in four decimals; grows towards
/// both ends.
struct DenseSeries {
  /// Decimals that a concentration is kept with.
  static let decimals = 4
  static let greatest = ExactDecimal(100_000)

  enum Outcome {
    case new, repeated, corrected
  }

  /// Slot of the first value.
  private(set) var base = 0
  private(set) var values: [Int32] = []
  /// Decimals that any value needs.
  private(set) var usedDecimals = 0

  var isEmpty: Bool { values.isEmpty }

  /// Keeps a value, the later one where there are two.
  ///
  /// - Parameter value: 0…100,000 with at most four decimals.
  mutating func set(_ value: ExactDecimal, at slot: Int) -> Outcome {
    usedDecimals = max(usedDecimals, value.scale)
    let mantissa = Int32(value.mantissa * Self.powers[Self.decimals - value.scale])
    if values.isEmpty { base = slot }
    if slot < base {
      values.insert(
        contentsOf: repeatElement(HourlyValues.missing, count: base - slot), at: 0)
      base = slot
    }
    let place = slot - base
    if place >= values.count {
      values.append(
        contentsOf: repeatElement(HourlyValues.missing, count: place - values.count + 1))
    }
    let before = values[place]
    values[place] = mantissa
    return before == HourlyValues.missing ? .new : before == mantissa ? .repeated : .corrected
  }

  private static let powers: [Int64] = [1, 10, 100, 1_000, 10_000]

  /// Values in as few decimals as they need.
  private var reduced: [Int32] {
    let divisor = Int32(Self.powers[Self.decimals - usedDecimals])
    return divisor == 1
      ? values : values.map { $0 == HourlyValues.missing ? $0 : $0 / divisor }
  }

  /// Slots as hours since 1970.
  var hours: HourlyValues {
    hours(over: dayNumbers)
  }

  /// - Precondition: no value lies outside the days.
  func hours(over days: ClosedRange<Int>) -> HourlyValues {
    let before = isEmpty ? 0 : base - days.lowerBound * 24
    return HourlyValues(
      firstDay: CalendarDay(dayNumber: days.lowerBound), decimals: usedDecimals,
      mantissas: Array(repeatElement(HourlyValues.missing, count: before)) + reduced
        + repeatElement(HourlyValues.missing, count: days.count * 24 - before - values.count))
  }

  /// Days that slots of hours lie in.
  var dayNumbers: ClosedRange<Int> {
    func day(_ slot: Int) -> Int { slot >= 0 ? slot / 24 : (slot - 23) / 24 }
    return day(base)...day(base + max(values.count - 1, 0))
  }

  /// Slots as days since 1970.
  var days: DailyValues {
    let published = reduced.map { mantissa in
      mantissa == HourlyValues.missing
        ? nil : ExactDecimal(Int64(mantissa), scale: usedDecimals)
    }
    do {
      return try DailyValues(firstDay: CalendarDay(dayNumber: base), published: published)
    } catch {
      preconditionFailure("no such value was let in: \(error)")
    }
  }
}
