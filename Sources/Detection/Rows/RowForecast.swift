public import ActionPlan
public import GRDB
import Ledger

/// How many cases rules on rows would open.
public enum RowForecast {
  /// By rule id; rules that would open none are left out.
  ///
  /// - Parameters:
  ///   - preview: id of a staged import.
  ///   - register: whose import it is.
  public static func openings(
    ofImport preview: Int64, into register: String, plan: Plan, in db: Database
  ) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for rule in RowRule.all(of: plan) where rule.register.id == register {
      let staged = try StagedRows.read(
        preview, of: rule.register, where: rule.trigger.filter, plan: plan, in: db)
      let count = try openings(of: rule, by: staged, in: db)
      if count > 0 { counts[rule.rule.id] = count }
    }
    return counts
  }

  private static func openings(
    of rule: RowRule, by staged: StagedRows, in db: Database
  ) throws -> Int {
    guard let within = rule.trigger.within else {
      return try staged.rows.count {
        try $0.id < 0 || !RowFindings.isSubject(rule.subject($0.id), of: rule.rule.id, in: db)
      }
    }
    var groups: [String?: [(row: RegisterRow, member: RowWindow.Member)]] = [:]
    for row in staged.rows {
      guard let place = rule.place(of: row) else { continue }
      groups[place.group, default: []].append((row, place.member))
    }
    return try groups.reduce(0) { sum, group in
      let days = group.value.map(\.member.day)
      guard let first = days.min(), let last = days.max() else { return sum }
      let kept = try rule.neighbours(of: group.value[0].row, days: first...last, in: db)
        .filter { !staged.changed.contains($0.id) }
      let windows = RowWindow.full(
        of: kept.compactMap { rule.place(of: $0)?.member } + group.value.map(\.member),
        needed: rule.trigger.times, within: within,
        covered: try RowFindings.windows(of: rule, group: group.key, in: db)
          .compactMap(\.days),
        written: Set(group.value.map(\.row.id)))
      return sum + windows.count
    }
  }
}
