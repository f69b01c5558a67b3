/// Turns what may stand at a key into JSON Schema. YAML makes numbers and truths of plain words, so
/// whatever the language reads as text may come as each of them.
struct SchemaForms {
  /// Ids to choose from; a kind that is not there takes any.
  let ids: [ElementKind: [String]]

  func node(_ form: Form) -> SchemaNode {
    switch form {
    case .text(let longest):
      .object(["type": Self.scalar, "minLength": .whole(1), "maxLength": .whole(longest)])
    case .id(let shape): Self.id(shape)
    case .reference(let kind): reference(kind, besides: [])
    case .unit: reference(.unit, besides: ["every-town"])
    case .flag: .object(["type": .text("boolean")])
    case .whole(let range):
      .object([
        "type": .text("integer"), "minimum": .whole(range.lowerBound),
        "maximum": .whole(range.upperBound),
      ])
    case .label: Self.definition("label")
    case .decimal: Self.definition("decimal")
    case .amount: Self.definition("amount")
    case .figure: Self.definition("figure")
    case .duration: Self.definition("duration")
    case .limit: Self.definition("limit")
    case .days: Self.definition("days")
    case .span: Self.definition("span")
    case .day: Self.definition("day")
    case .minute: Self.definition("minute")
    case .filter: Self.definition("condition")
    case .query: Self.definition("query")
    case .offset: Self.definition("offset")
    case .position: Self.definition("position")
    case .typed: Self.definition("typed")
    case .word(let words): Self.choice(words)
    case .list(let form, let least):
      .object(["type": .text("array"), "minItems": .whole(least), "items": node(form)])
    case .mapping(let shape): mapping(shape, others: nil)
    case .entries(let form):
      .object(["type": .text("object"), "additionalProperties": node(form)])
    case .open(let shape, let others): mapping(shape, others: others)
    case .either(let forms): .object(["anyOf": .list(forms.map(node))])
    }
  }

  private func mapping(_ shape: Shape, others: Form?) -> SchemaNode {
    let keys = shape.keys.map { SchemaNode.Entry(key: $0.name, node: node($0.form)) }
    let notes = Table.annotations.filter { !shape.names.contains($0) }.map { key in
      SchemaNode.Entry(key: key, node: Self.definition("annotation"))
    }
    let required = shape.keys.filter(\.isRequired).map { SchemaNode.text($0.name) }
    var entries: [SchemaNode.Entry] = [
      .init(key: "type", node: .text("object")),
      .init(key: "properties", node: .table(keys + (others == nil ? notes : []))),
      .init(key: "required", node: .list(required)),
      .init(key: "additionalProperties", node: others.map(node) ?? .flag(false)),
    ]
    if !shape.oneOf.isEmpty {
      let bounds = shape.oneOf.map { SchemaNode.object(["required": .list([.text($0)])]) }
      entries.append(.init(key: "oneOf", node: .list(bounds)))
    }
    return .table(entries)
  }

  private func reference(_ kind: ElementKind, besides words: [String]) -> SchemaNode {
    guard let ids = ids[kind], !ids.isEmpty else { return Self.id(kind.idShape) }
    return Self.choice(ids + words)
  }

  /// Plain digits come as numbers.
  private static func choice(_ words: [String]) -> SchemaNode {
    let numbers = words.compactMap { word in
      Int(word).flatMap { String($0) == word ? SchemaNode.whole($0) : nil }
    }
    return .object(["enum": .list(words.map { .text($0) } + numbers)])
  }

  private static let scalar: SchemaNode = .list([
    .text("string"), .text("number"), .text("boolean"),
  ])

  private static func id(_ shape: IDShape) -> SchemaNode {
    let name =
      switch shape {
      case .code: "code"
      case .number: "number"
      case .word: "word"
      }
    return definition(name)
  }

  private static func definition(_ name: String) -> SchemaNode {
    .object(["$ref": .text("#/$defs/\(name)")])
  }

  private static func pattern(_ pattern: String, _ description: String) -> SchemaNode {
    .object([
      "description": .text(description), "type": .list([.text("string"), .text("number")]),
      "pattern": .text(pattern),
    ])
  }

  private static func written(_ pattern: String, _ description: String) -> SchemaNode {
    .object([
      "description": .text(description), "type": .text("string"), "pattern": .text(pattern),
    ])
  }

  /// What many keys share.
  var definitions: [SchemaNode.Entry] {
    let number = #"[+-]?(\d+\.?\d*|\.\d+)"#
    let unit = #"\S{1,16}"#
    let days28 = #"(0[1-9]|1\d|2[0-8])"#
    let monthDay =
      "((0[1-9]|1[0-2])-\(days28)|02-29|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
    let date = #"(19|20|21)\d\d-"# + monthDay
    let nodes: KeyValuePairs<String, SchemaNode> = [
      "label": mapping(.label, others: nil),
      "annotation": .object([
        "description": .text("where a value comes from, or what to know about it"),
        "type": Self.scalar,
      ]),
      "code": Self.pattern(
        "^[A-Za-z0-9]([A-Za-z0-9-]{0,46}[A-Za-z0-9])?$", IDShape.code.remedy),
      "number": Self.pattern(
        "^[A-Za-z0-9]([A-Za-z0-9.-]{0,46}[A-Za-z0-9])?$", IDShape.number.remedy),
      "word": Self.written("^[a-z]([a-z0-9-]{0,46}[a-z0-9])?$", IDShape.word.remedy),
      "decimal": Self.pattern("^\(number)$", "plain decimal digits, such as 1.20"),
      "amount": Self.pattern("^\(number)(%| +\(unit))?$", ParsedAmount.remedy),
      "figure": Self.pattern(
        "^\(number)(%| +\(unit))?$", "a number, with or without the unit it is in"),
      "duration": Self.written(#"^\d{1,9} +(s|min|h|d)$"#, ParsedDuration.remedy),
      "limit": Self.written(
        #"^\d{1,9} +(s|min|h|d)$|^\d{1,4} +working-(hours?|days?)$"#, ParsedLimit.remedy),
      "days": Self.written(#"^\d{1,4} d$"#, "whole days, such as 365 d"),
      "span": Self.written(#"^\d{1,4} +(d|days?|months?)$"#, ParsedSpan.remedy),
      "day": Self.written("^\(date)$", "year, month and day, such as 2021-07-01"),
      "minute": Self.written(
        #"^\#(date) ([01]\d|2[0-3]):[0-5]\d$"#, "day and local time, such as 2021-12-30 09:00"),
      "condition": .object([
        "description": .text("a condition on rows, such as product = 'diesel' and result is empty"),
        "type": .text("string"), "minLength": .whole(1), "maxLength": .whole(FilterLexer.longest),
      ]),
      "query": .object([
        "description": .text("one SELECT on the published views"), "type": .text("string"),
        "pattern": .text(#"^\s*([Ss][Ee][Ll][Ee][Cc][Tt]|[Ww][Ii][Tt][Hh])\b"#),
        "maxLength": .whole(PlanReader.longestQuery),
      ]),
      "offset": Self.written(#"^[+-]\d\d:(00|15|30|45)$"#, ParsedOffset.remedy),
      "typed": .object([
        "description": .text("a value as one types it; # is the number of the copy"),
        "type": .list(["string", "number", "boolean", "null", "array"].map { .text($0) }),
        "items": Self.definition("decimal"),
      ]),
      "position": .object([
        "description": .text("[longitude, latitude] in degrees, such as [120.868, 30.033]"),
        "type": .text("array"), "minItems": .whole(2), "maxItems": .whole(2),
        "items": Self.definition("decimal"),
      ]),
    ]
    return nodes.map { SchemaNode.Entry(key: $0.key, node: $0.value) }
  }
}
