internal import ActionPlan
internal import AirQuality

/// Rows of one group that came together within a rule's time.
struct RowWindow: Sendable, Hashable {
  /// A row that fulfils the rule's condition.
  struct Member: Sendable, Hashable {
    let row: Int64
    /// Day number of its date.
    let day: Int
  }

  /// From the first row's day to the day that no longer belongs to it.
  let days: Range<Int>
  /// By day, then by number.
  let members: [Member]

  /// The windows that are full because of what was written, the earliest first. One begins with the
  /// earliest row from which enough come together, and takes all of its time: the next begins after it.
  ///
  /// - Parameters:
  ///   - members: rows that fulfil the condition, in any order.
  ///   - covered: windows that have opened a case already; their rows count for no other.
  ///   - written: rows one of which must be among those of a window.
  static func full(
    of members: [Member], needed: Int, within span: RowTrigger.Span, covered: [Range<Int>],
    written: Set<Int64>
  ) -> [RowWindow] {
    let free = members.filter { member in !covered.contains { $0.contains(member.day) } }
      .sorted { ($0.day, $0.row) < ($1.day, $1.row) }
    var windows: [RowWindow] = []
    var begin = 0
    while begin < free.count {
      let first = free[begin].day
      let end = span.end(from: CalendarDay(dayNumber: first)).dayNumber
      let limit = covered.map(\.lowerBound).filter { $0 > first }.min() ?? .max
      let days = first..<min(end, limit)
      let inside = free[begin...].prefix { days.contains($0.day) }
      if inside.count >= needed, inside.contains(where: { written.contains($0.row) }) {
        windows.append(RowWindow(days: days, members: Array(inside)))
        begin += inside.count
      } else {
        begin += 1
      }
    }
    return windows
  }
}
