import AirQuality

/// A number with its unit as plans write it: `28 ug/m3`, `10 %`, `1.20`. The digits are kept exactly.
struct ParsedAmount: Equatable {
  let number: ExactDecimal
  /// In the one spelling that `MeasuringUnit` gives; empty for a pure number.
  let unit: String

  static let remedy = "write a plain decimal number and its unit, such as \"28 ug/m3\" or \"10 %\""

  init?(_ text: String) {
    let digits = text.prefix { "+-.0123456789".contains($0) }
    let rest = text.dropFirst(digits.count)
    guard let number = ExactDecimal(digits), rest.first.map({ $0 == " " || $0 == "%" }) ?? true
    else { return nil }
    let unit = rest.drop { $0 == " " }
    guard unit.unicodeScalars.count <= 16, !unit.contains(" ") else { return nil }
    self.number = number
    self.unit = MeasuringUnit.canonical(String(unit))
  }

  /// The number in another unit of the same kind, exactly; `nil` where the units do not convert.
  func number(in wanted: String) -> ExactDecimal? {
    MeasuringUnit.shift(from: unit, to: wanted).flatMap { number.shifted(by: $0) }
  }
}
