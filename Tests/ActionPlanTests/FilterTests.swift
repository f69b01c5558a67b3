import AirQuality
import Seeds
import Testing

@testable import ActionPlan

/// Conditions on rows, as a plan writes them.
@Suite struct FilterTests {
  private static let types = FilterTypes(
    register: ledger, places: ["330604001"], units: ["EEB", "north"])

  private static let ledger = Register(
    id: "ledger", label: Label(zh: "台账", en: "Ledger"), clause: nil, role: nil,
    fields: [
      field("name", .text), field("count", .integer), field("tonnes", .decimal),
      field("done", .flag), field("seen-on", .date), field("seen-at", .instant),
      field("due-on", .date), field("town", .place), field("authority", .unit),
      field(
        "result",
        .choice(["pass", "fail"].map { .init(id: $0, label: Label(zh: $0, en: $0)) })),
    ])

  private static func field(_ id: String, _ kind: Field.Kind) -> Field {
    Field(
      id: id, label: Label(zh: id, en: id), kind: kind, isRequired: false, unit: nil, atLeast: nil,
      atMost: nil)
  }

  private func parsed(_ text: String) throws(FilterFault) -> Predicate {
    try FilterParser.predicate(text, Self.types)
  }

  @Test func `and binds closer than or, not closer than both`() throws {
    let (a, b) = (Predicate.isEmpty(field: "name"), Predicate.isEmpty(field: "count"))
    let c = Predicate.compare(.field("done"), .equal, .literal(.flag(true)))
    #expect(
      try parsed("not name is empty and count is empty or done = true")
        == .any([.all([.not(a), b]), c]))
    #expect(
      try parsed("not (name is empty and (count is empty or done = true))")
        == .not(.all([a, .any([b, c])])))
  }

  @Test func `a date counts in days from today, a quote in a text is written twice`() throws {
    #expect(
      try parsed("seen-on < today - 30 ")
        == .compare(.field("seen-on"), .less, .today(plusDays: -30)))
    #expect(
      try parsed("today+1 >= seen-at") == .compare(.today(plusDays: 1), .atLeast, .field("seen-at"))
    )
    #expect(
      try parsed("name = 'it''s'")
        == .compare(.field("name"), .equal, .literal(.text("it's"))))
  }

  @Test func `fields of one kind are compared with each other, numbers with signs`() throws {
    #expect(
      try parsed("seen-on > due-on") == .compare(.field("seen-on"), .greater, .field("due-on")))
    #expect(
      try parsed("tonnes >= -1.50")
        == .compare(.field("tonnes"), .atLeast, .literal(.number(ExactDecimal(-150, scale: 2)))))
  }

  @Test(arguments: 0..<20)
  func `what is written of a condition reads as that condition`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) &+ 7)
    for _ in 0..<60 {
      let predicate = Self.predicate(depth: 4, &random)
      let text = Self.text(predicate)
      #expect(try parsed(text) == predicate, "\(text)")
    }
  }

  @Test(arguments: 0..<20)
  func `any text gets an answer with a place inside it`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) &+ 99)
    let scraps = [
      "name", "count", "done", "today", "and", "or", "not", "in", "is", "empty", "(", ")", ",", "'",
      "=", "<", ">", "!", "+", "-", "30", "1.5", "'pass'", "true", " ", "\n", "\u{0}", "中", "’",
      "🜁",
      "e\u{301}", ";", "--", "/*", "99999999999999999999", "'2021-07-01'",
    ]
    for _ in 0..<200 {
      let count = Int.random(in: 0...25, using: &random)
      let text = (0..<count).map { _ in
        scraps[Int.random(in: 0..<scraps.count, using: &random)]
          + (Bool.random(using: &random) ? " " : "")
      }.joined()
      do throws(FilterFault) {
        _ = try parsed(text)
      } catch {
        #expect((0...text.unicodeScalars.count).contains(error.offset), "\(text)")
        #expect(!error.problem.isEmpty && !error.remedy.isEmpty)
      }
    }
  }

  @Test func `a condition cut off anywhere gets an answer`() {
    let whole = "not (name = 'it''s' and seen-on >= today - 30) or result in ('pass', 'fail')"
    for count in 0..<whole.count {
      do throws(FilterFault) {
        _ = try parsed(String(whole.prefix(count)))
      } catch {
        #expect((0...count).contains(error.offset))
      }
    }
  }

  @Test func `a condition has a longest length, a greatest depth and a greatest breadth`() {
    let deep = String(repeating: "not ", count: 400) + "done = true"
    let broad = Array(repeating: "done = true", count: 201).joined(separator: " or ")
    let long = "name = '" + String(repeating: "a", count: 2_000) + "'"
    let list = "name in (" + Array(repeating: "'a'", count: 300).joined(separator: ",") + ")"
    for text in [deep, broad, long, list] {
      #expect(throws: FilterFault.self) { try parsed(text) }
    }
  }

  /// A random condition that can be written.
  private static func predicate(
    depth: Int, _ random: inout SeededGenerator
  ) -> Predicate {
    func parts(_ random: inout SeededGenerator) -> [Predicate] {
      (0..<Int.random(in: 2...3, using: &random)).map { _ in
        predicate(depth: depth - 1, &random)
      }
    }
    switch Int.random(in: depth > 0 ? 0...7 : 3...7, using: &random) {
    case 0: return .all(parts(&random))
    case 1: return .any(parts(&random))
    case 2: return .not(predicate(depth: depth - 1, &random))
    case 3: return .isEmpty(field: "name")
    case 4: return .isOne(.field("town"), of: [.text("330604001")])
    case 5:
      let days = Int.random(in: -40...40, using: &random)
      return .compare(.field("seen-on"), .atLeast, .today(plusDays: days))
    case 6:
      let number = ExactDecimal(Int64.random(in: -500...500, using: &random), scale: 2)
      return .compare(.literal(.number(number)), .less, .field("tonnes"))
    default:
      return .compare(.field("result"), .unequal, .literal(.text("fail")))
    }
  }

  /// As a plan would write it.
  private static func text(_ predicate: Predicate) -> String {
    switch predicate {
    case .all(let parts): parts.map { "(\(text($0)))" }.joined(separator: " and ")
    case .any(let parts): parts.map { "(\(text($0)))" }.joined(separator: " or ")
    case .not(let part): "not (\(text(part)))"
    case .isEmpty(let field): "\(field) is empty"
    case .isOne(let operand, let literals):
      "\(text(operand)) in (\(literals.map(text).joined(separator: ", ")))"
    case .compare(let a, let comparison, let b): "\(text(a)) \(comparison.rawValue) \(text(b))"
    }
  }

  private static func text(_ operand: Predicate.Operand) -> String {
    switch operand {
    case .field(let id): id
    case .literal(let literal): text(literal)
    case .today(let days): days == 0 ? "today" : "today \(days < 0 ? "-" : "+") \(abs(days))"
    }
  }

  private static func text(_ literal: Predicate.Literal) -> String {
    switch literal {
    case .text(let text): "'\(text.replacing("'", with: "''"))'"
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .day(let day): "'\(day)'"
    }
  }
}
