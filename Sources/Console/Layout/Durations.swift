extension Texts {
  /// How long: `4 分钟`, `2 小时 5 分`, `3 天`; the two largest units at most, rounded down.
  public func duration(seconds: Int) -> String {
    let seconds = max(0, seconds)
    if seconds < 60 { return self("time.seconds", ["n": "\(seconds)"]) }
    if seconds < 3600 { return self("time.minutes", ["n": "\(seconds / 60)"]) }
    if seconds < 86_400 {
      let minutes = seconds / 60 % 60
      let hours = self("time.hours", ["n": "\(seconds / 3600)"])
      return minutes == 0 ? hours : hours + " " + self("time.minutes", ["n": "\(minutes)"])
    }
    let hours = seconds / 3600 % 24
    let days = self("time.days", ["n": "\(seconds / 86_400)"])
    return hours == 0 ? days : days + " " + self("time.hours", ["n": "\(hours)"])
  }

  /// How long ago: `4 分钟前`.
  public func age(of epoch: Int, now: Int) -> String {
    now - epoch < 5
      ? self("time.justNow")
      : self("time.ago", ["duration": duration(seconds: now - epoch)])
  }

  /// What is left of a deadline, or how far it is past: `剩 12 分钟`, `逾期 5 分钟`.
  public func remaining(until due: Int, now: Int) -> String {
    due >= now
      ? self("time.left", ["duration": duration(seconds: due - now)])
      : self("time.late", ["duration": duration(seconds: now - due)])
  }
}
