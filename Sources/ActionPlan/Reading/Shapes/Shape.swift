/// The keys of one mapping of the language, in the order in which messages and pages name them. The
/// readers take their keys from shapes and the JSON Schema is made of them, so that neither can know a
/// key that the other does not.
struct Shape: Sendable {
  struct Key: Sendable {
    let name: String
    let form: Form
    let isRequired: Bool

    static func needs(_ name: String, _ form: Form) -> Key {
      Key(name: name, form: form, isRequired: true)
    }

    static func may(_ name: String, _ form: Form) -> Key {
      Key(name: name, form: form, isRequired: false)
    }
  }

  let keys: [Key]
  /// Of these keys exactly one is written.
  let oneOf: [String]

  init(_ keys: Key..., oneOf: [String] = []) {
    self.keys = keys
    self.oneOf = oneOf
  }

  /// A text in both languages.
  static let label = Shape(.needs("zh", .text()), .needs("en", .text()))

  /// A unit of measure in both languages.
  static let unitLabel = Shape(
    .needs("zh", .text(longest: PlanReader.longestUnit)),
    .needs("en", .text(longest: PlanReader.longestUnit)))

  init(keys: [Key]) {
    self.keys = keys
    oneOf = []
  }

  var names: [String] { keys.map(\.name) }
}

/// What may stand at a key. It tells an editor as much as can be told without the rest of the plan.
indirect enum Form: Sendable {
  case text(longest: Int = 400)
  case label
  case id(IDShape)
  /// The id of an element.
  case reference(ElementKind)
  /// The id of a unit, or `every-town`.
  case unit
  case flag
  case decimal
  case whole(ClosedRange<Int>)
  /// A number with its unit.
  case amount
  /// A number with or without its unit.
  case figure
  case duration
  /// A length of time by the clock or by the calendar.
  case limit
  /// A length of time in whole days.
  case days
  /// A length of time in whole days or months.
  case span
  case day
  /// A local time to the minute.
  case minute
  case filter
  case query
  case offset
  case position
  /// A value as a person types it into a field; a position may be two numbers in brackets.
  case typed
  case word([String])
  case list(Form, atLeast: Int = 0)
  case mapping(Shape)
  /// A mapping with keys of the plan's own.
  case entries(of: Form)
  /// Keys of the plan's own beside known ones.
  case open(Shape, others: Form)
  case either([Form])

  /// One or several, in brackets or without.
  static func oneOrMore(_ form: Form) -> Form { .either([form, .list(form, atLeast: 1)]) }

  /// A unit of measure, as one text or in both languages.
  static let printedUnit: Form = .either([
    .text(longest: PlanReader.longestUnit), .mapping(.unitLabel),
  ])

  static func words<T: RawRepresentable & CaseIterable>(_ type: T.Type) -> Form
  where T.RawValue == String {
    .word(T.allCases.map(\.rawValue))
  }
}
