import GRDB

extension LedgerSchema {
  /// What was over its limit when a stop was declared, so that a declaration hides nothing.
  static let firmStops = LedgerMigration(id: "ledger.firm.stops.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE stop_exceedance (
          register TEXT NOT NULL,
          row_id INTEGER NOT NULL,
          rule TEXT NOT NULL,
          point TEXT NOT NULL,
          quantity TEXT NOT NULL,
          comparison TEXT NOT NULL,
          value TEXT NOT NULL,
          "limit" TEXT NOT NULL,
          upper_limit TEXT,
          at INTEGER NOT NULL,
          PRIMARY KEY (register, row_id, rule, point, quantity, at)
        ) STRICT, WITHOUT ROWID;
        """)
  }

  /// Which notices a firm says it has received.
  static let firmNotices = LedgerMigration(id: "ledger.firm.notices.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE firm_acknowledgement (
          notification_id INTEGER PRIMARY KEY,
          facility TEXT NOT NULL,
          account_id INTEGER NOT NULL REFERENCES account (id),
          at INTEGER NOT NULL
        ) STRICT;
        """)
  }
}
