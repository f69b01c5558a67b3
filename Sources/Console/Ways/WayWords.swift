import ActionPlan

/// What the pages of ways in and out share.
struct WayWords {
  let texts: Texts
  let time: LocalTime
  let now: Int

  func moment(_ epoch: Int?) -> Moment? {
    epoch.map { Moment($0, now: now, time: time, texts: texts) }
  }

  /// How a source is, in one word.
  func state(of source: DataSource, _ glance: SourceGlance) -> WayState {
    guard glance.isConfigured else { return WayState(texts("ways.state-unset"), isBad: true) }
    if glance.isConnected == false { return WayState(texts("ways.state-away"), isBad: true) }
    if let expect = source.expectSeconds, let last = glance.lastMessageAt, now - last > expect {
      return WayState(texts("ways.state-late"), isBad: true)
    }
    if let failure = glance.lastFailureAt, failure > glance.lastMessageAt ?? 0 {
      return WayState(texts("ways.state-failing"), isBad: true)
    }
    return glance.lastMessageAt == nil
      ? WayState(texts("ways.state-new")) : WayState(texts("ways.state-fine"), isGood: true)
  }

  func state(of glance: DestinationGlance) -> WayState {
    guard glance.isConfigured else { return WayState(texts("ways.state-unset"), isBad: true) }
    if glance.isPaused { return WayState(texts("ways.state-paused")) }
    guard glance.isConnected else { return WayState(texts("ways.state-away"), isBad: true) }
    return glance.waiting == 0
      ? WayState(texts("ways.state-level"), isGood: true)
      : WayState(texts("ways.state-catching"))
  }
}

/// A word with its colour.
struct WayState: Sendable {
  let stateName: String
  let isGood: Bool
  let isBad: Bool

  init(_ name: String, isGood: Bool = false, isBad: Bool = false) {
    stateName = name
    self.isGood = isGood
    self.isBad = isBad
  }
}
