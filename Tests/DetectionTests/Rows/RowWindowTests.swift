import ActionPlan
import AirQuality
import Testing

@testable import Detection

/// Which rows come together within a rule's time.
struct RowWindowTests {
  static func member(_ row: Int64, _ day: String) -> RowWindow.Member {
    RowWindow.Member(row: row, day: CalendarDay(day)!.dayNumber)
  }

  static func full(
    _ days: [String], needed: Int, _ span: RowTrigger.Span, covered: [Range<Int>] = [],
    written: Set<Int64>? = nil
  ) -> [[Int64]] {
    let members = days.enumerated().map { member(Int64($0.offset + 1), $0.element) }
    return RowWindow.full(
      of: members, needed: needed, within: span, covered: covered,
      written: written ?? Set(members.map(\.row))
    ).map { $0.members.map(\.row) }
  }

  @Test(arguments: [
    ("2021-01-31", 1, "2021-03-01"), ("2021-08-31", 6, "2022-03-01"),
    ("2021-01-15", 6, "2021-07-15"),
    ("2020-01-31", 1, "2020-03-01"), ("2021-12-01", 1, "2022-01-01"),
    ("2021-03-31", 1, "2021-05-01"),
  ])
  func `months of a span are the calendar's`(from: String, months: Int, end: String) {
    let day = RowTrigger.Span.months(months).end(from: CalendarDay(from)!)
    #expect("\(day)" == end)
  }

  @Test func `two rows on the last day of six months come together, a day later they do not`() {
    #expect(Self.full(["2021-01-15", "2021-07-14"], needed: 2, .months(6)) == [[1, 2]])
    #expect(Self.full(["2021-01-15", "2021-07-15"], needed: 2, .months(6)) == [])
  }

  @Test func `a window takes all of its time, and the next one begins after it`() {
    let days = ["2021-01-01", "2021-01-05", "2021-01-09", "2021-01-11", "2021-01-12"]
    #expect(Self.full(days, needed: 2, .days(10)) == [[1, 2, 3], [4, 5]])
  }

  @Test func `an early row that lacks company does not keep later ones apart`() {
    let days = ["2021-01-01", "2021-01-10", "2021-01-12"]
    #expect(Self.full(days, needed: 2, .days(5)) == [[2, 3]])
  }

  @Test func `rows of a window that has opened a case count for no other`() {
    let days = ["2021-01-01", "2021-01-05", "2021-01-09"]
    let first = CalendarDay("2021-01-05")!.dayNumber
    #expect(Self.full(days, needed: 2, .days(30), covered: [first..<first + 2]) == [])
  }

  @Test func `what was there before opens nothing without a row that was written`() {
    let days = ["2021-01-01", "2021-01-05", "2021-03-01"]
    #expect(Self.full(days, needed: 2, .days(10), written: [3]) == [])
    #expect(Self.full(days, needed: 2, .days(10), written: [2]) == [[1, 2]])
  }

  @Test func `windows never share a row or a day and miss nothing`() {
    var random = SeededNumbers(seed: 5)
    for _ in 0..<500 {
      let members = (1...Int64(1 + random.next(12))).map {
        RowWindow.Member(row: $0, day: random.next(40))
      }
      let (needed, length) = (1 + random.next(3), 1 + random.next(12))
      let written = Set(members.map(\.row).filter { _ in random.next(2) == 0 })
      let covered = random.next(2) == 0 ? [10..<(11 + random.next(8))] : []
      let windows = RowWindow.full(
        of: members, needed: needed, within: .days(length), covered: covered, written: written)
      var used: Set<Int64> = []
      for window in windows {
        #expect(window.members.count >= needed && window.days.count <= length)
        #expect(window.members.allSatisfy { window.days.contains($0.day) })
        #expect(window.members.contains { written.contains($0.row) })
        #expect(used.isDisjoint(with: window.members.map(\.row)))
        #expect(!covered.contains { $0.overlaps(window.days) })
        used.formUnion(window.members.map(\.row))
      }
      for (a, b) in zip(windows, windows.dropFirst()) {
        #expect(a.days.upperBound <= b.days.lowerBound)
      }
      // Whoever is left has too little company, even among all the others that are left.
      let taken = covered + windows.map(\.days)
      let left = members.filter { member in !taken.contains { $0.contains(member.day) } }
      for begin in left {
        let end = taken.map(\.lowerBound).filter { $0 > begin.day }.min() ?? .max
        let together = left.filter {
          (begin.day..<min(begin.day + length, end)).contains($0.day)
        }
        #expect(
          together.count < needed || !together.contains { written.contains($0.row) })
      }
    }
  }
}

/// The same numbers in each run.
private struct SeededNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
