import FoundationEssentials
import GRDB

/// Whether a store's file is as it was written, row by row.
public enum StoreCheck {
  /// - Returns: nothing where all is well.
  /// - Throws: where the file cannot be opened at all.
  public static func damages(of path: String) throws -> [Damage] {
    try Checking.read(path) { db in
      var damages = try Checking.structure(in: db, by: EmbeddedSchema.migrator)
      let groups = try rows(of: "chunk_group", in: db, into: &damages)
      for table in ["series", "sample", "revision", "progress", "kept"] {
        _ = try rows(of: table, in: db, into: &damages)
      }
      let offset = (try? Progress.find(in: db))?.utcOffsetSeconds ?? 0
      let known = Dictionary(
        uniqueKeysWithValues: groups.map { row -> (Int64, ChunkGroup) in
          (
            row[0],
            ChunkGroup(
              id: row[0], key: GroupKey(point: row[1], windowSeconds: row[2]),
              utcOffsetSeconds: offset)
          )
        })
      try spans(of: known, in: db, into: &damages)
      let tails = try Row.fetchCursor(db, sql: "SELECT sequence, checksum, bytes FROM tail")
      while let row = try tails.next() {
        if (try? TailBatch.content(of: row)) == nil {
          damages.append(.tail(sequence: row.integer(at: 0) ?? 0))
        }
      }
      return damages
    }
  }

  /// Rows that are whole.
  private static func rows(
    of table: String, in db: Database, into damages: inout [Damage]
  ) throws -> [Row] {
    let rows = try Row.fetchAll(db, sql: "SELECT * FROM \(table)")
    let whole = rows.filter { CheckedRow.isWhole($0, of: table) }
    if whole.count < rows.count {
      damages.append(.rows(table: table, count: rows.count - whole.count))
    }
    return whole
  }

  private static func spans(
    of groups: [Int64: ChunkGroup], in db: Database, into damages: inout [Damage]
  ) throws {
    for table in [SealedChunk.Table.chunk, .part] {
      let rows = try Row.fetchCursor(
        db, sql: "SELECT span, checksum, bytes, group_id FROM \(table.rawValue)")
      while let row = try rows.next() {
        guard let group = row.integer(at: 3).flatMap({ groups[$0] }) else { continue }
        if !SealedChunk.isWhole(row, table, of: group) {
          damages.append(
            .span(
              point: group.key.point, windowSeconds: group.key.windowSeconds,
              from: Int(row.integer(at: 0) ?? 0)))
        }
      }
    }
    let rows = try Row.fetchCursor(db, sql: "SELECT span, checksum, bytes, group_id FROM rollup")
    while let row = try rows.next() {
      guard let group = row.integer(at: 3).flatMap({ groups[$0] }),
        !SpanHours.isWhole(row, of: group)
      else { continue }
      damages.append(
        .hours(
          point: group.key.point, windowSeconds: group.key.windowSeconds,
          from: Int(row.integer(at: 0) ?? 0)))
    }
  }
}

/// What checks of both files have in common.
enum Checking {
  /// Files up to here are looked through whenever they are opened, a second at most.
  static let openedBytes = 256 << 20

  static func read<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    return try queue.read(body)
  }

  /// With its tables compared with those that the program makes, where it made all of them.
  static func structure(in db: Database, by migrator: DatabaseMigrator) throws -> [Damage] {
    let damages = try structure(in: db)
    guard (try? migrator.hasCompletedMigrations(db)) == true else { return damages }
    let model = try DatabaseQueue()
    try migrator.migrate(model)
    let tables = "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_master"
    let wanted = try model.read { try String.fetchSet($0, sql: tables) }
    let found = (try? String.fetchSet(db, sql: tables)) ?? []
    return wanted == found
      ? damages : damages + [.structure("its tables are not those that were made")]
  }

  static func structure(in db: Database, limit: Int = 20) throws -> [Damage] {
    do {
      return try String.fetchAll(db, sql: "PRAGMA integrity_check(\(limit))")
        .filter { $0 != "ok" }.map(Damage.structure)
    } catch let error as DatabaseError {
      return [.structure(diskReason(error))]
    }
  }

  /// - Throws: where a file that is small enough to look through is not sound.
  static func requireSoundStructure(in db: Database) throws {
    let size = try Int.fetchOne(
      db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    guard let size, size <= openedBytes, let damage = try structure(in: db, limit: 1).first
    else { return }
    throw DatabaseError(
      resultCode: .SQLITE_CORRUPT,
      message: "\(damage); stop the server and run `lantian store salvage`")
  }
}
