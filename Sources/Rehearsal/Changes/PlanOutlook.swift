public import ActionPlan
public import GRDB
import Ledger

/// What putting a plan in force will do to a district that runs, in words for whoever decides.
public struct PlanOutlook: Sendable, Equatable {
  /// Something the plan touches: its name and what will happen, a line each.
  public struct Part: Sendable, Equatable {
    public let title: String
    public let lines: [String]
  }

  /// Without parts where nothing differs.
  public let parts: [Part]
  /// What would be lost or left without meaning; such a plan is not applied.
  public let complaints: [String]

  /// Looks ahead. Tries the change within the caller's transaction and takes it back.
  ///
  /// - Parameters:
  ///   - new: the plan to put in force.
  ///   - old: the plan in force; nil where there is none, or none that can be read.
  ///   - now: epoch seconds.
  ///   - db: of a write.
  /// - Throws: what SQLite said.
  public init(of new: Plan, after old: Plan?, now: Int, in db: Database) throws {
    let registers = try RegisterOutlook(of: new, after: old, in: db)
    var complaints = try registers.complaints + PlaceOutlook.complaints(of: new, in: db)
    var parts: [Part] = []
    try db.inSavepoint {
      let before = try old.map { try IndicatorOutlook.readings($0, now: now, in: db) } ?? [:]
      do {
        try RegisterStore.migrate(to: new, at: now, in: db)
        parts = [
          Part(title: "registers", lines: registers.lines),
          Part(title: "cases", lines: try CaseOutlook.lines(new, after: old, now: now, in: db)),
          Part(
            title: "indicators",
            lines: try IndicatorOutlook.lines(new, after: old, before: before, now: now, in: db)),
          Part(title: "tasks", lines: try TaskOutlook.lines(new, after: old, now: now, in: db)),
        ].filter { !$0.lines.isEmpty }
      } catch let error as RegisterMigrationError {
        complaints = error.complaints + complaints
      }
      return .rollback
    }
    self.parts = parts
    self.complaints = complaints
  }

  /// What of the ledger a plan would leave without meaning; such a plan is not put in force.
  public static func complaints(of new: Plan, in db: Database) throws -> [String] {
    try RegisterOutlook.orphans(of: new, in: db) + PlaceOutlook.complaints(of: new, in: db)
  }

  /// What is printed: each part under its title, then the complaints.
  public var text: [String] {
    parts.flatMap { ["\($0.title):"] + $0.lines.map { "  \($0)" } }
      + (complaints.isEmpty ? [] : ["this plan cannot be applied:"])
      + complaints.map { "  \($0)" }
  }
}

extension Plan {
  /// Pairs of what two plans say of the same id: those of the new plan in its order, then those that
  /// leave.
  static func pairs<Element: Equatable>(
    _ new: [Element], _ old: [Element], by id: (Element) -> String
  ) -> [(id: String, old: Element?, new: Element?)] {
    let before = Dictionary(old.map { (id($0), $0) }, uniquingKeysWith: { first, _ in first })
    let kept = Set(new.map(id))
    return new.map { (id($0), before[id($0)], $0) }
      + old.filter { !kept.contains(id($0)) }.map { (id($0), $0, nil) }
  }
}
