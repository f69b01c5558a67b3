import ActionPlan
import AirQuality
import Hummingbird
import Ledger

/// Which rows of a register a page shows, as its address says it.
struct RegisterListQuery: Sendable, Hashable {
  static let textLimit = 100

  var search: String
  /// Exact values by field.
  var equals: [String: String]
  /// The date field that `from` and `until` are about; nil where the register has none.
  var on: String?
  /// Local days, both within.
  var from: CalendarDay?
  var until: CalendarDay?
  /// nil for the newest first.
  var sort: String?
  var isDescending: Bool
  /// An opaque cursor.
  var after: String?
  /// Every field as a column.
  var isWide: Bool
  var isMap: Bool

  /// - Throws: `PageError` that names the parameter and what to write.
  init(_ parameters: Parameters, of register: Register) throws(PageError) {
    search = Self.text(parameters, "q")
    equals = [:]
    for field in register.fields where Self.isChosen(field) {
      let value = Self.text(parameters, "f-\(field.id)")
      if !value.isEmpty { equals[field.id] = value }
    }
    let dates = Self.dateFields(register)
    on = dates.first { $0.id == parameters.get("on") }?.id ?? dates.first?.id
    from = try Self.day(parameters, "from")
    until = try Self.day(parameters, "until")
    sort = register.field(Self.text(parameters, "sort"))?.id
    isDescending = parameters.get("desc") == "1"
    after = parameters.get("after").flatMap { $0.isEmpty ? nil : $0 }
    isWide = parameters.get("wide") == "1"
    isMap = parameters.get("view") == "map"
  }

  /// Rows of which a field holds exactly a value; an empty field for all rows.
  init(field: String = "", is value: String = "", search: String = "") {
    self.search = search
    equals = field.isEmpty ? [:] : [field: value]
    isDescending = false
    isWide = false
    isMap = false
  }

  /// Whether a list can be narrowed to one value of the field.
  static func isChosen(_ field: Field) -> Bool {
    switch field.kind {
    case .choice, .place, .unit, .flag, .facility: true
    default: false
    }
  }

  /// Fields that say when: the one that dates the rows first.
  static func dateFields(_ register: Register) -> [Field] {
    let dates = register.fields.filter { $0.kind == .date || $0.kind == .instant }
    return dates.filter { $0.id == register.dated } + dates.filter { $0.id != register.dated }
  }

  static func text(_ parameters: Parameters, _ name: String) -> String {
    let value = parameters.get(name)?.replacing("+", with: " ").trimmingBlanks() ?? ""
    return String(value.prefix(Self.textLimit))
  }

  private static func day(
    _ parameters: Parameters, _ name: String
  ) throws(PageError) -> CalendarDay? {
    let value = text(parameters, name)
    if value.isEmpty { return nil }
    guard let day = CalendarDate(value).flatMap({ CalendarDay($0.description) }) else {
      throw .badQuery(name, "2021-03-01")
    }
    return day
  }

  var isNarrowed: Bool {
    !search.isEmpty || !equals.isEmpty || from != nil || until != nil
  }

  /// The dates as a filter; nil for none.
  func filter(of register: Register) -> RowFilter? {
    guard let on, let field = register.field(on), from != nil || until != nil else { return nil }
    var parts: [Predicate] = []
    if let from { parts.append(.compare(.field(on), .atLeast, .literal(.day(from)))) }
    if let until {
      // A day beside an instant is its midnight.
      parts.append(
        field.kind == .instant
          ? .compare(.field(on), .less, .literal(.day(until.adding(days: 1))))
          : .compare(.field(on), .atMost, .literal(.day(until))))
    }
    return RowFilter(text: "", predicate: .all(parts))
  }

  /// The conditions as hidden fields of a form.
  var conditionParts: [(name: String, value: String)] {
    var parts: [(String, String)] = []
    if !search.isEmpty { parts.append(("q", search)) }
    for (field, value) in equals.sorted(by: { $0.key < $1.key }) {
      parts.append(("f-\(field)", value))
    }
    if let on, from != nil || until != nil { parts.append(("on", on)) }
    if let from { parts.append(("from", "\(from)")) }
    if let until { parts.append(("until", "\(until)")) }
    return parts
  }

  /// The address of the same rows in another look.
  func href(_ path: String, change: (inout RegisterListQuery) -> Void = { _ in }) -> String {
    var other = self
    other.after = nil
    change(&other)
    var parts = other.conditionParts
    if let sort = other.sort { parts.append(("sort", sort)) }
    if other.isDescending { parts.append(("desc", "1")) }
    if let after = other.after { parts.append(("after", after)) }
    if other.isWide { parts.append(("wide", "1")) }
    if other.isMap { parts.append(("view", "map")) }
    let query = parts.map { "\($0)=\(LocalPath.encode($1))" }.joined(separator: "&")
    return query.isEmpty ? path : "\(path)?\(query)"
  }
}
