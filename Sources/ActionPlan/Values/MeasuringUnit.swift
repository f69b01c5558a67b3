/// Spellings of units, and the powers of ten between those of one kind.
enum MeasuringUnit {
  /// One spelling for each unit: `ug/m3` and `μg/m³` (Greek mu) become `µg/m³` (micro sign).
  static func canonical(_ text: String) -> String {
    var unit = text.replacing("μ", with: "µ").replacing("℃", with: "°C")
    if unit == "m3" || unit.hasSuffix("/m3") { unit = unit.dropLast() + "³" }
    if unit == "ug" || unit.hasPrefix("ug/") { unit = "µ" + unit.dropFirst() }
    return unit
  }

  /// Each family's units with the power of ten of each against the first.
  private static let families: [[String: Int]] = [
    ["g/m³": 0, "mg/m³": -3, "µg/m³": -6, "ng/m³": -9],
    ["W": 0, "kW": 3, "MW": 6],
    ["Wh": 0, "kWh": 3, "MWh": 6],
    ["Pa": 0, "hPa": 2, "kPa": 3],
    ["V": 0, "kV": 3],
    ["A": 0, "mA": -3],
    ["m": 0, "mm": -3, "km": 3],
    ["kg": 0, "t": 3, "g": -3],
  ]

  /// Whether values of the unit go below zero by nature: temperatures, and pressures against the
  /// air outside.
  static func isBelowZero(_ unit: String) -> Bool { ["°C", "Pa", "hPa", "kPa"].contains(unit) }

  /// - Returns: by how many places the decimal point moves; `nil` where the units are of two kinds.
  static func shift(from: String, to: String) -> Int? {
    let (a, b) = (canonical(from), canonical(to))
    if a == b { return 0 }
    for family in families {
      if let x = family[a], let y = family[b] { return x - y }
    }
    return nil
  }
}
