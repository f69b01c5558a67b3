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
    return try of(
      shown, for: account, next: found.count > limit ? shown.last?.id : nil, in: db)
  }

  /// - Parameter account: who reads; nil for a group of people whom the operator chose.
  static func of(
    _ shown: [Ledger.Notification], for account: Account?, next: Int64? = nil, in db: Database
  ) throws -> NotificationReading {
    var cases: [Int64: CaseFile] = [:]
    var facilities: [String: Facility] = [:]
    for notification in shown {
      if let id = caseID(notification), cases[id] == nil {
        cases[id] =
          try account.map { try CaseBook.find(id, for: $0, in: db) } ?? CaseBook.find(id, in: db)
      }
      if case .facility(let id) = notification.recipient, facilities[id] == nil {
        facilities[id] = try Facilities.find(id, in: db)
      }
      if let id = notification.values["facility"], facilities[id] == nil {
        facilities[id] = try Facilities.find(id, in: db)
      }
    }
    for id in Set(cases.values.compactMap(\.facility)) where facilities[id] == nil {
      facilities[id] = try Facilities.find(id, in: db)
    }
    return NotificationReading(
      notifications: shown, next: next, cases: cases, facilities: facilities)
  }

  /// `12` of `case/12`.
  static func caseID(_ notification: Ledger.Notification) -> Int64? {
    let parts = notification.object.split(separator: "/")
    return parts.count == 2 && parts[0] == "case" ? Int64(parts[1]) : nil
  }
}
