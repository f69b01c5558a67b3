import GRDB
import Ledger

extension CaseworkSchema {
  /// Rewards that may be for one fact, what was decided of each two, and the rows of the plan's register.
  static let rewardDoubts = LedgerMigration(id: "casework-report-3-doubts") { db in
    try db.execute(
      sql: """
        CREATE TABLE report_reward_doubt (
          one_id INTEGER NOT NULL REFERENCES report_reward,
          other_id INTEGER NOT NULL REFERENCES report_reward,
          ground TEXT NOT NULL CHECK (ground IN ('merged', 'linked', 'subject', 'near')),
          -- Between their cases, where they are near.
          metres INTEGER CHECK (metres >= 0),
          found_at INTEGER NOT NULL,
          verdict TEXT CHECK (verdict IN ('two-facts', 'one-fact')),
          reason TEXT CHECK (reason <> ''),
          decided_by TEXT,
          decided_at INTEGER,
          PRIMARY KEY (one_id, other_id),
          CHECK (one_id < other_id),
          CHECK ((verdict IS NULL) = (reason IS NULL) AND (verdict IS NULL) = (decided_by IS NULL)
            AND (verdict IS NULL) = (decided_at IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX report_reward_doubt_other ON report_reward_doubt (other_id);
        CREATE INDEX report_reward_doubt_open ON report_reward_doubt (one_id, other_id)
          WHERE verdict IS NULL;

        -- The row that it has in a register of the plan.
        ALTER TABLE report_reward ADD COLUMN register TEXT;
        ALTER TABLE report_reward ADD COLUMN register_row INTEGER;

        -- Numbers are each hotline's own; those of before belong to none.
        ALTER TABLE public_report ADD COLUMN hotline TEXT;
        DROP INDEX public_report_hotline;
        CREATE UNIQUE INDEX public_report_hotline
          ON public_report (hotline_number, ifnull(hotline, '')) WHERE hotline_number IS NOT NULL;
        """)
  }
}
