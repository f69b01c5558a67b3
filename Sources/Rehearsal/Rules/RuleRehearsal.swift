public import ActionPlan
public import AirQuality
import Casework
public import Detection
public import GRDB
public import Telemetry

/// What a new or changed rule would have done over stored telemetry, beside what was really done.
public struct RuleRehearsal: Sendable {
  /// A case that would have been opened, or one that was.
  public struct Opened: Sendable, Hashable {
    /// `equipment-pairs/12`: a register and its row.
    public let subject: String
    public let facility: String?
    /// The unit that governs the place, else the procedure's lead.
    public let unit: String
    /// Epoch seconds by sample time.
    public let start: Int
    /// nil where it lasted to the end, or lasts.
    public let endedAt: Int?
    /// Of a case that was opened.
    public let number: String?
    public let grounds: [Ground]
  }

  /// How many cases fall into a part of the whole.
  public struct Count<Part: Sendable & Hashable>: Sendable, Hashable {
    public let part: Part
    public let rehearsed: Int
    public let real: Int
  }

  public let rule: String
  /// Rows that the rule would watch.
  public let watchedCount: Int
  /// Rows that it cannot watch, with the reason.
  public let faults: [String]
  /// The earliest first.
  public let rehearsed: [Opened]
  public let real: [Opened]
  /// Episodes of which only the facility would have been told.
  public let toldCount: Int
  /// Local days on which a case began, rehearsed or real; ascending.
  public let days: [Count<CalendarDay>]
  /// By unit id.
  public let units: [Count<String>]

  /// Runs a rule of a plan over what is stored. Only reads.
  ///
  /// - Parameters:
  ///   - plan: the plan that has the rule, in force or not.
  ///   - store: telemetry of the same folder as the ledger.
  ///   - days: local days of the plan, both included; episodes that began before are cut there.
  /// - Throws: `RehearsalRefusal`; what SQLite and the store say.
  public init(
    of rule: Rule, in plan: Plan, ledger: any DatabaseReader, store: any TelemetryStore,
    days: ClosedRange<CalendarDay>
  ) async throws {
    guard rule.watch != .devices else { throw RehearsalRefusal.watchesDevices(rule: rule.id) }
    let from = days.lowerBound.dayNumber * 86_400 - plan.utcOffsetSeconds
    let until = (days.upperBound.dayNumber + 1) * 86_400 - plan.utcOffsetSeconds
    var trial = try await ledger.read { db in try RuleTrial(of: rule, in: plan, from: from, db) }
    let episodes = try await trial.run(over: store, from: from, until: until)
    let real = try await ledger.read { db in
      try Findings.list(rule: rule.id, began: from..<until, in: db).compactMap { finding in
        try CaseBook.find(source: .finding(finding.id), in: db).map { Opened(finding, $0) }
      }
    }
    let rehearsed = episodes.compactMap { Opened($0, plan: plan) }
    self.rule = rule.id
    watchedCount = trial.watchedCount
    faults = trial.faults
    self.rehearsed = rehearsed
    self.real = real
    toldCount = episodes.count - rehearsed.count
    self.days = Self.counts(rehearsed, real) {
      CalendarDay(ofEpoch: $0.start, utcOffsetSeconds: plan.utcOffsetSeconds)
    }
    units = Self.counts(rehearsed, real, by: \.unit)
  }

  private static func counts<Part: Comparable & Hashable & Sendable>(
    _ rehearsed: [Opened], _ real: [Opened], by part: (Opened) -> Part
  ) -> [Count<Part>] {
    let (would, did) = (
      Dictionary(grouping: rehearsed, by: part), Dictionary(grouping: real, by: part)
    )
    return Set(would.keys).union(did.keys).sorted().map {
      Count(part: $0, rehearsed: would[$0]?.count ?? 0, real: did[$0]?.count ?? 0)
    }
  }
}

/// Why a rule cannot be rehearsed.
public enum RehearsalRefusal: Error, Equatable, CustomStringConvertible {
  case watchesDevices(rule: String)

  public var description: String {
    switch self {
    case .watchesDevices(let rule):
      "rule \(rule) judges silence by when frames arrive while the server listens, which no stored "
        + "sample tells; rehearse rules that watch a register"
    }
  }
}

extension RuleRehearsal.Opened {
  /// nil where the episode would have opened nothing.
  fileprivate init?(_ episode: RuleTrial.Episode, plan: Plan) {
    guard let opening = episode.opening else { return nil }
    self.init(
      subject: episode.subject, facility: episode.facility,
      unit: episode.place.flatMap { plan.place($0)?.unit }
        ?? plan.procedure(opening.procedure)?.lead ?? "",
      start: episode.start, endedAt: episode.endedAt, number: nil, grounds: episode.grounds)
  }

  fileprivate init(_ finding: Finding, _ file: CaseFile) {
    self.init(
      subject: finding.subject, facility: finding.facility, unit: file.townUnit ?? file.leadUnit,
      start: finding.start, endedAt: finding.endedAt, number: file.number,
      grounds: finding.grounds)
  }
}
