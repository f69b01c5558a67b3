import ActionPlan
import AirQuality
import GRDB
import Ledger

/// Draws from the registers as they stand, without keeping anything: to try a seed, and for plan tests.
enum DrawReading {
  /// Subjects of one draw, inspectors of one subject.
  static let counts = 1...200

  static func answer(
    _ check: DrawCheck, _ input: CheckInput, _ question: Question, in db: Database
  ) throws -> CheckAnswer {
    let seed = try seed(input)
    let subjects = try input.count("subjects", in: counts)
    let inspectors = try input.count("inspectors", in: counts)
    let pool = try pool(check, question, in: db)
    guard
      let result = DrawResult(pool, seed: seed, subjects: subjects, inspectors: inspectors)
    else {
      return question.answer(
        "short",
        [
          CheckReason(
            "pool-short", .bars,
            [
              "subjects": String(pool.subjects.count),
              "inspectors": String(pool.inspectors.count),
            ])
        ])
    }
    return question.answer(
      "drawn",
      result.lines.map { line in
        CheckReason(
          "drawn", .tells,
          [
            "subject": line.subject.title, "key": line.subject.key, "digest": line.digest,
            "inspectors": line.inspectors.map(\.title).joined(separator: ", "),
          ])
      })
  }

  static func seed(_ input: CheckInput) throws(CheckInputError) -> String {
    let seed = try input.required("seed")
    guard isSeed(seed) else {
      throw .bad(
        key: "seed", found: seed, remedy: "write 3 to 100 letters, digits, dots and hyphens")
    }
    return seed
  }

  /// What a shell and a printed page carry without change.
  static func isSeed(_ text: String) -> Bool {
    (3...100).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  static func pool(
    _ check: DrawCheck, _ question: Question, in db: Database
  ) throws -> DrawPool {
    DrawPool(
      subjects: try entries(check.subjects, question, in: db),
      inspectors: try entries(check.inspectors, question, in: db))
  }

  private static func entries(
    _ pool: DrawCheck.Pool, _ question: Question, in db: Database
  ) throws -> [DrawPool.Entry] {
    let register = question.register(pool.register)
    return try question.rows(pool.register, where: pool.filter, in: db).map { row in
      let key = try key(of: row, register)
      return DrawPool.Entry(
        key: key, title: try title(of: row, register, in: db) ?? key, row: row.id)
    }
  }

  /// The values of the register's key; the row's number where it has none, or where a value would not
  /// stand on one line of a list.
  private static func key(of row: RegisterRow, _ register: Register) throws -> String {
    let parts = register.key.compactMap { row[$0].text ?? row[$0].number?.description }
    let text = parts.joined(separator: "/")
    let isPlain = !text.unicodeScalars.contains {
      $0.properties.isWhitespace && $0 != " " || $0.properties.generalCategory == .control
    }
    return parts.isEmpty || parts.count < register.key.count || !isPlain ? String(row.id) : text
  }

  private static func title(
    of row: RegisterRow, _ register: Register, in db: Database
  ) throws -> String? {
    guard let field = register.titleField, let text = row[field.id].text else { return nil }
    guard field.kind == .facility else { return text }
    return try Facilities.find(text, in: db)?.name.zh ?? text
  }
}
