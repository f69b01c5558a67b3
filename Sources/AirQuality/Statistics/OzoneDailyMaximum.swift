/// Which running 8 h means of O3 belong to a day.
public enum OzoneWindow: String, Sendable, Hashable, CaseIterable {
  /// Those that end from 08:00 to 24:00, 17 values: every window lies within the day.
  case withinDay
  /// Those that end from 01:00 to 24:00, 24 values: the first seven begin the day before.
  case endingInDay
}

extension HourlyValues {
  /// Running 8 h means, one for each hour in which a window of eight ends.
  ///
  /// - Returns: exact means, nil where fewer hours than the minimum were measured; the first seven
  ///   windows have no full eight hours before them here and are nil.
  /// - Source: GB 3095-2012, Table 4: six of the eight.
  public func running8hMeans(minimum: DataMinimum = .gb3095) -> [ExactFraction?] {
    var means: [ExactFraction?] = []
    means.reserveCapacity(hourCount)
    let scale = Int128(ExactDecimal.powersOfTen[decimals])
    forEachRunning8h { _, sum, count in
      means.append(
        count >= minimum.hoursOf8h
          ? ExactFraction(Int128(sum), over: Int128(count) * scale) : nil)
    }
    return means
  }

  /// Daily maximum of the running 8 h means of O3.
  ///
  /// - Parameters:
  ///   - limit: the daily limit; with fewer running means than the minimum the maximum still counts
  ///     where it is above this. nil: never.
  ///   - window: which means belong to a day. 2013 takes those within the day; whether 2026 keeps
  ///     that is not confirmed.
  /// - Source: HJ 663-2013, 6.1.2; GB 3095-2026, 3.9.
  public func dailyMaximum8h(
    limit: ExactDecimal?, window: OzoneWindow = .withinDay, minimum: DataMinimum = .gb3095
  ) -> DailyValues {
    let perHour = DailyValues.hourDenominator
    let scale = ExactDecimal.powersOfTen[decimals]
    let bound = limit.map {
      Int128($0.mantissa) * Int128(scale) * Int128(perHour)
    }
    let boundScale = limit.map { Int128(ExactDecimal.powersOfTen[$0.scale]) } ?? 1
    var numerators = [Int128](repeating: DailyValues.missing, count: dayCount)
    var counts = [Int](repeating: 0, count: dayCount)
    var largest = [Int64](repeating: -1, count: dayCount)
    forEachRunning8h { hour, sum, count in
      guard count >= minimum.hoursOf8h, count > 0, window == .endingInDay || hour % 24 >= 7 else {
        return
      }
      let day = hour / 24
      counts[day] += 1
      largest[day] = max(largest[day], sum * (perHour / Int64(count)))
    }
    for day in 0..<dayCount where largest[day] >= 0 {
      let isAboveLimit = bound.map { Int128(largest[day]) * boundScale > $0 } ?? false
      if counts[day] >= minimum.running8hOfDay || isAboveLimit {
        numerators[day] = Int128(largest[day])
      }
    }
    return DailyValues(
      firstDay: firstDay, denominator: Int128(scale) * Int128(perHour), numerators: numerators,
      counts: counts)
  }

  /// Daily maximum of the hourly means, of any day with an hour.
  public func dailyMaximum1h() -> DailyValues {
    var numerators = [Int128](repeating: DailyValues.missing, count: dayCount)
    var counts = [Int](repeating: 0, count: dayCount)
    for hour in 0..<hourCount where mantissas[hour] != Self.missing {
      counts[hour / 24] += 1
      numerators[hour / 24] = max(numerators[hour / 24], Int128(mantissas[hour]))
    }
    return DailyValues(
      firstDay: firstDay, denominator: Int128(ExactDecimal.powersOfTen[decimals]),
      numerators: numerators, counts: counts)
  }

  /// Sum and count of the eight hours that end with each hour.
  private func forEachRunning8h(_ body: (_ hour: Int, _ sum: Int64, _ count: Int) -> Void) {
    var (sum, count): (Int64, Int) = (0, 0)
    for hour in 0..<hourCount {
      if mantissas[hour] != Self.missing {
        sum += Int64(mantissas[hour])
        count += 1
      }
      if hour >= 8, mantissas[hour - 8] != Self.missing {
        sum -= Int64(mantissas[hour - 8])
        count -= 1
      }
      body(hour, hour >= 7 ? sum : 0, hour >= 7 ? count : 0)
    }
  }
}
