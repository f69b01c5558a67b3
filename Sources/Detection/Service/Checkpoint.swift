import FoundationEssentials
import GRDB

/// What survives a kill: the inbox sequence that is applied, and what each watch remembers.
enum Checkpoint {
  static func cursor(in db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT sequence FROM detection_cursor WHERE id = 1") ?? 0
  }

  /// Memories by rule and subject; nil for one that cannot be read (of another version of the
  /// program): its watch begins anew.
  static func memories(in db: Database) throws -> [Subject.Identity: Watch.Memory?] {
    let rows = try Row.fetchAll(db, sql: "SELECT rule, subject, memory FROM detection_watch")
    let decoder = JSONDecoder()
    var memories: [Subject.Identity: Watch.Memory?] = [:]
    for row in rows {
      let text: String = row["memory"]
      let identity = Subject.Identity(rule: row["rule"], subject: row["subject"])
      memories.updateValue(
        try? decoder.decode(Watch.Memory.self, from: Data(text.utf8)), forKey: identity)
    }
    return memories
  }

  static func save(
    _ watches: [Watch], cursor: Int64, at: Int, in db: Database
  ) throws {
    let encoder = JSONEncoder()
    let upsert = try db.cachedStatement(
      sql: """
        INSERT INTO detection_watch (rule, subject, memory) VALUES (?, ?, ?)
        ON CONFLICT (rule, subject) DO UPDATE SET memory = excluded.memory
        """)
    for watch in watches {
      let memory = String(decoding: try encoder.encode(watch.memory), as: UTF8.self)
      try upsert.execute(arguments: [
        watch.subject.identity.rule, watch.subject.identity.subject, memory,
      ])
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO detection_cursor (id, sequence, checkpointed_at) VALUES (1, ?, ?)
        ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence,
          checkpointed_at = excluded.checkpointed_at
        """
    ).execute(arguments: [cursor, at])
  }

  static func forget(_ identities: [Subject.Identity], in db: Database) throws {
    for identity in identities {
      try db.cachedStatement(sql: "DELETE FROM detection_watch WHERE rule = ? AND subject = ?")
        .execute(arguments: [identity.rule, identity.subject])
    }
  }
}
