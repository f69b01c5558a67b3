import Casework
import GRDB
import Ledger

/// One page of notifications with what they are about.
struct NotificationReading: Sendable {
  let notifications: [Ledger.Notification]
  /// Only smaller ids are on the next page; nil on the last.
  let next: Int64?
  /// By id: the cases that the account may see, as they stand now.
  let cases: [Int64: CaseFile]
  /// By id.
  let facilities: [String: Facility]

  static func read(
    for account: Account, before: Int64?, limit: Int, in db: Database
  ) throws -> NotificationReading {
    let found = try Notifications.list(for: account, before: before, limit: limit + 1, in: db)
    let shown = Array(found.prefix(limit))
    var cases: [Int64: CaseFile] = [:]
    var facilities: [String: Facility] = [:]
    for notification in shown {
      if let id = caseID(notification), cases[id] == nil {
        cases[id] = try CaseBook.find(id, for: account, in: db)
      }
      if case .facility(let id) = notification.recipient, facilities[id] == nil {
        facilities[id] = try Facilities.find(id, in: db)
      }
    }
    for id in Set(cases.values.compactMap(\.facility)) where facilities[id] == nil {
      facilities[id] = try Facilities.find(id, in: db)
    }
    return NotificationReading(
      notifications: shown, next: found.count > limit ? shown.last?.id : nil, cases: cases,
      facilities: facilities)
  }

  /// `12` of `case/12`.
  static func caseID(_ notification: Ledger.Notification) -> Int64? {
    let parts = notification.object.split(separator: "/")
    return parts.count == 2 && parts[0] == "case" ? Int64(parts[1]) : nil
  }
}
