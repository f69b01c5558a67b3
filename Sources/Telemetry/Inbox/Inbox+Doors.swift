import GRDB

/// What the ways in and out beside HJ 212 have to know after a restart. It rests in the inbox's own
/// file, so that a copy of the one is a copy of the other.
extension Inbox {
  /// By source.
  ///
  /// - Throws: `InboxError.cannotRead`.
  public func sourceStates() async throws -> [SourceState] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM source_state ORDER BY source").map { row in
        var state = SourceState(source: row["source"])
        state.mark = row["mark"]
        state.messages = row["messages"]
        state.repeats = row["repeats"]
        state.failures = row["failures"]
        state.lastMessageAt = row["last_message_at"]
        state.lastSequence = row["last_sequence"]
        state.lastFailureAt = row["last_failure_at"]
        state.lastFailure = row["last_failure"]
        return state
      }
    }
  }

  /// - Throws: `InboxError.notStored`.
  public func keep(_ states: [SourceState]) async throws {
    try await change { db in
      for state in states {
        try db.cachedStatement(
          sql: """
            INSERT INTO source_state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source) DO UPDATE SET mark = excluded.mark, messages = excluded.messages,
              repeats = excluded.repeats, failures = excluded.failures,
              last_message_at = excluded.last_message_at, last_sequence = excluded.last_sequence,
              last_failure_at = excluded.last_failure_at, last_failure = excluded.last_failure
            """
        ).execute(arguments: [
          state.source, state.mark, state.messages, state.repeats, state.failures,
          state.lastMessageAt, state.lastSequence, state.lastFailureAt, state.lastFailure,
        ])
      }
    }
  }

  /// By destination.
  ///
  /// - Throws: `InboxError.cannotRead`.
  public func destinationStates() async throws -> [DestinationState] {
    try await read(Self.destinationStates)
  }

  /// A destination met for the first time begins behind what the inbox holds.
  ///
  /// - Throws: `InboxError.notStored`.
  public func begin(destination: String) async throws -> DestinationState {
    try await change { db in
      try db.execute(
        sql: """
          INSERT INTO destination_state (destination, through)
          VALUES (?, ?) ON CONFLICT DO NOTHING
          """, arguments: [destination, try InboxSchema.lastSequence(in: db)])
      guard
        let state = try Self.destinationStates(db).first(where: { $0.destination == destination })
      else { throw DatabaseError(message: "the destination was not kept") }
      return state
    }
  }

  /// Keeps all but whether it is paused, with the frames that were set aside just now and those that had
  /// been and are acknowledged after all.
  ///
  /// - Returns: how many are set aside.
  /// - Throws: `InboxError.notStored`.
  public func keep(
    _ state: DestinationState, settingAside frames: [Int64] = [],
    recovering recovered: [Int64] = [],
    at: Int
  ) async throws -> Int {
    try await change { db in
      try db.cachedStatement(
        sql: """
          UPDATE destination_state SET through = ?, acknowledged = ?, last_acknowledged_at = ?,
            last_failure_at = ?, last_failure = ? WHERE destination = ?
          """
      ).execute(arguments: [
        state.through, state.acknowledged, state.lastAcknowledgedAt, state.lastFailureAt,
        state.lastFailure, state.destination,
      ])
      for sequence in frames {
        try db.cachedStatement(sql: "INSERT INTO set_aside VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
          .execute(arguments: [state.destination, sequence, at])
      }
      for sequence in recovered {
        try db.cachedStatement(sql: "DELETE FROM set_aside WHERE destination = ? AND sequence = ?")
          .execute(arguments: [state.destination, sequence])
      }
      return try Int.fetchOne(
        db.cachedStatement(sql: "SELECT count(*) FROM set_aside WHERE destination = ?"),
        arguments: [state.destination]) ?? 0
    }
  }

  /// - Returns: whether the destination is known.
  /// - Throws: `InboxError.notStored`.
  public func setPaused(_ isPaused: Bool, destination: String) async throws -> Bool {
    try await change { db in
      try db.execute(
        sql: "UPDATE destination_state SET is_paused = ? WHERE destination = ?",
        arguments: [isPaused, destination])
      return db.changesCount == 1
    }
  }

  /// Frames that a destination never acknowledged, the oldest first.
  ///
  /// - Throws: `InboxError.cannotRead`.
  public func setAside(of destination: String, limit: Int) async throws -> [Int64] {
    try await read { db in
      try Int64.fetchAll(
        db,
        sql: "SELECT sequence FROM set_aside WHERE destination = ? ORDER BY sequence LIMIT ?",
        arguments: [destination, limit])
    }
  }

  private static func destinationStates(_ db: Database) throws -> [DestinationState] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT *, (SELECT count(*) FROM set_aside WHERE set_aside.destination = destination_state.destination)
          AS set_aside
        FROM destination_state ORDER BY destination
        """
    ).map { row in
      var state = DestinationState(destination: row["destination"], through: row["through"])
      state.isPaused = row["is_paused"]
      state.acknowledged = row["acknowledged"]
      state.setAside = row["set_aside"]
      state.lastAcknowledgedAt = row["last_acknowledged_at"]
      state.lastFailureAt = row["last_failure_at"]
      state.lastFailure = row["last_failure"]
      return state
    }
  }
}

extension InboxSchema {
  static func registerDoors(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("inbox-doors-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE source_state (
            source TEXT PRIMARY KEY,
            mark TEXT NOT NULL,
            messages INTEGER NOT NULL,
            repeats INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            last_message_at INTEGER,
            last_sequence INTEGER,
            last_failure_at INTEGER,
            last_failure TEXT
          ) STRICT;
          CREATE TABLE destination_state (
            destination TEXT PRIMARY KEY,
            through INTEGER NOT NULL,
            is_paused INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
            acknowledged INTEGER NOT NULL DEFAULT 0,
            last_acknowledged_at INTEGER,
            last_failure_at INTEGER,
            last_failure TEXT
          ) STRICT;
          CREATE TABLE set_aside (
            destination TEXT NOT NULL REFERENCES destination_state (destination),
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (destination, sequence)
          ) STRICT, WITHOUT ROWID;
          """)
    }
  }
}
