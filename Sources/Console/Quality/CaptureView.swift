import AirQuality
import DataQuality
import Ledger

/// A month of local time, up to now.
struct CaptureMonth: Sendable {
  /// `2021-06`.
  let name: String
  /// Epoch seconds.
  let span: Range<Int>
  let previous: String
  let next: String?

  /// - Parameter text: `2021-06`; anything else is the month of now.
  init(_ text: String?, now: Int, time: LocalTime) {
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: time.utcOffsetSeconds)
    let wanted = text.flatMap { CalendarDay("\($0)-01") } ?? today
    let first = CalendarDay(Self.name(wanted.year, wanted.month) + "-01") ?? today
    let after = Self.moved(first, by: 1)
    name = Self.name(first.year, first.month)
    func begin(_ day: CalendarDay) -> Int { day.dayNumber * 86_400 - time.utcOffsetSeconds }
    let from = min(begin(first), now)
    span = from..<max(min(begin(after), now), from)
    let before = Self.moved(first, by: -1)
    previous = Self.name(before.year, before.month)
    next = begin(after) <= now ? Self.name(after.year, after.month) : nil
  }

  private static func moved(_ day: CalendarDay, by months: Int) -> CalendarDay {
    let index = day.year * 12 + day.month - 1 + months
    return CalendarDay(name(index / 12, index % 12 + 1) + "-01") ?? day
  }

  private static func name(_ year: Int, _ month: Int) -> String {
    "\(year)-\(month < 10 ? "0" : "")\(month)"
  }
}

/// What came of what was due, by device, ready for its template.
struct CaptureView: Sendable {
  struct Line: Sendable {
    let deviceName: String
    let deviceHref: String
    let mn: String
    let due: String
    let received: String
    let valid: String
    let share: String
    let isLow: Bool
  }

  let month: String
  let previousHref: String
  let nextHref: String
  let hasNext: Bool
  let lines: [Line]
  let hasLines: Bool

  /// A device's month counts as low under this share.
  ///
  /// - Source: quarterly rate of stationary sources, unconfirmed; shown, never judged by.
  private static let low = 0.75

  init(_ rates: [CaptureRate], month: CaptureMonth, reading: QualityReading, texts: Texts) {
    self.month = month.name
    previousHref = "/quality/capture?month=\(month.previous)"
    nextHref = "/quality/capture?month=\(month.next ?? month.name)"
    hasNext = month.next != nil
    lines = rates.compactMap { rate in
      guard let device = reading.devices[rate.mn] else { return nil }
      return Line(
        deviceName: texts(device.label), deviceHref: "/devices/\(LocalPath.encode(rate.mn))",
        mn: rate.mn, due: "\(rate.due)", received: "\(rate.received)", valid: "\(rate.valid)",
        share: rate.share.map(Self.percent) ?? "—",
        isLow: rate.share.map { $0 < Self.low } ?? false)
    }
    hasLines = !lines.isEmpty
  }

  /// One decimal, never rounded up to what was not reached.
  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded(.down))
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
