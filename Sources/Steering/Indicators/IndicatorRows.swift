import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger

/// Where the rows of an indicator are counted: in the tables as they are now, or among the rows as they
/// were known.
final class IndicatorRows {
  let plan: Plan
  /// The day of asking: `today` in filters.
  private let day: CalendarDay
  /// Epoch second up to whose end rows are as they were known; nil for now.
  private let knownAt: Int?
  /// Stretches from which a register's are kept.
  private let leastStretches: Int
  private let db: Database

  /// Stretches that were computed because none was kept that is right.
  private(set) var fresh: [KeptTallies.Fresh] = []
  /// Digests of what was asked of registers whose stretches are kept.
  private(set) var asked: Set<Data> = []

  /// A look at fewer rows takes no longer than finding what was kept of them.
  static let leastStretches = 32

  init(
    plan: Plan, day: CalendarDay, knownAt: Int?, leastStretches: Int = leastStretches, db: Database
  ) {
    self.plan = plan
    self.day = day
    self.knownAt = knownAt
    self.leastStretches = leastStretches
    self.db = db
  }

  /// - Parameters:
  ///   - marked: a second filter; rows that fulfil it too are told apart.
  ///   - by: id of the field that the tallies are broken down by.
  func tallies(
    _ fold: Indicator.Fold, of selection: Indicator.Selection, marked: RowFilter? = nil,
    by: String? = nil
  ) throws -> RowTallies {
    guard let register = plan.register(selection.register) else { return RowTallies() }
    let question = TallyQuestion(
      fold, of: selection, marked: marked, by: by, register: register, day: day,
      utcOffsetSeconds: plan.utcOffsetSeconds)
    if let knownAt { return try known(question, at: knownAt) }
    let folding = RowFolding(
      question: question, day: day, utcOffsetSeconds: plan.utcOffsetSeconds, db: db)
    let count = try RegisterStretches.count(of: register, in: db)
    return count < leastStretches
      ? try folding.tallies() : try tallies(folding, stretches: count)
  }

  /// Most stretches are as they were.
  private func tallies(_ folding: RowFolding, stretches: Int) throws -> RowTallies {
    let question = folding.question
    let version = try RegisterStore.version(of: question.register.id, in: db)
    let right = try KeptTallies.right(
      for: question, on: day,
      changes: try RegisterStretches.changes(of: question.register, in: db), in: db)
    asked.insert(question.digest)
    var tallies = RowTallies()
    for stretch in 0..<stretches {
      if let kept = right[stretch] {
        tallies.add(kept)
        continue
      }
      let found = try folding.tallies(of: stretch)
      tallies.add(found)
      fresh.append(
        KeptTallies.Fresh(
          question: question.digest, stretch: stretch, version: version,
          days: try folding.days(of: stretch), tally: found.bytes))
    }
    return tallies
  }

  private func known(_ question: TallyQuestion, at knownAt: Int) throws -> RowTallies {
    func holds(_ filter: RowFilter, _ row: RegisterRow) -> Bool {
      filter.holds(row.values, today: day, utcOffsetSeconds: plan.utcOffsetSeconds)
    }
    var tallies = RowTallies()
    for row in try RegisterStore.rows(question.register, knownAt: knownAt, in: db) {
      if let filter = question.filter, !holds(filter, row) { continue }
      let isMarked = question.marked.map { holds($0, row) } ?? false
      let number = question.number.flatMap { row[$0.id].number }
      func add(to pair: inout RowTallies.Pair) {
        pair.all.add(number, keepsValue: question.keepsValues)
        if isMarked { pair.marked.add(number, keepsValue: question.keepsValues) }
      }
      add(to: &tallies.overall)
      if let key = question.key { add(to: &tallies.byKey[row[key.id].text, default: .init()]) }
    }
    return tallies
  }
}
