/// The piecewise straight line from a concentration to an individual index (IAQI).
public struct BreakpointTable: Sendable, Hashable {
  /// What is said of a concentration above the last breakpoint.
  public enum Above: Sendable, Hashable {
    /// The index is this number.
    case fixed(Int)
    /// The item gives no index; another item of the same pollutant is used instead.
    case noIndex
  }

  /// Index points of the breakpoints, ascending from 0.
  public let indices: [Int]
  /// Concentrations of the breakpoints, ascending from 0; whole µg/m³, CO whole mg/m³.
  public let concentrations: [Int]
  public let above: Above

  /// - Precondition: both lists ascend, begin with 0 and are of one length, at least two.
  public init(indices: [Int], concentrations: [Int], above: Above) {
    precondition(
      indices.count == concentrations.count && indices.count > 1 && indices[0] == 0
        && concentrations[0] == 0 && zip(indices, indices.dropFirst()).allSatisfy { $0 < $1 }
        && zip(concentrations, concentrations.dropFirst()).allSatisfy { $0 < $1 },
      "breakpoints ascend from 0")
    self.indices = indices
    self.concentrations = concentrations
    self.above = above
  }

  /// Individual index of one concentration, exact and rounded up.
  ///
  /// - Parameter concentration: in the table's unit. Not rounded here.
  /// - Returns: whole index points; `nil` above a table that says so (SO2 1 h and O3 8 h of 2012).
  /// - Throws: `.negativeConcentration`.
  /// - Source: HJ 633-2012, 6.2; HJ 633-2026, 4.2.6.
  public func iaqi(of concentration: ExactDecimal) throws(IndexError) -> Int? {
    guard concentration.mantissa >= 0 else { throw .negativeConcentration(concentration) }
    let unit = Int128(ExactDecimal.powersOfTen[concentration.scale])
    let value = Int128(concentration.mantissa)
    guard
      let upper = concentrations.indices.dropFirst().first(where: {
        value <= Int128(concentrations[$0]) * unit
      })
    else {
      return switch above {
      case .fixed(let index): index
      case .noIndex: nil
      }
    }
    let lower = upper - 1
    let run = Int128(concentrations[upper] - concentrations[lower]) * unit
    let rise =
      (value - Int128(concentrations[lower]) * unit) * Int128(indices[upper] - indices[lower])
    return indices[lower] + Int((rise + run - 1) / run)
  }
}

/// Why no index could be computed.
public enum IndexError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A concentration below zero. An invalid mean is left out, never passed as a number.
  case negativeConcentration(ExactDecimal)

  public var description: String {
    switch self {
    case .negativeConcentration(let value):
      "concentration is \(value); leave an invalid mean out instead of passing it"
    }
  }
}
