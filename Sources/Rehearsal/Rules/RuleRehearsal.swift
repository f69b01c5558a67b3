public import ActionPlan
public import AirQuality
import Casework
public import Detection
public import GRDB
public import Telemetry

/// What a new or changed rule would have done over stored telemetry and registers, beside what was
/// really done.
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
    /// Numbers of the register's rows that it rests on; empty for one of samples.
    public let rows: [Int64]
  }

  /// How many cases fall into a part of the whole.
  public struct Count<Part: Sendable & Hashable>: Sendable, Hashable {
    public let part: Part
    public let rehearsed: Int
    public let real: Int
  }

  public let rule: String
  /// Rows or devices that the rule would watch.
  public let watchedCount: Int
  /// Rows that it cannot watch, and times of which nothing can be said, with the reason.
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
  ///   - arrivals: of the same folder's inbox; rules of silence need it.
  ///   - days: local days of the plan, both included; episodes that began before are cut there.
  /// - Throws: `RehearsalRefusal`; what SQLite and the store say.
  public init(
    of rule: Rule, in plan: Plan, ledger: any DatabaseReader, store: any TelemetryStore,
    arrivals: ArrivalReader? = nil, days: ClosedRange<CalendarDay>
  ) async throws {
    let from = days.lowerBound.dayNumber * 86_400 - plan.utcOffsetSeconds
    let until = (days.upperBound.dayNumber + 1) * 86_400 - plan.utcOffsetSeconds
    let real = try await ledger.read { db in
      try Findings.list(rule: rule.id, began: from..<until, in: db).compactMap { finding in
        try CaseBook.find(source: .finding(finding.id), in: db).map {
          Opened(finding, $0, rows: try RowFindings.grounds(of: finding.id, in: db).map(\.row))
        }
      }
    }
    self.rule = rule.id
    self.real = real
    if let rows = try await ledger.read({ db in
      try RowTrial(of: rule, in: plan, times: from..<until, db)
    }) {
      watchedCount = rows.watchedCount
      faults = []
      rehearsed = rows.openings.map { Opened($0, plan: plan) }
      toldCount = 0
    } else if var trial = try await ledger.read({ db in
      try SilenceTrial(of: rule, in: plan, from: from, db)
    }) {
      guard let arrivals else { throw RehearsalRefusal.noInbox(rule: rule.id) }
      let episodes = try await trial.run(over: arrivals, from: from, until: until)
      watchedCount = trial.watchedCount
      faults = Self.deafness(trial.deaf, utcOffsetSeconds: plan.utcOffsetSeconds)
      rehearsed = episodes.compactMap { Opened($0, plan: plan) }
      toldCount = episodes.count - rehearsed.count
    } else {
      var trial = try await ledger.read { db in try RuleTrial(of: rule, in: plan, from: from, db) }
      let episodes = try await trial.run(over: store, from: from, until: until)
      watchedCount = trial.watchedCount
      faults = trial.faults
      rehearsed = episodes.compactMap { Opened($0, plan: plan) }
      toldCount = episodes.count - rehearsed.count
    }
    self.days = Self.counts(rehearsed, real) {
      CalendarDay(ofEpoch: $0.start, utcOffsetSeconds: plan.utcOffsetSeconds)
    }
    units = Self.counts(rehearsed, real, by: \.unit)
  }

  /// A line for each stretch of which nothing can be said, of many for the first ones.
  private static func deafness(_ stretches: [Range<Int>], utcOffsetSeconds: Int) -> [String] {
    func time(_ epoch: Int) -> String {
      let local = epoch + utcOffsetSeconds
      let minutes = (local % 86_400) / 60
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\(CalendarDay(ofEpoch: epoch, utcOffsetSeconds: utcOffsetSeconds)) "
        + "\(two(minutes / 60)):\(two(minutes % 60))"
    }
    let shown = stretches.prefix(deafnessLimit).map {
      "\(time($0.lowerBound)) to \(time($0.upperBound)): no device at all was heard, as when the "
        + "server does not listen; counted for no silence"
    }
    let more = stretches.count - shown.count
    return more > 0 ? shown + ["and \(more) more such times"] : shown
  }

  private static let deafnessLimit = 10

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
  case noInbox(rule: String)

  public var description: String {
    switch self {
    case .noInbox(let rule):
      "rule \(rule) judges silence by when frames arrived, which only the folder's inbox tells; "
        + "name a folder that has one"
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
      start: episode.start, endedAt: episode.endedAt, number: nil, grounds: episode.grounds,
      rows: [])
  }

  fileprivate init(_ opening: RowTrial.Opening, plan: Plan) {
    self.init(
      subject: opening.subject, facility: opening.facility,
      unit: opening.place.flatMap { plan.place($0)?.unit }
        ?? plan.procedure(opening.procedure)?.lead ?? "",
      start: opening.start, endedAt: opening.start, number: nil, grounds: [], rows: opening.rows)
  }

  fileprivate init(_ finding: Finding, _ file: CaseFile, rows: [Int64]) {
    self.init(
      subject: finding.subject, facility: finding.facility, unit: file.townUnit ?? file.leadUnit,
      start: finding.start, endedAt: finding.endedAt, number: file.number,
      grounds: finding.grounds, rows: rows)
  }
}
