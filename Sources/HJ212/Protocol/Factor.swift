/// A factor by its code: what a value is of, and in which unit the standard has it.
///
/// The unit is the standard's default and no promise of a device: real units send PM2.5 in ng/m3, in
/// µg/m3 and in mg/m3 (`Quirks.unitShifts`).
///
/// - Source: HJ 212-2017, Appendix B.
public struct Factor: Sendable, Hashable {
  /// Digits before and behind the point that the standard's `N5.2` allows.
  public struct Digits: Sendable, Hashable {
    public let whole: Int
    public let fraction: Int
  }

  /// Code of 2017; `xx` or `x` at its end stands for the number of the equipment.
  public let code: String
  /// Code of 2005, where that edition has the factor.
  public let code2005: String?
  public let chinese: String
  public let english: String
  /// Default unit of a value, such as `mg/m3`; `1` for a pure number; `nil` where there is none.
  public let unit: String?
  /// Unit of the total of a period (`*-Cou`).
  public let totalUnit: String?
  /// `nil` where the standard fixes none or the value is text.
  public let digits: Digits?
  /// False for codes that the standard's tables lack and the field uses all the same.
  public let isStandard: Bool
}

extension Factor {
  /// Every factor known, in the order of the standard's tables, those of the field at the end.
  public static let all: [Factor] =
    [airRows, noiseRows, waterRows, wasteWaterProcessRows, flueGasProcessRows, unitRows]
    .flatMap { rows in rows.split(separator: "\n").map { Factor($0, isStandard: true) } }
    + fieldRows.split(separator: "\n").map { Factor($0, isStandard: false) }

  private static let byCode = Dictionary(
    all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
  private static let byCode2005 = Dictionary(
    all.compactMap { factor in factor.code2005.map { ($0, factor) } },
    uniquingKeysWith: { first, _ in first })

  /// The factor of a code as sent (case matters), in the edition's own codes first.
  ///
  /// - Parameter code: what stands before the `-` of a key; `e30102` finds `e301xx`, and `I33400`, as
  ///   the standard once prints it, `i33400`.
  public static func of(_ code: String, in edition: Edition) -> Factor? {
    if edition == .of2005, let factor = byCode2005[code] { return factor }
    if let factor = byCode[code] { return factor }
    return byCode[String(code.dropLast(2)) + "xx"] ?? byCode[String(code.dropLast()) + "x"]
      ?? (code == "I33400" ? byCode["i33400"] : nil) ?? byCode2005[code]
  }

  /// Codes that several unrelated senders use though no table has them. Three digits are those of old
  /// air and dust units.
  private static let fieldRows = """
    a05024||臭氧|ozone|ug/m3|g|
    a34041||油烟|cooking fume|mg/m3|kg|
    a34000||颗粒物|particulates|mg/m3|kg|
    a99054||总挥发性有机物|TVOC|mg/m3|kg|
    103||总悬浮颗粒物（TSP）|TSP|||
    107||可吸入颗粒物（PM10）|PM10|||
    925||细颗粒物（PM2.5）|PM2.5|||
    126||温度|temperature|°C||
    127||气压|air pressure|||
    128||湿度|humidity|%||
    129||风速|wind speed|m/s||
    130||风向|wind direction|°||
    """

  private init(_ row: Substring, isStandard: Bool) {
    let columns = row.split(separator: "|", omittingEmptySubsequences: false)
    func text(_ column: Int) -> String? {
      column < columns.count && !columns[column].isEmpty ? String(columns[column]) : nil
    }
    code = text(0) ?? ""
    code2005 = text(1)
    chinese = text(2) ?? ""
    english = text(3) ?? ""
    unit = text(4)
    totalUnit = text(5)
    digits = text(6).flatMap(Digits.init)
    self.isStandard = isStandard
  }
}

extension Factor.Digits {
  /// `N5.2` or `N4`; `nil` for text (`C890`) and times (`T14`).
  init?(_ text: String) {
    guard text.first == "N" else { return nil }
    let parts = text.dropFirst().split(separator: ".").map { Int($0) ?? 0 }
    whole = parts.first ?? 0
    fraction = parts.count > 1 ? parts[1] : 0
  }
}
