import Foundation
import GRDB

/// A copy of a damaged SQLite file, of which rows are read past what cannot be.
final class DamagedFile {
  /// What a file's first page says of it, where that is the same in all of ours: what it is, its pages,
  /// its encoding. One flipped bit there hides all the rest.
  private static let constantHead = [0..<24, 44..<48, 56..<60]
  private static let key = "key"

  private let queue: DatabaseQueue?
  private let copy: String
  /// An older program made it, which knew fewer tables.
  private let isOlder: Bool

  /// - Parameters:
  ///   - path: of the damaged file, which stays as it is.
  ///   - model: a sound file that the same program made; the copy lies beside it.
  init(_ path: String, model: String) throws {
    copy = model + ".damaged"
    Self.remove(copy)
    for more in ["", "-wal"] where FileManager.default.fileExists(atPath: path + more) {
      try FileManager.default.copyItem(atPath: path + more, toPath: copy + more)
    }
    try Self.mendHead(of: copy, by: model)
    // One that cannot even be opened has no rows.
    queue = try? DatabaseQueue(path: copy)
    let made = try DatabaseQueue(path: model).read(Self.migrations)
    isOlder = queue.flatMap { try? $0.read(Self.migrations) }.map { $0.count < made.count } ?? false
  }

  private static func migrations(in db: Database) throws -> Set<String> {
    try String.fetchSet(db, sql: "SELECT identifier FROM grdb_migrations")
  }

  deinit {
    try? queue?.close()
    Self.remove(copy)
  }

  private static func remove(_ path: String) {
    for more in ["", "-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: path + more)
    }
  }

  private static func mendHead(of path: String, by model: String) throws {
    let sound = try Data(contentsOf: URL(filePath: model))
    let file = try FileHandle(forUpdating: URL(filePath: path))
    defer { try? file.close() }
    for range in constantHead where range.upperBound <= sound.count {
      try file.seek(toOffset: UInt64(range.lowerBound))
      try file.write(contentsOf: sound[range])
    }
  }

  /// The rows of a table that can be read, and whether those are all; all are none where an older program
  /// made the file, before there was such a table.
  func rows(of table: String, _ columns: String = "*") -> (rows: [Row], areAll: Bool) {
    guard let queue else { return ([], false) }
    return queue.inDatabase { db in
      if isOlder, (try? db.tableExists(table)) == false { return ([], true) }
      let keyed = "SELECT rowid, \(columns) FROM \(table) WHERE rowid > ? ORDER BY rowid"
      guard (try? db.makeStatement(sql: keyed)) != nil else {
        return Self.read("SELECT 0, \(columns) FROM \(table)", [], in: db)
      }
      var rows: [Row] = []
      var areAll = true
      var (after, step) = (Int64.min, Int64(1))
      // Behind what cannot be read there may be more.
      while step < 1 << 40 {
        let found = Self.read(keyed, [after], in: db)
        rows += found.rows
        if found.areAll { break }
        areAll = false
        if let last = found.rows.last?.scopes[Self.key]?[0] as Int64? {
          (after, step) = (last, 1)
        } else {
          after = max(after, 0) + step
          step *= 2
        }
      }
      return (rows, areAll)
    }
  }

  /// - Parameter sql: of a key, and of what is wanted.
  private static func read(
    _ sql: String, _ arguments: StatementArguments, in db: Database
  ) -> (rows: [Row], areAll: Bool) {
    var rows: [Row] = []
    do {
      let cursor = try Row.fetchCursor(
        db, sql: sql, arguments: arguments,
        adapter: SuffixRowAdapter(fromIndex: 1)
          .addingScopes([key: RangeRowAdapter(0..<1)]))
      while let row = try cursor.next() { rows.append(row.copy()) }
      return (rows, true)
    } catch {
      return (rows, false)
    }
  }
}
