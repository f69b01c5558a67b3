import FoundationEssentials
public import GRDB
public import Sheets

/// A table that a person sent to be imported, until it is written, discarded or forgotten.
public struct Upload: Sendable, Hashable {
  /// Why its preview is another one than the person saw last, or why nothing was written.
  public enum Notice: String, Sendable, CaseIterable {
    case planChanged = "plan"
    case rowsChanged = "rows"
    /// The server stopped while it was being written; that was undone.
    case interrupted
    case failed
    /// Another import of the register was being written.
    case busy
  }

  /// Names it in addresses.
  public let token: String
  /// Register id.
  public let register: String
  public let account: Int64
  /// As the person calls it.
  public let file: String
  public let sha256: String
  public let byteCount: Int
  /// Epoch seconds.
  public let at: Int
  /// Of a workbook, where the person chose another than the first.
  public let sheet: String?
  /// Counts the previews made of it, from 1.
  public let attempt: Int
  public let notice: Notice?
  /// Why it is no table at all.
  public let refusal: SheetError?

  /// By which `RegisterImport` stages its present preview.
  public var stageToken: String { "\(token)-\(attempt)" }

  init(_ row: Row) throws {
    token = row["token"]
    register = row["register"]
    account = row["account"]
    file = row["file"]
    sha256 = row["sha256"]
    byteCount = row["byte_count"]
    at = row["at"]
    sheet = row["sheet"]
    attempt = row["attempt"]
    notice = (row["notice"] as String?).flatMap { Notice(rawValue: $0) }
    refusal = try (row["refusal"] as String?).map {
      try JSONDecoder().decode(SheetError.self, from: Data($0.utf8))
    }
  }
}

/// How far an upload is.
public enum UploadState: Sendable {
  /// Nothing is staged of it.
  case kept
  case reading(doneRows: Int, rows: Int)
  /// - Parameter isOfPlan: whether it was made under the plan in force.
  case previewed(RegisterPreview, isOfPlan: Bool)
  case writing(doneRows: Int, rows: Int)
  case done(newRows: Int, changedRows: Int)
  /// It was being written, and that was taken back.
  case undone
}

extension Upload {
  /// - Parameter digest: of the plan in force.
  public func state(planDigest digest: String, in db: Database) throws -> UploadState {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM register_import WHERE token = ?", arguments: [stageToken])
    else { return .kept }
    let (done, count): (Int, Int) = (row["done_count"], row["row_count"])
    switch row["state"] as String {
    case "staging": return .reading(doneRows: done, rows: count)
    case "applying", "undoing": return .writing(doneRows: done, rows: count)
    case "done":
      let new: Int = row["new_count"]
      return .done(newRows: new, changedRows: count - new)
    case "undone": return .undone
    default:
      guard let preview = try ImportStage.preview(row["id"], in: db) else { return .kept }
      return .previewed(preview, isOfPlan: row["plan"] == digest)
    }
  }
}
