import AirQuality

/// Whether a vehicle may be tested again. Pure.
///
/// - Source: the loop of inspection and maintenance: a failed vehicle is tested again only against a
///   record of its repair.
struct RetestDecision {
  /// A test or a repair.
  struct Mark: Hashable {
    let row: Int64
    let day: CalendarDay
    /// Epoch seconds; nil where only the day is known.
    let at: Int?
    /// Of a test: failed. Of a repair: it counts.
    let isMarked: Bool
  }

  let tests: [Mark]
  let repairs: [Mark]
  let today: CalendarDay
  let now: Int

  var answer: (isAllowed: Bool, reasons: [CheckReason]) {
    guard let last = tests.max(by: Self.isEarlier) else {
      return (true, [CheckReason("never-tested", .grants)])
    }
    guard last.isMarked else {
      return (true, [CheckReason("last-passed", .grants, values(last, "test"))])
    }
    let known = repairs.filter { repair in repair.at.map { $0 <= now } ?? (repair.day <= today) }
    let later = known.filter { $0.isMarked && isLater($0, than: last) }
    if let repair = later.max(by: Self.isEarlier), coversItsDay(last, known) {
      return (
        true,
        [
          CheckReason(
            "repaired", .grants,
            values(last, "test").merging(values(repair, "repair")) { a, _ in a })
        ]
      )
    }
    var reasons = [CheckReason("no-repair", .bars, values(last, "test"))]
    if let void = known.last(where: { !$0.isMarked && isLater($0, than: last) }) {
      reasons.append(CheckReason("repair-void", .bars, values(void, "repair")))
    }
    if let ahead = repairs.first(where: { !known.contains($0) }) {
      reasons.append(CheckReason("repair-ahead", .tells, values(ahead, "repair")))
    }
    return (false, reasons)
  }

  private static func isEarlier(_ a: Mark, _ b: Mark) -> Bool {
    if let first = a.at, let second = b.at { return (first, a.row) < (second, b.row) }
    return (a.day.dayNumber, a.row) < (b.day.dayNumber, b.row)
  }

  private func isLater(_ repair: Mark, than test: Mark) -> Bool {
    if let repaired = repair.at, let tested = test.at { return repaired > tested }
    return repair.day >= test.day
  }

  /// Where only days are known, one repair on the day of a failed test covers one of that day's.
  private func coversItsDay(_ last: Mark, _ known: [Mark]) -> Bool {
    let isDecided = known.contains { repair in
      guard repair.isMarked else { return false }
      if let repaired = repair.at, let tested = last.at { return repaired > tested }
      return repair.day > last.day
    }
    if isDecided { return true }
    let failures = tests.count { $0.isMarked && $0.day == last.day }
    return known.count { $0.isMarked && $0.day == last.day } >= failures
  }

  private func values(_ mark: Mark, _ name: String) -> [String: String] {
    [name: String(mark.row), "\(name)-on": mark.day.description]
  }
}
