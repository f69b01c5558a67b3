import ActionPlan
import Console
import GRDB
import Ledger
import Telemetry

extension FolderCommand {
  /// What is asked of ways in and out beside HJ 212.
  enum WaysCommand: Codable, Sendable {
    /// The format is a `Grid.Format`.
    case listSources(format: String)
    case showSource(String)
    case listDestinations(format: String)
    case setPaused(String, Bool)
    case retry(String)
  }

  static func ways(_ command: WaysCommand, in district: OpenDistrict) async throws -> [String] {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal("the folder has no plan yet; serve it once")
    }
    switch command {
    case .listSources(let format):
      let glances = try await sources(plan, in: district)
      return lines(sourceGrid(plan, glances, district), format)
    case .showSource(let id):
      guard let source = plan.source(id) else {
        throw CommandRefusal(
          "the plan has no source \(id); look it up with: lantian source list")
      }
      let glance = try await sources(plan, in: district).first { $0.source == id }
      return await show(source, glance ?? SourceGlance(source: id), in: district)
    case .listDestinations(let format):
      let glances = try await destinations(plan, in: district)
      return lines(destinationGrid(plan, glances, district), format)
    case .setPaused(let id, let isPaused):
      try await setPaused(id, isPaused, plan, in: district)
      return [isPaused ? "\(id) is paused" : "\(id) goes on"]
    case .retry(let id):
      guard let ways = district.ways else {
        throw CommandRefusal("frames are sent by the server; start it first")
      }
      guard let count = try await ways.retry(id) else { throw unknown(id, plan) }
      return [
        "\(count) frames are sent to \(id) once more; lantian forward list shows what is left"
      ]
    }
  }

  private static func lines(_ grid: Grid, _ format: String) -> [String] {
    grid.text(Grid.Format(rawValue: format) ?? .table).split(whereSeparator: \.isNewline)
      .map(String.init)
  }

  /// From the server where one runs, else as it was kept.
  private static func sources(_ plan: Plan, in district: OpenDistrict) async throws
    -> [SourceGlance]
  {
    if let ways = district.ways { return await ways.sources() }
    return try await withInbox(of: district) { inbox in
      let kept = try await inbox.sourceStates()
      return plan.sources.map { source in
        var glance = SourceGlance(source: source.id)
        guard let state = kept.first(where: { $0.source == source.id }) else { return glance }
        glance.messages = state.messages
        glance.repeats = state.repeats
        glance.failures = state.failures
        glance.lastMessageAt = state.lastMessageAt
        glance.lastSequence = state.lastSequence
        glance.lastFailureAt = state.lastFailureAt
        glance.lastFailure = state.lastFailure
        return glance
      }
    }
  }

  private static func sourceGrid(
    _ plan: Plan, _ glances: [SourceGlance], _ district: OpenDistrict
  ) -> Grid {
    let time = LocalTime(utcOffsetSeconds: plan.utcOffsetSeconds)
    var grid = Grid([
      "source", "kind", "state", "messages", "repeats", "failures", "last", "failed", "failure",
    ])
    grid.rows = glances.map { glance in
      [
        .text(glance.source), .text(plan.source(glance.source)?.kind.rawValue ?? ""),
        .text(state(of: glance, plan, district)), .text("\(glance.messages)"),
        .text("\(glance.repeats)"), .text("\(glance.failures)"),
        Grid.Cell(glance.lastMessageAt.map { time.rfc3339($0) }),
        Grid.Cell(glance.lastFailureAt.map { time.rfc3339($0) }), Grid.Cell(glance.lastFailure),
      ]
    }
    return grid
  }

  private static func state(
    of glance: SourceGlance, _ plan: Plan, _ district: OpenDistrict
  ) -> String {
    guard district.isServed else { return "not served" }
    guard glance.isConfigured else { return "no address" }
    if glance.isConnected == false { return "not connected" }
    if let last = glance.lastMessageAt,
      let expect = plan.source(glance.source)?.expectSeconds, district.now() - last > expect
    {
      return "late"
    }
    if (glance.lastFailureAt ?? 0) > glance.lastMessageAt ?? 0 { return "failing" }
    return glance.lastMessageAt == nil ? "nothing yet" : "fine"
  }

  private static func show(
    _ source: DataSource, _ glance: SourceGlance, in district: OpenDistrict
  ) async -> [String] {
    let time = LocalTime(utcOffsetSeconds: district.plan?.utcOffsetSeconds ?? 0)
    var lines = [
      "\(source.id)  \(source.label.zh)  \(source.label.en)",
      "kind: \(source.kind.rawValue)  format: \(source.format.rawValue)",
      "points: \(source.pointIDs.joined(separator: ", "))",
      "messages: \(glance.messages)  repeats: \(glance.repeats)  failures: \(glance.failures)",
    ]
    if let at = glance.lastMessageAt {
      lines.append("last message: \(time.rfc3339(at))  sequence \(glance.lastSequence ?? 0)")
    }
    if let at = glance.lastFailureAt {
      lines.append("last failure: \(time.rfc3339(at))  \(glance.lastFailure ?? "")")
    }
    for point in source.pointIDs {
      for value in source.values {
        let key = SeriesKey(
          point: point, quantity: value.quantity,
          statistic: Statistic(rawValue: value.statistic) ?? .realTime,
          windowSeconds: value.windowSeconds)
        let latest = district.latest(key)
        lines.append(
          "\(key): "
            + (latest.map { "\($0.value)  \(time.rfc3339($0.start))  \($0.flag.rawValue)" } ?? "-"))
      }
    }
    let faults = await district.contentFaults(IncomingFrame.device(ofSource: source.id))
    lines += faults.prefix(50).map { fault in
      "not used: \(time.rfc3339(fault.at))  \(fault.code)  \(fault.found)  ×\(fault.count)"
    }
    return lines
  }

  /// For a command that holds the folder's lock by itself.
  static func withInbox<T>(
    of district: OpenDistrict, _ body: (Inbox) async throws -> T
  ) async throws -> T {
    let inbox = try Inbox(path: district.folder.layout.inbox)
    do {
      let result = try await body(inbox)
      try inbox.close()
      return result
    } catch {
      try? inbox.close()
      throw error
    }
  }
}
