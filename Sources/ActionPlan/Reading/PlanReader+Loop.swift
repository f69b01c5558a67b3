/// From where on something is a sign of gaming: `loop` of `plan.yml`.
extension PlanReader {
  static let bulkCases = 2...1_000
  static let likenesses = 50...100
  static let textLengths = 5...1_000
  static let speeds = 10...1_000
  static let metres = 100...100_000

  func loop(_ value: Value) -> LoopThresholds? {
    guard let table = Table(value, "loop", .loop, log: log) else { return nil }
    var loop = LoopThresholds()
    if let part = part(table, "bulk-closings", .bulkClosings) {
      set(&loop.bulkCases, number(part, "cases", in: Self.bulkCases))
      set(&loop.bulkSeconds, time(part, "within"))
    }
    if let part = part(table, "same-feedback", .sameFeedback) {
      set(&loop.textLikeness, number(part, "likeness", in: Self.likenesses))
      set(&loop.textCharacters, number(part, "characters", in: Self.textLengths))
      set(&loop.textSeconds, time(part, "within"))
    }
    if let part = part(table, "too-fast", .tooFast) {
      set(&loop.kilometresPerHour, number(part, "speed", in: Self.speeds))
      set(&loop.beyondMetres, number(part, "beyond", in: Self.metres))
    }
    if let part = part(table, "last-minute", .lastMinute) {
      set(&loop.lastSeconds, time(part, "within"))
      set(&loop.followSeconds, time(part, "follow"))
    }
    set(
      &loop.againSeconds, table["found-again"].flatMap { duration($0, "\"found-again\" of loop") })
    return loop
  }

  private func part(_ table: Table, _ key: String, _ shape: Shape) -> Table? {
    table[key].flatMap { Table($0, "\"\(key)\" of loop", shape, log: log) }
  }

  private func number(_ table: Table, _ key: String, in range: ClosedRange<Int>) -> Int? {
    table.required(key, "write a whole number from \(range.lowerBound) to \(range.upperBound)")
      .flatMap { whole($0, "\"\(key)\" of \(table.name)", in: range) }
  }

  private func time(_ table: Table, _ key: String) -> Int? {
    table.required(key, "add \(key): 10 min")
      .flatMap { duration($0, "\"\(key)\" of \(table.name)", atLeast: 1) }
  }

  private func set(_ number: inout Int, _ found: Int?) {
    if let found { number = found }
  }
}
