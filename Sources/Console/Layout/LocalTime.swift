/// Instants as a person reads them: the plan's fixed offset, by arithmetic.
public struct LocalTime: Sendable {
  public let utcOffsetSeconds: Int

  public init(utcOffsetSeconds: Int) {
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  private struct Parts {
    let year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
  }

  /// `2021-06-01 08:05`
  public func minute(_ epoch: Int) -> String {
    let p = parts(epoch)
    return "\(date(epoch)) \(two(p.hour)):\(two(p.minute))"
  }

  /// `2021-06-01 08:05:09`
  public func second(_ epoch: Int) -> String {
    let p = parts(epoch)
    return "\(minute(epoch)):\(two(p.second))"
  }

  /// `2021-06-01`
  public func date(_ epoch: Int) -> String {
    let p = parts(epoch)
    return "\(p.year)-\(two(p.month))-\(two(p.day))"
  }

  /// `08:05`
  public func clock(_ epoch: Int) -> String {
    let p = parts(epoch)
    return "\(two(p.hour)):\(two(p.minute))"
  }

  /// Today's instants as `08:05`, others as `06-01 08:05`, other years in full.
  public func short(_ epoch: Int, now: Int) -> String {
    let p = parts(epoch)
    let today = parts(now)
    if p.year != today.year { return minute(epoch) }
    if p.month == today.month, p.day == today.day { return clock(epoch) }
    return "\(two(p.month))-\(two(p.day)) \(clock(epoch))"
  }

  /// RFC 3339 with the offset, for `<time datetime>` and JSON.
  public func rfc3339(_ epoch: Int) -> String {
    let p = parts(epoch)
    let sign = utcOffsetSeconds < 0 ? "-" : "+"
    let minutes = abs(utcOffsetSeconds) / 60
    return
      "\(date(epoch))T\(two(p.hour)):\(two(p.minute)):\(two(p.second))"
      + "\(sign)\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// Epoch of the local midnight at or before an instant.
  public func startOfDay(_ epoch: Int) -> Int {
    let local = epoch + utcOffsetSeconds
    return local - modulo(local, 86_400) - utcOffsetSeconds
  }

  /// Civil date from days since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date
  /// algorithms").
  private func parts(_ epoch: Int) -> Parts {
    let local = epoch + utcOffsetSeconds
    let seconds = modulo(local, 86_400)
    let z = (local - seconds) / 86_400 + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let m = (5 * dayOfYear + 2) / 153
    let month = m < 10 ? m + 3 : m - 9
    return Parts(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * m + 2) / 5 + 1, hour: seconds / 3600, minute: seconds / 60 % 60,
      second: seconds % 60)
  }

  private func modulo(_ a: Int, _ b: Int) -> Int { ((a % b) + b) % b }
  private func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
}
