public import ActionPlan
public import GRDB
import Ledger

/// A rule on rows run over what is stored, as if it had followed the registers from the beginning: each
/// row as it stands now. Nothing is written.
public struct RowTrial: Sendable {
  /// A case that would have been opened.
  public struct Opening: Sendable, Hashable {
    /// `fuel-checks/12`: the row that completed it.
    public let subject: String
    public let facility: String?
    public let place: String?
    /// Epoch seconds.
    public let start: Int
    /// Numbers of the rows that it rests on.
    public let rows: [Int64]
    public let procedure: String
  }

  /// Rows of the register.
  public let watchedCount: Int
  /// The earliest first.
  public let openings: [Opening]

  /// - Parameter times: epoch seconds in which what completes a case lies.
  /// - Returns: nil for a rule that looks at samples.
  public init?(of rule: Rule, in plan: Plan, times: Range<Int>, _ db: Database) throws {
    guard case .register(let id) = rule.watch, let register = plan.register(id),
      let kept = try RegisterStore.kept(register, in: db),
      let rule = RowRule(
        rule,
        in: plan.replacing(
          registers: plan.registers.map { $0.id == id ? kept : $0 }))
    else { return nil }
    let rows = try RegisterStore.rows(kept, in: db)
    watchedCount = rows.count
    var found: [(subject: RegisterRow, grounds: [Int64])] = []
    if let within = rule.trigger.within {
      var groups: [String?: [RowWindow.Member]] = [:]
      for row in rows {
        guard let place = rule.place(of: row) else { continue }
        groups[place.group, default: []].append(place.member)
      }
      let byID = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
      for members in groups.values {
        let windows = RowWindow.full(
          of: members, needed: rule.trigger.times, within: within, covered: [],
          written: Set(members.map(\.row)))
        for window in windows {
          // The one by which there were enough.
          let completing = window.members[rule.trigger.times - 1]
          if let row = byID[completing.row] { found.append((row, window.members.map(\.row))) }
        }
      }
    } else {
      found = rows.filter(rule.holds).map { ($0, [$0.id]) }
    }
    openings = try found.filter { times.contains(rule.start(of: $0.subject)) }.map { row, grounds in
      let facility = row[rule.rule.facilityField ?? "facility"].text
      return Opening(
        subject: rule.subject(row.id), facility: facility,
        place: try row.place(of: kept)
          ?? facility.flatMap { try Facilities.find($0, in: db)?.place },
        start: rule.start(of: row), rows: grounds, procedure: rule.procedure)
    }.sorted { ($0.start, $0.subject) < ($1.start, $1.subject) }
  }
}
