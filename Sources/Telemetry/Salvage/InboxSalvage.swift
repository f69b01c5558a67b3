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
      let first = try Int64.fetchOne(db, sql: "SELECT min(first) FROM segment")
      let last = try InboxSchema.lastSequence(in: db)
      salvage.findEnds(in: old, kept: first.map { $0...last })
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
        let identity = FrameIdentity(of: frame)
        try db.cachedStatement(
          sql: "INSERT INTO identity VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        ).execute(arguments: [
          identity.moment, identity.mark, segment.first + Int64(index),
        ])
        kept += 1
      }
    }
  }

  /// Beyond the outermost links that are whole no other shows that one is lost; what tells repeats does.
  private mutating func findEnds(in old: DamagedFile, kept: ClosedRange<Int64>?) {
    let (rows, areAll) = old.rows(of: "identity", "sequence")
    if !areAll { lost.append(.structure("the first or last frames may be lost")) }
    let known = rows.compactMap { Int64.fromDatabaseValue($0[0]) }
    guard let first = known.min(), let last = known.max() else { return }
    guard let kept else {
      lost.append(.missing(first: first, last: last))
      return
    }
    let forgotten = old.rows(of: "forgotten", "through").rows.first.flatMap { $0.integer(at: 0) }
    let begin = max(first, (forgotten ?? 0) + 1)
    if begin < kept.lowerBound {
      lost.append(.missing(first: begin, last: kept.lowerBound - 1))
    }
    if last > kept.upperBound {
      lost.append(.missing(first: kept.upperBound + 1, last: last))
    }
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
