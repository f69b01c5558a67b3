public import GRDB
public import Ledger

/// Photos and documents that a case's history holds.
public enum CasePhotos {
  /// - Returns: nil where the account does not see the case, or no event of it holds the attachment.
  public static func find(
    _ attachment: Int64, of id: Int64, for account: Account, in db: Database
  ) throws -> Attachment? {
    guard try CaseBook.find(id, for: account, in: db) != nil,
      try CaseHistory.events(of: id, in: db).contains(where: { $0.attachments.contains(attachment) }
      )
    else { return nil }
    return try Attachments.find(attachment, in: db)
  }
}
