import ActionPlan
import AirQuality
import Crypto
import Foundation
import Ledger

/// What is tallied of a register's rows on a day.
struct TallyQuestion {
  /// A comparison of a field with a day that moves on with the day of asking.
  struct Bound: Hashable {
    /// Of kind date or instant.
    let field: Field
    let day: CalendarDay
  }

  let register: Register
  /// Rows that count; nil for all.
  let filter: RowFilter?
  /// A second filter; rows that fulfil it too are told apart.
  let marked: RowFilter?
  /// What is added up.
  let number: Field?
  /// What the tallies are broken down by.
  let key: Field?
  let keepsValues: Bool
  /// nil where the answer may be another one the day after whatever the rows hold.
  let bounds: Set<Bound>?
  /// The same for the same question on other days.
  let digest: Data

  init(
    _ fold: Indicator.Fold, of selection: Indicator.Selection, marked: RowFilter?, by: String?,
    register: Register, day: CalendarDay, utcOffsetSeconds: Int
  ) {
    self.register = register
    filter = selection.filter
    self.marked = marked
    number = fold.field.flatMap(register.field)
    key = by.flatMap(register.field)
    keepsValues = fold.keepsValues
    var moving: Set<Bound>? = []
    for predicate in selection.conditions + [marked?.predicate].compactMap(\.self) {
      predicate.collectBounds(&moving, of: register, on: day)
    }
    if let field = selection.dated.flatMap(register.field) {
      moving?.insert(Bound(field: field, day: selection.endDay))
    }
    bounds = moving
    let parts = [
      "1", register.id, "\(RegisterStretches.rows) \(utcOffsetSeconds)", "\(selection.conditions)",
      selection.dated ?? "", "\(selection.period.first)", "\(selection.period.isYearBefore)",
      marked.map { "\($0.predicate)" } ?? "", Self.name(number), Self.name(key), "\(keepsValues)",
    ]
    digest = Data(SHA256.hash(data: Data(parts.joined(separator: "\u{0}").utf8)))
  }

  private static func name(_ field: Field?) -> String {
    field.map { "\($0.id) \($0.kind.code)" } ?? ""
  }
}

extension ActionPlan.Predicate {
  /// Adds the comparisons that move on with the day; nil where another part of it does.
  fileprivate func collectBounds(
    _ bounds: inout Set<TallyQuestion.Bound>?, of register: Register, on day: CalendarDay
  ) {
    switch self {
    case .compare(.field(let id), _, .today(let days)),
      .compare(.today(let days), _, .field(let id)):
      guard let field = register.field(id) else { return }
      bounds?.insert(TallyQuestion.Bound(field: field, day: day.adding(days: days)))
    case .compare(.today, _, _), .compare(_, _, .today), .isOne(.today, _): bounds = nil
    case .compare, .isEmpty, .isOne: break
    case .all(let parts), .any(let parts):
      for part in parts { part.collectBounds(&bounds, of: register, on: day) }
    case .not(let part): part.collectBounds(&bounds, of: register, on: day)
    }
  }
}
