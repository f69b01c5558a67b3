import FoundationEssentials
import GRDB

/// Copies a database, as it stands at one instant, into a new file that needs no WAL beside it.
///
/// - Throws: where the file exists already; a partial copy is removed.
func copyDatabase(_ source: DatabasePool, to path: String) throws {
  guard !FileManager.default.fileExists(atPath: path) else {
    throw DatabaseError(message: "the file exists already")
  }
  do {
    let copy = try DatabaseQueue(path: path)
    try source.backup(to: copy)
    try copy.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = DELETE")
    }
    try copy.close()
  } catch {
    try? FileManager.default.removeItem(atPath: path)
    throw error
  }
}
