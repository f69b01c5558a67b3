public import ActionPlan
import AirQuality

/// Reads a cell as a field's value.
public struct CellReader: Sendable {
  let field: Field
  private let utcOffsetSeconds: Int
  /// Label or id of a choice, place or unit → id.
  private let ids: [String: String]

  public init(field: Field, plan: Plan) {
    self.field = field
    utcOffsetSeconds = plan.utcOffsetSeconds
    let named: [(id: String, label: Label)] =
      switch field.kind {
      case .choice(let choices): choices.map { ($0.id, $0.label) }
      case .place: plan.places.map { ($0.id, $0.label) }
      case .unit: plan.units.map { ($0.id, $0.label) }
      default: []
      }
    var ids: [String: String] = [:]
    for element in named {
      for name in [element.label.zh, element.label.en].map(SearchText.normal)
      where ids[name] == nil {
        ids[name] = element.id
      }
    }
    for element in named { ids[element.id] = element.id }
    self.ids = ids
  }

  /// `nil` where it is none; whether it may stand there is judged later.
  public func value(of cell: String) -> FieldValue? {
    switch field.kind {
    case .text, .facility, .point, .creditCode, .plate, .attachment: return .text(cell)
    case .place, .unit, .choice:
      return .text(ids[cell] ?? ids[SearchText.normal(cell)] ?? cell)
    case .integer, .row: return whole(cell).map { .integer($0) }
    case .decimal: return NumberSpelling.number(cell, unit: field.unit).map { .decimal($0) }
    case .date: return DateSpelling.day(cell).map { .text($0.description) }
    case .instant:
      return DateSpelling.instant(cell, utcOffsetSeconds: utcOffsetSeconds).map { .instant($0) }
    case .flag:
      switch SearchText.normal(cell) {
      case "1", "yes", "true", "y", "是", "√", "✓": return .flag(true)
      case "0", "no", "false", "n", "否", "×", "✗": return .flag(false)
      default: return nil
      }
    case .position:
      let parts = SearchText.folded(cell).split(whereSeparator: { $0 == " " || $0 == "," })
      guard parts.count == 2, let longitude = Double(parts[0]), let latitude = Double(parts[1])
      else { return nil }
      return .position(Coordinate(longitude: longitude, latitude: latitude))
    }
  }

  /// Sheets keep whole numbers as `3` and as `3.0`.
  private func whole(_ cell: String) -> Int64? {
    if let number = Int64(cell) { return number }
    guard let number = NumberSpelling.number(cell, unit: field.unit),
      number.rounded(to: 0) == number
    else { return nil }
    return number.rounded(to: 0).mantissa
  }

  /// What to write instead of a cell that is no value.
  public func remedy(for cell: String) -> Label {
    switch field.kind {
    case .integer, .row: Label(zh: "请填写整数", en: "write a whole number")
    case .decimal: Label(zh: "请填写数字，如 12.5", en: "write a number such as 12.5")
    case .date: Self.remedy(forDay: cell)
    case .instant:
      Label(zh: "请填写时间，如 2021-03-01 08:30", en: "write a time as 2021-03-01 08:30")
    case .flag: Label(zh: "请填写是或否", en: "write yes or no")
    case .position:
      Label(
        zh: "请填写 WGS-84 经度和纬度，如 120.865 30.033",
        en: "write longitude and latitude in WGS-84 degrees, e.g. 120.865 30.033")
    case .text, .choice, .facility, .point, .place, .unit, .creditCode, .plate, .attachment:
      Label(zh: "请填写内容", en: "write a value")
    }
  }

  private static func remedy(forDay cell: String) -> Label {
    guard let serial = Int(cell), (20_000..<80_000).contains(serial) else {
      return Label(zh: "请填写日期，如 2021-03-01", en: "write a date as 2021-03-01")
    }
    // Days since the end of 1899, as a column of numbers shows a date.
    let day = CalendarDay(dayNumber: serial - 25_569)
    return Label(
      zh: "这可能是 Excel 的日期序号（\(day)），请把这一列设为日期格式，或写成 2021-03-01 这样",
      en:
        "it may be Excel's number of the day \(day); format the column as dates, or write a date as "
        + "2021-03-01")
  }
}
