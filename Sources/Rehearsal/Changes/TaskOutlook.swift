import ActionPlan
import AirQuality
import GRDB
import Ledger
import Steering

/// What becomes of the units' tasks.
enum TaskOutlook {
  static func lines(
    _ new: Plan, after old: Plan?, now: Int, in db: Database
  ) throws -> [String] {
    let before = Set(old?.tasks.map(\.id) ?? [])
    let after = Set(new.tasks.map(\.id))
    var lines: [String] = []
    if let old {
      let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: old.utcOffsetSeconds)
      for task in old.tasks where !after.contains(task.id) {
        let standing = try TaskBook.standing(of: task.id, plan: old, on: today, in: db)
        lines.append(
          "\(task.id.clause)/\(task.id.unit): leaves the plan; "
            + "its \(standing?.events.count ?? 0) entries stay in the record")
      }
      for task in new.tasks where before.contains(task.id) && old.task(task.id) != task {
        lines.append("\(task.id.clause)/\(task.id.unit): owes other reports or by other days")
      }
    }
    let added = new.tasks.filter { !before.contains($0.id) }
    lines += added.prefix(20).map { "\($0.id.clause)/\($0.id.unit): new" }
    if added.count > 20 { lines.append("and \(added.count - 20) more new ones") }
    return lines
  }
}
