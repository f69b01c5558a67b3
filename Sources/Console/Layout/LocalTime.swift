import AirQuality

/// Instants as a person reads them: the plan's fixed offset, by arithmetic.
public struct LocalTime: Sendable {
  public let utcOffsetSeconds: Int

  public init(utcOffsetSeconds: Int) {
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  /// `2021-06-01 08:05`
  public func minute(_ epoch: Int) -> String { "\(date(epoch)) \(clock(epoch))" }

  /// `2021-06-01 08:05:09`
  public func second(_ epoch: Int) -> String {
    "\(minute(epoch)):\(two(secondOfDay(epoch) % 60))"
  }

  /// `2021-06-01`
  public func date(_ epoch: Int) -> String { day(epoch).description }

  /// `08:05`
  public func clock(_ epoch: Int) -> String {
    let second = secondOfDay(epoch)
    return "\(two(second / 3600)):\(two(second / 60 % 60))"
  }

  /// Today's instants as `08:05`, others as `06-01 08:05`, other years in full.
  public func short(_ epoch: Int, now: Int) -> String {
    let (day, today) = (day(epoch), day(now))
    if day == today { return clock(epoch) }
    if day.year != today.year { return minute(epoch) }
    return "\(two(day.month))-\(two(day.day)) \(clock(epoch))"
  }

  /// RFC 3339 with the offset, for `<time datetime>` and JSON.
  public func rfc3339(_ epoch: Int) -> String {
    let sign = utcOffsetSeconds < 0 ? "-" : "+"
    let minutes = abs(utcOffsetSeconds) / 60
    return
      "\(date(epoch))T\(clock(epoch)):\(two(secondOfDay(epoch) % 60))"
      + "\(sign)\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// Epoch of the local midnight at or before an instant.
  public func startOfDay(_ epoch: Int) -> Int { epoch - secondOfDay(epoch) }

  private func day(_ epoch: Int) -> CalendarDay {
    CalendarDay(ofEpoch: epoch, utcOffsetSeconds: utcOffsetSeconds)
  }

  private func secondOfDay(_ epoch: Int) -> Int {
    let second = (epoch + utcOffsetSeconds) % 86_400
    return second < 0 ? second + 86_400 : second
  }

  private func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
}
