import Seeds

@testable import HJ212

/// Statements as some unit or centre could make them, of any command.
struct RandomStatements {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// Of one command: each of its keys or none, each of its suffixes for some factors, and keys that no
  /// edition knows.
  mutating func statement(_ form: CommandForm) -> Statement {
    var groups: [[Statement.Entry]] = []
    for rule in form.fields {
      guard case .key(let key) = rule.name, rule.isRequired || Bool.random(using: &random) else {
        continue
      }
      for _ in 0..<(rule.mayRepeat ? Int.random(in: 1...3, using: &random) : 1) {
        groups.append([Statement.Entry(key, value(rule.kind))])
      }
    }
    let suffixes = form.fields.compactMap { rule in
      if case .suffix(let suffix) = rule.name { (suffix, rule.kind) } else { nil }
    }
    if !suffixes.isEmpty {
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let factor = name()
        groups.append(suffixes.map { Statement.Entry("\(factor)-\($0.0)", value($0.1)) })
      }
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      groups.append([Statement.Entry("x" + name(), unknown())])
    }
    return Statement(form, groups: groups)
  }

  mutating func envelope(_ edition: Edition) -> Envelope {
    Envelope(
      qn: TimeLabel.requestNumber(epochMilliseconds: time() * 1000, utcOffsetSeconds: 0),
      st: ["21", "22", "31", "39", "51", "91"].randomElement(using: &random) ?? "22",
      pw: text("abcXYZ0189", 0...6), mn: text("0123456789ABCDEF", 24...24), edition: edition,
      wantsAnswer: Bool.random(using: &random), isBackfill: false)
  }

  mutating func quirks() -> Quirks {
    Quirks(
      segmentLimit: FrameReader.hardLimit, usesModbusCRC: Bool.random(using: &random),
      countsTailInLength: Bool.random(using: &random),
      coding: Bool.random(using: &random) ? .utf8 : .gb18030,
      unitShifts: ["a34004": 3, "a34002": 1])
  }

  private mutating func value(_ kind: FieldKind) -> FieldValue {
    switch kind {
    case .time: .time(time())
    case .timeOfDay: .text(TimeLabel.text(epoch: time(), utcOffsetSeconds: 0).suffix(6).description)
    case .number(let bounds): .number(Int.random(in: bounds, using: &random))
    case .oneOf(let numbers): .number(numbers.randomElement(using: &random) ?? 1)
    case .decimal: .decimal(decimal())
    case .flag: .text(ValueFlag.all(of: .of2017).randomElement(using: &random)?.rawValue ?? "N")
    case .factor: .text(name())
    case .password: .text(text("abcXYZ0189", 0...6))
    case .text: .text(text("abc 01=-.#/洗管路é", 0...9).trimmed)
    }
  }

  private mutating func unknown() -> FieldValue {
    Bool.random(using: &random) ? .none : .text(text("abc01=#", 0...5))
  }

  private mutating func decimal() -> DecimalText {
    let digits = Int.random(in: 0...999_999, using: &random)
    let sign = Int.random(in: 0..<8, using: &random) == 0 && digits > 0 ? -1 : 1
    return DecimalText(mantissa: sign * digits, scale: Int.random(in: 0...4, using: &random))
  }

  private mutating func name() -> String {
    Int.random(in: 0..<3, using: &random) == 0
      ? text("abcw0123456789", 3...8)
      : ["a34004", "a34002", "LA", "w01018", "SB1", "i12001", "S01"].randomElement(using: &random)
        ?? "a34004"
  }

  private mutating func time() -> Int {
    Int.random(in: 700_000_000...4_000_000_000, using: &random)
  }

  private mutating func text(_ letters: String, _ count: ClosedRange<Int>) -> String {
    String(
      (0..<Int.random(in: count, using: &random)).map { _ in
        letters.randomElement(using: &random) ?? "0"
      })
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
