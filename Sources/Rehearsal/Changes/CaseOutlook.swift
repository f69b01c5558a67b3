import ActionPlan
import Casework
import Detection
import GRDB
import Ledger

/// What becomes of open cases and of what rules see.
enum CaseOutlook {
  static func lines(
    _ new: Plan, after old: Plan?, now: Int, in db: Database
  ) throws -> [String] {
    var lines: [String] = []
    for pair in Plan.pairs(new.procedures, old?.procedures ?? [], by: \.id)
    where pair.old != pair.new {
      let open = try openCount(of: pair.id, now: now, in: db)
      let finish = "\(open) open case(s) finish under the plan they were opened under"
      switch (pair.old, pair.new) {
      case (nil, _): lines.append("procedure \(pair.id): new")
      case (_, nil): lines.append("procedure \(pair.id): leaves the plan; \(finish)")
      default: lines.append("procedure \(pair.id): changes for new cases; \(finish)")
      }
    }
    let lasting = Dictionary(grouping: try Findings.lasting(in: db), by: \.rule)
    for pair in Plan.pairs(new.rules, old?.rules ?? [], by: \.id) where pair.old != pair.new {
      let count = lasting[pair.id]?.count ?? 0
      switch (pair.old, pair.new) {
      case (nil, _): lines.append("rule \(pair.id): watches from the next start on")
      case (_, nil):
        lines.append("rule \(pair.id): leaves the plan; \(count) lasting finding(s) end")
      default:
        lines.append(
          "rule \(pair.id): changes; \(count) lasting finding(s) go on under the new one")
      }
    }
    return lines
  }

  /// Open cases of a procedure, whoever asks.
  static func openCount(of procedure: String, now: Int, in db: Database) throws -> Int {
    var (count, cursor) = (0, CaseCursor?.none)
    repeat {
      let page = try CaseBook.list(
        CaseFilter(isOpen: true, procedure: procedure), scope: .all, after: cursor,
        limit: CaseBook.pageLimit, now: now, in: db)
      count += page.cases.count
      cursor = page.next
    } while cursor != nil
    return count
  }
}
