/// Hourly means of one pollutant at one place, hour after hour from a midnight on.
///
/// Hour 0 of a day is the mean from 00:00 to 01:00, which reports label 01; hour 23 ends at
/// midnight and is labelled 24.
public struct HourlyValues: Sendable, Hashable {
  /// Decimals that a concentration may have here; instruments give at most three.
  public static let greatestDecimals = 6
  /// Stands where there is no valid value.
  public static let missing = Int32.min
  /// A million µg/m³ with three decimals: nothing that is measured comes near.
  public static let greatestMantissa: Int64 = 1_000_000_000

  public let firstDay: CalendarDay
  /// Decimals that every value is kept with.
  public let decimals: Int
  /// Values times ten to the `decimals`; `missing` where there is no valid one.
  private(set) var mantissas: [Int32]

  /// - Parameter dayCount: whole days that it holds, all without a value at first.
  /// - Precondition: `decimals` is in 0…6, `dayCount` not negative.
  public init(firstDay: CalendarDay, dayCount: Int, decimals: Int) {
    precondition((0...Self.greatestDecimals).contains(decimals), "decimals are 0…6")
    precondition(dayCount >= 0)
    self.firstDay = firstDay
    self.decimals = decimals
    mantissas = [Int32](repeating: Self.missing, count: dayCount * 24)
  }

  /// Values as whole multiples of ten to the minus `decimals`, from the first midnight on.
  ///
  /// - Parameter mantissas: `missing` where there is no valid value; whole days.
  /// - Precondition: whole days, decimals in 0…6, no value below 0 or above `greatestMantissa`.
  public init(firstDay: CalendarDay, decimals: Int, mantissas: [Int32]) {
    precondition((0...Self.greatestDecimals).contains(decimals), "decimals are 0…6")
    precondition(mantissas.count.isMultiple(of: 24), "hours come in whole days")
    precondition(
      mantissas.allSatisfy {
        $0 == Self.missing || (0...Int32(Self.greatestMantissa)).contains($0)
      },
      "a concentration is at least 0")
    self.firstDay = firstDay
    self.decimals = decimals
    self.mantissas = mantissas
  }

  public var dayCount: Int { mantissas.count / 24 }
  public var hourCount: Int { mantissas.count }

  /// The mean of an hour, counted from the first midnight.
  public subscript(hour: Int) -> ExactDecimal? {
    mantissas[hour] == Self.missing
      ? nil : ExactDecimal(Int64(mantissas[hour]), scale: decimals)
  }

  /// Sets or takes away the valid mean of one hour.
  ///
  /// - Parameters:
  ///   - value: at least 0. More decimals than are kept here are refused, not rounded away.
  ///   - hour: counted from the first midnight.
  /// - Throws: `ValueFault`; nothing has changed then.
  public mutating func set(_ value: ExactDecimal?, at hour: Int) throws(ValueFault) {
    guard let value else {
      mantissas[hour] = Self.missing
      return
    }
    guard value >= .zero else { throw .negative(value) }
    guard let whole = value.shifted(by: decimals), whole.rounded(to: 0) == whole else {
      throw .tooFine(value, decimals: decimals)
    }
    guard let mantissa = whole.wholeNumber, mantissa <= Self.greatestMantissa else {
      throw .tooLarge(value)
    }
    mantissas[hour] = Int32(mantissa)
  }

  /// Takes away the hours that an audited list excludes.
  ///
  /// - Returns: how many values were taken away.
  public mutating func exclude(_ hours: some Sequence<Int>) -> Int {
    var count = 0
    for hour in hours where mantissas.indices.contains(hour) && mantissas[hour] != Self.missing {
      mantissas[hour] = Self.missing
      count += 1
    }
    return count
  }
}

/// Why a value cannot be kept.
public enum ValueFault: Error, Sendable, Hashable, CustomStringConvertible {
  case negative(ExactDecimal)
  case tooFine(ExactDecimal, decimals: Int)
  case tooLarge(ExactDecimal)

  public var description: String {
    switch self {
    case .negative(let value):
      "the concentration is \(value); leave an invalid value out instead of passing it"
    case .tooFine(let value, let decimals):
      "the concentration is \(value); at most \(decimals) decimals are kept here"
    case .tooLarge(let value):
      "the concentration is \(value), which no instrument measures; check its unit"
    }
  }
}

extension ExactDecimal {
  /// The number where it is a whole one.
  public var wholeNumber: Int64? {
    let divisor = Self.powersOfTen[scale]
    return mantissa % divisor == 0 ? mantissa / divisor : nil
  }
}
