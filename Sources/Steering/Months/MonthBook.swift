public import AirQuality
import Crypto
import Foundation
public import GRDB
import Ledger

/// One thing a person did to a month.
public struct MonthStep: Sendable, Hashable {
  public let id: Int64
  public let step: MonthStage.Step
  /// Epoch seconds.
  public let at: Int
  public let account: Int64
  /// As the account was called then.
  public let person: String
  public let note: String
  /// The last import whose values the figures know.
  public let known: Int64
}

/// One figure as it stood when its month was closed.
public struct FrozenFigure: Sendable, Hashable {
  /// Id of the plan's ranking.
  public let ranking: String
  /// As `AssessmentPeriod` writes it: the month, or the year to its end.
  public let period: String
  public let place: String
  /// Of `PlaceFigures.Kind`, also of the year before, or a mark on the place's figures.
  public let figure: String
  /// Decimal text.
  public let value: String

  public init(ranking: String, period: String, place: String, figure: String, value: String) {
    self.ranking = ranking
    self.period = period
    self.place = place
    self.figure = figure
    self.value = value
  }
}

/// Closing, signing and opening months again: what was done, by whom, and the figures that were closed.
public enum MonthBook {
  public static let longestNote = 500

  /// Who does it, and when.
  public struct Hand: Sendable {
    public let account: Int64
    public let person: String
    /// Epoch seconds.
    public let at: Int
    public init(account: Int64, person: String, at: Int) {
      self.account = account
      self.person = person
      self.at = at
    }
  }

  /// Everything done to a month, oldest first.
  ///
  /// - Precondition: `month` is a month.
  public static func steps(of month: AssessmentPeriod, in db: Database) throws -> [MonthStep] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id, step, at, account, person, note, known FROM air_month_step
          WHERE month = ? ORDER BY id
          """), arguments: [month.description]
    ).compactMap { row in
      MonthStage.Step(rawValue: row["step"]).map {
        MonthStep(
          id: row["id"], step: $0, at: row["at"], account: row["account"], person: row["person"],
          note: row["note"], known: row["known"])
      }
    }
  }

  public static func stage(_ steps: [MonthStep]) -> MonthStage {
    switch steps.last?.step {
    case .closed: .closed
    case .signed: .signed
    case .reopened, nil: .provisional
    }
  }

  /// Months that were signed and not opened again, the latest first.
  public static func signedMonths(in db: Database) throws -> [AssessmentPeriod] {
    try String.fetchAll(
      db,
      sql: """
        SELECT month FROM air_month_step AS s
        WHERE step = 'signed' AND id = (SELECT max(id) FROM air_month_step WHERE month = s.month)
        ORDER BY month DESC
        """
    ).compactMap { AssessmentPeriod($0) }
  }

  /// Figures that a closing froze, of the last one that still stands; empty for a provisional month.
  public static func frozen(
    of month: AssessmentPeriod, in db: Database
  ) throws -> [FrozenFigure] {
    let steps = try steps(of: month, in: db)
    guard stage(steps) != .provisional, let closing = steps.last(where: { $0.step == .closed })
    else { return [] }
    return try frozen(by: closing.id, in: db)
  }

  /// Figures that one closing froze.
  public static func frozen(by closing: Int64, in db: Database) throws -> [FrozenFigure] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT ranking, period, place, figure, value FROM air_month_figure WHERE step = ?
        ORDER BY ranking, period, place, figure
        """, arguments: [closing]
    ).map {
      FrozenFigure(
        ranking: $0["ranking"], period: $0["period"], place: $0["place"], figure: $0["figure"],
        value: $0["value"])
    }
  }

  /// Closes a month: its figures are kept as they are.
  ///
  /// - Parameters:
  ///   - figures: of the month and of the year to its end, computed in this transaction.
  ///   - seen: digest of the figures that the person saw; others refuse.
  ///   - today: the local day; the month is over by then.
  ///   - plan: digest.
  /// - Throws: `MonthRefusal`; nothing has changed then.
  public static func close(
    _ month: AssessmentPeriod, figures: [FrozenFigure], seen: String, today: CalendarDay,
    by hand: Hand, note: String, plan: String, in db: Database
  ) throws {
    guard month.lastDay < today else { throw MonthRefusal.notOver(month) }
    _ = try stage(steps(of: month, in: db)).after(.closed)
    guard
      figures.contains(where: {
        $0.period == month.description && $0.kind.map { !$0.isBefore } ?? false
      })
    else { throw MonthRefusal.noFigures }
    guard seen == FrozenFigure.digest(of: figures) else { throw MonthRefusal.figuresMoved }
    let version = try AirBook.version(in: db)
    let step = try write(
      .closed, month, by: hand, note: note, plan: plan, known: version.lastImport, in: db)
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO air_month_figure (step, ranking, period, place, figure, value)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    for figure in figures {
      try insert.execute(arguments: [
        step, figure.ranking, figure.period, figure.place, figure.figure, figure.value,
      ])
    }
  }

  /// Signs a closed month: its rankings may be published.
  ///
  /// - Parameter seen: id of the closing that the person saw; another one refuses.
  /// - Throws: `MonthRefusal`; nothing has changed then.
  public static func sign(
    _ month: AssessmentPeriod, seen: Int64, by hand: Hand, note: String, plan: String,
    in db: Database
  ) throws {
    let steps = try steps(of: month, in: db)
    _ = try stage(steps).after(.signed)
    guard let closing = steps.last, closing.account != hand.account else {
      throw MonthRefusal.samePerson
    }
    guard closing.id == seen else { throw MonthRefusal.figuresMoved }
    _ = try write(
      .signed, month, by: hand, note: note, plan: plan, known: closing.known, in: db)
  }

  /// Opens a month again; its rankings are no longer published.
  ///
  /// - Throws: `MonthRefusal`; nothing has changed then.
  public static func reopen(
    _ month: AssessmentPeriod, by hand: Hand, why: String, plan: String, in db: Database
  ) throws {
    let steps = try steps(of: month, in: db)
    _ = try stage(steps).after(.reopened)
    guard why.contains(where: { !$0.isWhitespace }) else { throw MonthRefusal.noReason }
    _ = try write(
      .reopened, month, by: hand, note: why, plan: plan, known: steps.last?.known ?? 0, in: db)
  }

  private static func write(
    _ step: MonthStage.Step, _ month: AssessmentPeriod, by hand: Hand, note: String, plan: String,
    known: Int64, in db: Database
  ) throws -> Int64 {
    guard note.count <= longestNote else { throw MonthRefusal.reasonTooLong }
    try db.execute(
      sql: """
        INSERT INTO air_month_step (month, step, at, account, person, note, plan, known)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        month.description, step.rawValue, hand.at, hand.account, hand.person, note, plan, known,
      ])
    let id = db.lastInsertedRowID
    try AuditLog.append(
      actor: .account(hand.account), action: "month.\(step.rawValue)",
      object: "month/\(month)", detail: ["person": hand.person, "note": note, "known": "\(known)"],
      at: hand.at, in: db)
    return id
  }
}

/// A figure that is another now than when its month was closed.
public struct MonthCorrection: Sendable, Hashable {
  /// The figure, with its value now; as it was closed where there is none any more.
  public let figure: FrozenFigure
  /// Decimal text; nil where nothing was closed.
  public let was: String?
  /// Decimal text; nil where there is none any more.
  public let now: String?
}

extension MonthBook {
  /// What has changed since a month was closed: the closed figures in their order, then new ones.
  public static func corrections(
    of closed: [FrozenFigure], now figures: [FrozenFigure]
  ) -> [MonthCorrection] {
    let before = Dictionary(closed.map { ($0.key, $0.value) }) { first, _ in first }
    let now = Dictionary(figures.map { ($0.key, $0.value) }) { first, _ in first }
    return closed.filter { now[$0.key] != $0.value }.map {
      MonthCorrection(figure: $0, was: $0.value, now: now[$0.key])
    }
      + figures.filter { before[$0.key] == nil }.map {
        MonthCorrection(figure: $0, was: nil, now: $0.value)
      }
  }
}

extension FrozenFigure {
  fileprivate struct Key: Hashable {
    let ranking: String
    let period: String
    let place: String
    let figure: String
  }

  fileprivate var key: Key { Key(ranking: ranking, period: period, place: place, figure: figure) }

  /// One short text for a list of figures: another as soon as one of them is.
  public static func digest(of figures: [FrozenFigure]) -> String {
    let lines = figures.map {
      [$0.ranking, $0.period, $0.place, $0.figure, $0.value].joined(separator: "\t")
    }
    return SHA256.hash(data: Data(lines.joined(separator: "\n").utf8)).prefix(8).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
