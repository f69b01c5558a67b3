public import ActionPlan
public import AirQuality

extension RowFilter {
  /// Whether a row fulfils it. A comparison with an empty field does not hold, its negation does.
  ///
  /// - Parameters:
  ///   - values: by field id; a missing field is empty.
  ///   - today: the plan's local day of asking.
  ///   - utcOffsetSeconds: of the plan's local time; a day beside an instant is its local midnight.
  public func holds(
    _ values: [String: FieldValue], today: CalendarDay, utcOffsetSeconds: Int
  ) -> Bool {
    RowJudge(values: values, today: today, utcOffsetSeconds: utcOffsetSeconds).holds(predicate)
  }
}

private struct RowJudge {
  let values: [String: FieldValue]
  let today: CalendarDay
  let utcOffsetSeconds: Int

  func holds(_ predicate: Predicate) -> Bool {
    switch predicate {
    case .compare(let left, let comparison, let right):
      return holds(value(left), comparison, value(right))
    case .isEmpty(let field):
      return values[field] ?? .null == .null
    case .isOne(let operand, let literals):
      let left = value(operand)
      return literals.contains { holds(left, .equal, value(.literal($0))) }
    case .all(let parts):
      return parts.allSatisfy(holds)
    case .any(let parts):
      return parts.contains(where: holds)
    case .not(let part):
      return !holds(part)
    }
  }

  private func value(_ operand: Predicate.Operand) -> FieldValue {
    switch operand {
    case .field(let id): values[id] ?? .null
    case .literal(.text(let text)): .text(text)
    case .literal(.number(let number)): .decimal(number)
    case .literal(.flag(let flag)): .flag(flag)
    case .literal(.day(let day)): .text(CalendarDate(day).description)
    case .today(let days): .text(CalendarDate(today.adding(days: days)).description)
    }
  }

  private func holds(
    _ left: FieldValue, _ comparison: Predicate.Comparison, _ right: FieldValue
  ) -> Bool {
    switch (left, right) {
    case (.text(let a), .text(let b)): comparison.holds(ByteOrdered(a), ByteOrdered(b))
    case (.flag(let a), .flag(let b)): comparison.holds(a ? 1 : 0, b ? 1 : 0)
    case (.instant(let a), .instant(let b)): comparison.holds(a, b)
    case (.instant(let a), .text(let day)):
      midnight(day).map { comparison.holds(a, $0) } ?? false
    case (.text(let day), .instant(let b)):
      midnight(day).map { comparison.holds($0, b) } ?? false
    default:
      if let a = left.number, let b = right.number { comparison.holds(a, b) } else { false }
    }
  }

  private func midnight(_ day: String) -> Int? {
    CalendarDay(day).map { $0.dayNumber * 86_400 - utcOffsetSeconds }
  }
}

/// Text in the order in which SQLite compares it.
private struct ByteOrdered: Comparable {
  let bytes: String.UTF8View

  init(_ text: String) { bytes = text.utf8 }

  static func == (a: ByteOrdered, b: ByteOrdered) -> Bool { a.bytes.elementsEqual(b.bytes) }
  static func < (a: ByteOrdered, b: ByteOrdered) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }
}

extension Predicate.Comparison {
  fileprivate func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
    switch self {
    case .equal: a == b
    case .unequal: a != b
    case .less: a < b
    case .atMost: a <= b
    case .greater: a > b
    case .atLeast: a >= b
    }
  }
}
