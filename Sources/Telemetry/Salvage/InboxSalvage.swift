import FoundationEssentials
import GRDB

/// Makes a sound inbox of the links that are whole in a damaged one. What is lost between them shows as a
/// gap in the chain for good.
public struct InboxSalvage {
  public private(set) var lost: [Damage] = []
  /// Frames that were kept.
  public private(set) var kept = 0

  /// - Parameters:
  ///   - damaged: the damaged file; it stays as it is. Nobody may have it open.
  ///   - path: of the inbox to make; there must be none.
  public static func run(from damaged: String, to path: String) throws -> InboxSalvage {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    try InboxSchema.migrator.migrate(queue)
    let old = try DamagedFile(damaged, model: path)
    return try queue.write { db in
      var salvage = InboxSalvage()
      try salvage.copySegments(of: LeafPages(damaged), in: db)
      salvage.findNewest(in: old, kept: try InboxSchema.lastSequence(in: db))
      try salvage.copyOthers(of: old, in: db)
      return salvage
    }
  }

  private mutating func copySegments(of pages: LeafPages, in db: Database) throws {
    var segments: [Int64: Segment] = [:]
    for values in pages.rows(columns: Segment.columnCount) {
      if let segment = Segment(stored: values) { segments[segment.first] = segment }
    }
    var next: Int64?
    for segment in segments.values.sorted(by: { $0.first < $1.first }) {
      if let next, segment.first > next {
        lost.append(.missing(first: next, last: segment.first - 1))
      }
      next = segment.last + 1
      try segment.save(in: db)
      for (index, frame) in segment.frames.enumerated() {
        try db.cachedStatement(
          sql: "INSERT INTO identity VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        ).execute(arguments: [
          FrameInsertion.moment(frame.qn), FrameInsertion.mark(of: frame),
          segment.first + Int64(index),
        ])
        kept += 1
      }
    }
  }

  /// After the newest link that is whole no other shows that one is lost; what tells repeats does.
  private mutating func findNewest(in old: DamagedFile, kept last: Int64) {
    let newest = old.rows(of: "identity", "sequence").rows
      .compactMap { Int64.fromDatabaseValue($0[0]) }.max()
    if let newest, newest > last { lost.append(.missing(first: last + 1, last: newest)) }
  }

  /// Tables beside the frames are copied as far as they can be read.
  private mutating func copyOthers(of old: DamagedFile, in db: Database) throws {
    let names = try String.fetchAll(
      db,
      sql: """
        SELECT name FROM sqlite_master WHERE type = 'table'
          AND name NOT IN ('segment', 'identity', 'grdb_migrations') AND name NOT LIKE 'sqlite_%'
        """)
    for name in names {
      let columns = try db.columns(in: name).map(\.name)
      let (rows, areAll) = old.rows(of: name, columns.joined(separator: ", "))
      if !areAll { lost.append(.structure("some rows of \(name) cannot be found")) }
      for row in rows {
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        // What its table does not allow is damage.
        try? db.execute(
          sql: "INSERT OR IGNORE INTO \(name) VALUES (\(marks))",
          arguments: StatementArguments(Array(row.databaseValues)))
      }
    }
  }
}
