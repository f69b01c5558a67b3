import GRDB

/// Whether an inbox's file is as it was written: every link of its chain.
public enum InboxCheck {
  /// - Returns: nothing where all is well.
  /// - Throws: where the file cannot be opened at all.
  public static func damages(of path: String) throws -> [Damage] {
    try Checking.read(path) { db in
      var damages = try Checking.structure(in: db, by: InboxSchema.migrator)
      let forgotten = try InboxSchema.forgotten(in: db)
      var before = forgotten
      let rows = try Row.fetchCursor(
        db, sql: "SELECT \(Segment.columns) FROM segment ORDER BY first")
      while let row = try rows.next() {
        guard let segment = try? Segment(row) else {
          let first = row.integer(at: 0) ?? 0
          damages.append(.frames(first: first, last: row.integer(at: 1) ?? first))
          before = nil
          continue
        }
        if let before {
          if segment.first > before.last + 1 {
            damages.append(.missing(first: before.last + 1, last: segment.first - 1))
          }
          if segment.previous != before.hash { damages.append(.link(sequence: segment.first)) }
        }
        before = (segment.last, segment.hash)
      }
      let ends = try Row.fetchOne(
        db,
        sql: """
          SELECT min(sequence), max(sequence), (SELECT min(first) FROM segment) FROM identity
          """)
      if let first: Int64 = ends?[0], let kept: Int64 = ends?[2], forgotten == nil, first < kept {
        damages.append(.missing(first: first, last: kept - 1))
      }
      if let last: Int64 = ends?[1], let before, last > before.last {
        damages.append(.missing(first: before.last + 1, last: last))
      }
      return damages
    }
  }
}
