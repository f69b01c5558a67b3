public import ActionPlan
import Crypto
public import GRDB
public import Ledger

/// What a person said of a case that has another number already than the sheet says.
public enum ExchangeAnswer: String, Sendable, Hashable {
  /// The number here stands; only the status is taken.
  case keep
  /// The sheet's number takes its place.
  case replace
}

/// One line of an exchange and what it means.
public struct ExchangeOutcome: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// A number the case did not have.
    case added
    /// Another number, or another status of one.
    case changed
    case same
    /// The case has another number already: nobody has said which is right.
    case conflict
  }
  public let row: ExchangeRow
  public let file: CaseFile
  public let kind: Kind
  /// What stands here; nil for nothing.
  public let old: OutsideNumber?
  public let new: OutsideNumber
  /// By the status told the case is something else than here.
  public let differs: Bool
}

/// An exchange compared with the cases.
public struct ExchangePreview: Sendable {
  public let system: OutsideSystem
  public let outcomes: [ExchangeOutcome]
  public let faults: ImportFaults

  public func count(_ kind: ExchangeOutcome.Kind) -> Int { outcomes.count { $0.kind == kind } }

  /// The same for the same outcome, so that what is confirmed is what was seen. A status without a time
  /// counts from when it is written, so that its time is none of it.
  public var mark: String {
    let text = outcomes.map { outcome in
      let (old, new) = (outcome.old, outcome.new)
      let before = old.map { "\($0.number) \($0.status ?? "") \($0.statusAt ?? 0)" } ?? ""
      return "\(outcome.row.line)|\(outcome.file.id)|\(outcome.kind)|\(before)|\(new.number)|"
        + "\(new.status ?? "")|\(outcome.row.statusAt ?? 0)"
    }.joined(separator: "\n")
    return Array(SHA256.hash(data: Array(text.utf8)).prefix(12)).hex
  }
}

/// Says what each line of an exchange means. A case is known by our number, else by the other system's;
/// a line that may mean two things is never guessed.
public struct ExchangeJudge {
  private let system: OutsideSystem
  private let table: ExchangeTable
  private let account: Account?
  private let answers: [Int: ExchangeAnswer]
  private let now: Int
  private var outcomes: [ExchangeOutcome] = []
  private var faults: ImportFaults
  /// Lines by case, and by case and number.
  private var lineOfCase: [Int64: Int] = [:]
  private var lineOfNumber: [String: (line: Int, file: Int64)] = [:]

  /// - Parameters:
  ///   - account: whose cases it may concern; nil for the folder's owner, who may all.
  ///   - answers: what was said of conflicts, by line.
  ///   - now: epoch seconds, for a status without a time.
  public static func preview(
    _ table: ExchangeTable, of system: OutsideSystem, for account: Account?,
    answers: [Int: ExchangeAnswer] = [:], at now: Int, in db: Database
  ) throws -> ExchangePreview {
    var judge = ExchangeJudge(
      system: system, table: table, account: account, answers: answers, now: now,
      faults: table.faults)
    for row in table.rows { try judge.take(row, in: db) }
    return ExchangePreview(system: system, outcomes: judge.outcomes, faults: judge.faults)
  }

  private init(
    system: OutsideSystem, table: ExchangeTable, account: Account?,
    answers: [Int: ExchangeAnswer], now: Int, faults: ImportFaults
  ) {
    self.system = system
    self.table = table
    self.account = account
    self.answers = answers
    self.now = now
    self.faults = faults
  }

  private mutating func take(_ row: ExchangeRow, in db: Database) throws {
    let before = faults.count
    let number = checkedNumber(row)
    let status = checkedStatus(row)
    guard faults.count == before, let file = try caseOf(row, number, in: db) else { return }
    let held = try OutsideNumbers.of(file.id, in: db).filter { $0.system == system.id }
    guard let number = number ?? sole(held, row) else { return }
    if let number = try clash(number, of: file, row, in: db) {
      return add(row, .number, row.number, number)
    }
    let known = held.first { $0.number == number }
    let other = known == nil && !system.hasSeveral ? held.first : nil
    let old = known ?? other
    let answer = other == nil ? nil : answers[row.line]
    var new = old ?? OutsideNumber(system: system.id, number: number)
    if answer != .keep { new.number = number }
    if let status {
      if status != new.status { new.statusAt = row.statusAt ?? now }
      if let at = row.statusAt { new.statusAt = at }
      new.status = status
    }
    if let at = old?.statusAt, let given = row.statusAt, given < at, new.status != old?.status {
      return add(
        row, .statusAt, row.status,
        Label(
          zh: "本系统已有更晚的状态“\(old?.status ?? "")”，请去掉这一行或更正时间",
          en:
            "a later status, \(old?.status ?? ""), is known; leave the line out or correct its time"
        ))
    }
    let kind: ExchangeOutcome.Kind =
      other != nil && answer == nil
      ? .conflict : old == nil ? .added : new == old ? .same : .changed
    outcomes.append(
      ExchangeOutcome(
        row: row, file: file, kind: kind, old: old, new: new,
        differs: file.differs(from: new, in: system)))
  }

  // MARK: What stands in a line

  private mutating func checkedNumber(_ row: ExchangeRow) -> String? {
    guard !row.number.isBlank else { return nil }
    guard let number = system.number(reading: row.number) else {
      add(
        row, .number, row.number,
        Label(
          zh: "不像该系统的编号，应为 \(system.numbers.joined(separator: "、"))（9 代表数字，A 代表字母）",
          en:
            "no number of the system; write one like \(system.numbers.joined(separator: ", ")), 9 for a digit, A for a letter"
        ))
      return nil
    }
    return number
  }

  private mutating func checkedStatus(_ row: ExchangeRow) -> String? {
    let text = row.status.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !text.isEmpty else { return nil }
    guard let word = system.word(reading: text) else {
      let words = system.words.flatMap { [$0.word] + $0.also }
      add(
        row, .status, row.status,
        words.isEmpty
          ? Label(zh: "该系统没有状态，请留空", en: "the system has no status; leave it empty")
          : Label(
            zh: "方案里没有这个状态，应为\(words.joined(separator: "、"))",
            en: "the plan knows no such status; write one of \(words.joined(separator: ", "))"))
      return nil
    }
    return word.word
  }

  private mutating func caseOf(
    _ row: ExchangeRow, _ number: String?, in db: Database
  ) throws -> CaseFile? {
    var ids: [Int64] = []
    let own = row.file.uppercased().filter { !$0.isWhitespace }
    if !own.isEmpty {
      ids = try Int64.fetchAll(
        db, sql: "SELECT id FROM case_file WHERE number = ?", arguments: [own])
    } else if let number {
      ids = try OutsideNumbers.cases(with: number, in: system.id, db)
    } else {
      add(
        row, nil, "",
        Label(
          zh: "请填问题单编号，或该系统里已登记过的编号",
          en: "write the number of the case, or one of the system that is known here"))
      return nil
    }
    let files = try ids.compactMap { try find($0, in: db) }
    let column: ExchangeColumn = own.isEmpty ? .number : .file
    let found = own.isEmpty ? row.number : row.file
    guard let file = files.first else {
      add(
        row, column, found,
        own.isEmpty
          ? Label(
            zh: "没有登记过这个编号，请在“问题单编号”列写明是哪张单",
            en: "no case has it; write the number of the case beside it")
          : Label(zh: "没有这张问题单，请核对编号", en: "there is no such case; check the number"))
      return nil
    }
    if files.count > 1 {
      add(
        row, column, found,
        Label(
          zh: "有 \(files.count) 张单用这个编号，请在“问题单编号”列写明是哪张",
          en: "\(files.count) cases have it; write the number of the case beside it"))
      return nil
    }
    if let other = file.mergedInto {
      add(
        row, column, found,
        Label(
          zh: "这张单已并入 \(other.number)，请写那张", en: "it was merged into \(other.number); write that"))
      return nil
    }
    return file
  }

  /// A case as far as the account may give it a number; as if it were not there otherwise.
  private func find(_ id: Int64, in db: Database) throws -> CaseFile? {
    guard let account else { return try CaseBook.find(id, in: db) }
    return try CaseBook.find(id, for: account, in: db).flatMap {
      Policy.may(account, .numberCase, .caseFile($0.relation)) ? $0 : nil
    }
  }

  /// The one number that a case has in the system, for a line that names only our own.
  private mutating func sole(_ held: [OutsideNumber], _ row: ExchangeRow) -> String? {
    if held.count == 1 { return held[0].number }
    add(
      row, .number, "",
      held.isEmpty
        ? Label(
          zh: "这张单在该系统里还没有编号，请填写", en: "the case has no number in the system yet; write it")
        : Label(
          zh: "这张单有 \(held.count) 个编号，请写明是哪个",
          en: "the case has \(held.count) numbers; write which one is meant"))
    return nil
  }

  /// What stands against a number: another line, another case.
  private mutating func clash(
    _ number: String, of file: CaseFile, _ row: ExchangeRow, in db: Database
  ) throws -> Label? {
    if let first = lineOfNumber[number], first.file == file.id || !system.isShared {
      return Label(
        zh: "第 \(first.line) 行已有这个编号，请去掉其中一行", en: "row \(first.line) has it too; leave one out")
    }
    if !system.hasSeveral, let first = lineOfCase[file.id] {
      return Label(
        zh: "第 \(first) 行是同一张单，请去掉其中一行", en: "row \(first) is of the same case; leave one out")
    }
    let owner =
      system.isShared
      ? nil
      : try OutsideNumbers.cases(with: number, in: system.id, db).first { $0 != file.id }
    guard let owner else {
      lineOfNumber[number] = (row.line, file.id)
      lineOfCase[file.id] = row.line
      return nil
    }
    let name = try find(owner, in: db)?.number
    return Label(
      zh: "这个编号已属于\(name ?? "另一张单")，请核对",
      en: "it belongs to \(name ?? "another case"); check which is right")
  }

  private mutating func add(
    _ row: ExchangeRow, _ column: ExchangeColumn?, _ found: String, _ remedy: Label
  ) {
    faults.add(
      ImportFault(
        file: table.file, sheet: table.sheet, line: row.line, column: column?.label.zh,
        found: Label(zh: found, en: found), remedy: remedy))
  }
}
