public import GRDB
import Ledger

/// The index of the words by which a search finds a case: its number, procedure, facility, place and
/// what its title names, and its numbers in other systems.
public enum CaseSearch {
  /// Hits up to which the index says which cases are meant; beyond, a walk over the list in its order
  /// meets enough of them soon.
  private static let hitLimit = 10_000

  static let migration = LedgerMigration(id: "casework-6-search") { db in
    try db.execute(
      sql: """
        CREATE VIRTUAL TABLE case_search USING fts5(
          pieces, content = '', columnsize = 0, tokenize = 'ascii')
        """)
    try rebuild(in: db)
  }

  /// Indexes every case anew.
  public static func rebuild(in db: Database) throws {
    try db.execute(sql: "INSERT INTO case_search (case_search) VALUES ('delete-all')")
    let rows = try Row.fetchCursor(db, sql: "SELECT id, search_text FROM case_file ORDER BY id")
    while let row = try rows.next() { try add(row["id"], row["search_text"], in: db) }
  }

  static func add(_ id: Int64, _ text: String, in db: Database) throws {
    try db.cachedStatement(sql: "INSERT INTO case_search (rowid, pieces) VALUES (?, ?)")
      .execute(arguments: [id, pieces(text)])
  }

  /// - Parameter former: what the case was found by so far: the index keeps no copy of it.
  static func replace(
    _ former: String, by text: String, of id: Int64, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: "INSERT INTO case_search (case_search, rowid, pieces) VALUES ('delete', ?, ?)"
    ).execute(arguments: [id, pieces(former)])
    try add(id, text, in: db)
  }

  private static func pieces(_ text: String) -> String {
    SearchText.pieces(of: text.split(separator: "\n").map(String.init))
  }

  /// Cases whose words contain each word of the text, and whether they are so few that the index says
  /// which; nil for every case.
  static func condition(
    _ text: String, in db: Database
  ) throws -> (sql: SQL, isFew: Bool)? {
    let words = text.split(whereSeparator: \.isWhitespace).map { SearchText.normal(String($0)) }
      .filter { !$0.isEmpty }
    guard !words.isEmpty else { return nil }
    let phrases = words.compactMap { SearchText.phrase(containing: $0) }
    if phrases.count == words.count {
      let wanted = phrases.joined(separator: " AND ")
      let hits =
        try Int.fetchOne(
          db.cachedStatement(
            sql: """
              SELECT count(*) FROM (SELECT 1 FROM case_search WHERE pieces MATCH ? LIMIT ?)
              """),
          arguments: [wanted, hitLimit + 1]) ?? 0
      if hits <= hitLimit {
        return ("id IN (SELECT rowid FROM case_search WHERE pieces MATCH \(wanted))", true)
      }
    }
    let each = words.map { "register_text_contains(\($0), search_text)" as SQL }
    return (each.joined(separator: " AND "), false)
  }
}
