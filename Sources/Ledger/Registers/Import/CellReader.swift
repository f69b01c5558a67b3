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
      for name in [element.label.zh, element.label.en] where ids[name] == nil {
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
    case .place, .unit, .choice: return .text(ids[cell] ?? cell)
    case .integer, .row: return whole(cell).map { .integer($0) }
    case .decimal: return ExactDecimal(cell).map { .decimal($0) }
    case .date: return day(cell).map { .text($0) }
    case .instant:
      return CalendarDate.instant(cell, utcOffsetSeconds: utcOffsetSeconds).map { .instant($0) }
    case .flag:
      switch cell.lowercased() {
      case "1", "yes", "true", "是": return .flag(true)
      case "0", "no", "false", "否": return .flag(false)
      default: return nil
      }
    case .position:
      let parts = cell.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "，" })
      guard parts.count == 2, let longitude = Double(parts[0]), let latitude = Double(parts[1])
      else { return nil }
      return .position(Coordinate(longitude: longitude, latitude: latitude))
    }
  }

  /// Sheets keep whole numbers as `3` and as `3.0`.
  private func whole(_ cell: String) -> Int64? {
    if let number = Int64(cell) { return number }
    guard let number = ExactDecimal(cell), number.rounded(to: 0) == number else { return nil }
    return number.rounded(to: 0).mantissa
  }

  /// A date, or one that stands as text: `2021.3.1`, `2021年3月1日`.
  private func day(_ cell: String) -> String? {
    if let date = CalendarDate(cell) { return date.description }
    var text = cell
    if text.hasSuffix("日") { text.removeLast() }
    return CalendarDate(
      text.replacing("年", with: "/").replacing("月", with: "/").replacing(".", with: "/")
        .replacing("-", with: "/")
    )?.description
  }

  /// What to write instead.
  public var remedy: String {
    switch field.kind {
    case .integer, .row: "write a whole number"
    case .decimal: "write a number such as 12.5"
    case .date: "write a date as 2021-03-01"
    case .instant: "write a time as 2021-03-01 08:30"
    case .flag: "write yes or no"
    case .position: "write longitude and latitude in WGS-84 degrees, e.g. 120.865 30.033"
    case .text, .choice, .facility, .point, .place, .unit, .creditCode, .plate, .attachment:
      "write a value"
    }
  }
}
