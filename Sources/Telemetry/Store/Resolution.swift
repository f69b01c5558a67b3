/// Lengths over which samples are summed up; both begin at local time of a fixed UTC offset.
enum Resolution: String, CaseIterable {
  case hour
  case day

  var seconds: Int {
    switch self {
    case .hour: 3_600
    case .day: 86_400
    }
  }

  /// A series whose own window is as long is not summed again: its samples are the answer.
  func sumsUp(_ key: SeriesKey) -> Bool { key.windowSeconds < seconds }

  func start(of instant: Int, utcOffsetSeconds: Int) -> Int {
    let local = instant + utcOffsetSeconds
    let remainder = local % seconds
    return local - (remainder < 0 ? remainder + seconds : remainder) - utcOffsetSeconds
  }
}
