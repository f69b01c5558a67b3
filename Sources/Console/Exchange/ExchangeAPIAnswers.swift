import ActionPlan
import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// The plan's other systems for a program.
struct SystemsAnswer: Encodable, Sendable {
  struct Word: Encodable, Sendable {
    let word: String
    let also: [String]
    let `for`: [String]
  }
  struct Item: Encodable, Sendable {
    let system: String
    let label: Label
    let numbers: [String]
    let isShared: Bool
    let hasSeveral: Bool
    let words: [Word]

    init(_ system: OutsideSystem) {
      self.system = system.id
      label = system.label
      numbers = system.numbers
      isShared = system.isShared
      hasSeveral = system.hasSeveral
      words = system.words.map {
        Word(word: $0.word, also: $0.also, for: $0.standings.map(\.rawValue))
      }
    }
  }
  let systems: [Item]
}

/// One page of cases in another system's words.
struct ExchangeListAnswer: Encodable, Sendable {
  struct Number: Encodable, Sendable {
    let number: String
    let status: String?
    let statusAt: Int?
    /// The system says of the case what it is not here.
    let differs: Bool
  }
  struct Item: Encodable, Sendable {
    let `case`: CaseItem
    let numbers: [Number]
    let standing: String
    /// What the status ought to be in the system's words; left out for a system without a status.
    let status: String?

    init(_ file: CaseFile, _ held: [OutsideNumber], _ system: OutsideSystem) {
      `case` = CaseItem(file)
      numbers = held.map {
        Number(
          number: $0.number, status: $0.status, statusAt: $0.statusAt,
          differs: file.differs(from: $0, in: system))
      }
      standing = file.standing.rawValue
      status = system.word(for: file.standing)?.word
    }
  }
  let cases: [Item]
  /// Where the next page begins; left out on the last.
  let next: String?
}

/// What became of an exchange. Kept as the answer to the request, so that a repeat gets it.
struct ExchangeAnswerBody: Codable, Sendable {
  struct Line: Codable, Sendable {
    let row: Int
    let `case`: String
    /// `added`, `changed`, `same` or `conflict`.
    let outcome: String
    let number: String
    let differs: Bool
    /// The number that the case has, where that is another.
    let present: String?
  }
  struct Fault: Codable, Sendable {
    let row: Int
    let field: String?
    let found: String
    let remedy: String
  }
  /// Left out where nothing was written.
  let exchange: Int64?
  let rows: [Line]
  let faults: [Fault]

  /// Nothing can be written before somebody corrects a row, or says which number is right.
  var isRefused: Bool { !faults.isEmpty || rows.contains { $0.outcome == "conflict" } }

  init(_ preview: ExchangePreview, exchange: Int64?) {
    self.exchange = exchange
    rows = preview.outcomes.map { outcome in
      Line(
        row: outcome.row.line, case: outcome.file.number, outcome: outcome.kind.rawValue,
        number: outcome.new.number, differs: outcome.differs,
        present: outcome.old.flatMap { $0.number == outcome.new.number ? nil : $0.number })
    }
    faults = preview.faults.faults.map { fault in
      let column = fault.column.flatMap { ExchangeColumn(header: $0) }
      return Fault(
        row: fault.line, field: column.map { $0 == .file ? "case" : $0.rawValue },
        found: fault.found,
        remedy: fault.remedy)
    }
  }
}

/// What a program of another system sends.
struct ExchangeBody: Decodable, Sendable {
  struct Row: Decodable, Sendable {
    let `case`: String?
    let number: String?
    let status: String?
    let statusAt: Int?
    let onConflict: String?
  }
  let request: String
  let rows: [Row]
  let trial: Bool?

  var isTrial: Bool { trial ?? false }

  var exchangeRows: [ExchangeRow] {
    rows.enumerated().map { index, row in
      ExchangeRow(
        line: index + 1, file: row.case ?? "", number: row.number ?? "", status: row.status ?? "",
        statusAt: row.statusAt)
    }
  }

  func answers(to preview: ExchangePreview) -> [Int: ExchangeAnswer] {
    preview.conflicts.reduce(into: [:]) { answers, outcome in
      let word = rows[outcome.row.line - 1].onConflict
      answers[outcome.row.line] = word.flatMap { ExchangeAnswer(rawValue: $0) }
    }
  }

  /// - Throws: `IntakeFault`.
  static func read(_ request: Request, limit: Int) async throws -> (ExchangeBody, [UInt8]) {
    let bytes = try await JSONBody.bytes(of: request, limit: limit)
    let body = try JSONBody.decode(ExchangeBody.self, from: bytes, saying: "request and rows")
    guard body.rows.count <= ExchangeTable.rowLimit else {
      throw IntakeFault.field(
        "rows", "\(body.rows.count) of them", "send at most \(ExchangeTable.rowLimit) at once")
    }
    for (index, row) in body.rows.enumerated() {
      if let at = row.statusAt, at.magnitude >= 1 << 40 {
        throw IntakeFault.field("rows.\(index).statusAt", "no time", "send epoch seconds")
      }
      if let word = row.onConflict, ExchangeAnswer(rawValue: word) == nil {
        throw IntakeFault.field(
          "rows.\(index).onConflict", "\"\(word.prefix(40))\" is none", "write keep or replace")
      }
    }
    return (body, bytes)
  }
}

/// A number of one case, as a program sends it.
struct NumberBody: Decodable, Sendable {
  let request: String
  let system: String
  /// Left out to take `former` away.
  let number: String?
  let former: String?

  /// - Throws: `IntakeFault`.
  static func read(_ request: Request) async throws -> NumberBody {
    try await JSONBody.read(request, limit: 16 * 1024, saying: "request, system and number")
  }
}
