import ActionPlan

struct ForwardingView: Sendable {
  struct Line: Sendable {
    let id: String
    let name: String
    let state: WayState
    let what: String
    let waiting: String
    let oldest: Moment?
    let acknowledged: String
    let lastAcknowledged: Moment?
    let setAside: String
    let hasSetAside: Bool
    let failure: String
    let failureAt: Moment?
    let pauseAction: String
    let pauseText: String
    /// What the button asks for: `yes` or `no`.
    let wish: String
    let mayPause: Bool
  }

  let lines: [Line]
  let hasLines: Bool

  init(
    _ destinations: [ActionPlan.Destination], _ glances: [DestinationGlance], mayPause: Bool,
    words: WayWords
  ) {
    let texts = words.texts
    lines = destinations.map { destination in
      let glance =
        glances.first { $0.destination == destination.id }
        ?? DestinationGlance(destination: destination.id)
      return Line(
        id: destination.id, name: texts(destination.label), state: words.state(of: glance),
        what: Self.what(destination, texts), waiting: "\(glance.waiting)",
        oldest: words.moment(glance.oldestAt), acknowledged: "\(glance.acknowledged)",
        lastAcknowledged: words.moment(glance.lastAcknowledgedAt),
        setAside: "\(glance.setAside)", hasSetAside: glance.setAside > 0,
        failure: glance.lastFailure ?? "", failureAt: words.moment(glance.lastFailureAt),
        pauseAction: "/forwarding/\(LocalPath.encode(destination.id))/pause",
        pauseText: texts(glance.isPaused ? "ways.resume" : "ways.pause"),
        wish: glance.isPaused ? "no" : "yes", mayPause: mayPause && glance.isConfigured)
    }
    hasLines = !lines.isEmpty
  }

  /// What goes there.
  private static func what(_ destination: ActionPlan.Destination, _ texts: Texts) -> String {
    var parts: [String] = [
      destination.devices.map { texts("ways.devices", ["n": "\($0.count)"]) }
        ?? texts("ways.allDevices")
    ]
    if let commands = destination.commands {
      parts.append("CN=" + commands.sorted().joined(separator: "/"))
    }
    if let factors = destination.rewriting?.factors {
      parts.append(factors.sorted().joined(separator: "/"))
    }
    parts.append(texts(destination.rewriting == nil ? "ways.asSent" : "ways.rewritten"))
    return parts.joined(separator: texts("layout.separator"))
  }
}
