import GRDB
import Ledger

/// The append-only events of tasks, by plan: next year's plan begins anew under the same clauses.
enum TaskHistory {
  static let tables = """
    CREATE TABLE task_event (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      -- Id of the plan, not its digest: a changed plan's tasks go on.
      plan TEXT NOT NULL,
      clause TEXT NOT NULL,
      unit TEXT NOT NULL,
      sequence INTEGER NOT NULL CHECK (sequence > 0),
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (
        kind IN ('reported', 'accepted', 'returned', 'withdrawn', 'asked', 'contributed')),
      item TEXT,
      -- Sequence of the report that is judged or taken back.
      report INTEGER,
      helper TEXT,
      is_on_behalf INTEGER NOT NULL CHECK (is_on_behalf IN (0, 1)),
      progress INTEGER CHECK (progress BETWEEN 0 AND 100),
      is_completion INTEGER NOT NULL CHECK (is_completion IN (0, 1)),
      text TEXT NOT NULL,
      CHECK ((kind = 'reported') <= (item IS NOT NULL)),
      CHECK ((report IS NOT NULL) = (kind IN ('accepted', 'returned', 'withdrawn'))),
      CHECK ((helper IS NOT NULL) = (kind IN ('asked', 'contributed'))),
      UNIQUE (plan, clause, unit, sequence)
    ) STRICT;
    CREATE TABLE task_event_attachment (
      event_id INTEGER NOT NULL REFERENCES task_event,
      ordinal INTEGER NOT NULL,
      attachment_id INTEGER NOT NULL,
      -- The unit's letter, where the duty desk reported for it.
      is_letter INTEGER NOT NULL CHECK (is_letter IN (0, 1)),
      PRIMARY KEY (event_id, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX task_event_attachment_attachment ON task_event_attachment (attachment_id);
    -- What was reminded of, so that nothing is told twice.
    CREATE TABLE task_reminder (
      plan TEXT NOT NULL,
      clause TEXT NOT NULL,
      unit TEXT NOT NULL,
      item TEXT NOT NULL,
      level TEXT NOT NULL CHECK (level IN ('week', 'day', 'late')),
      -- Of what is late, the local day it was told on; else the limit it was told before.
      day INTEGER NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (plan, clause, unit, item, level, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER task_event_is_kept BEFORE UPDATE ON task_event
    BEGIN SELECT RAISE(ABORT, 'a task''s history is append-only'); END;
    CREATE TRIGGER task_event_stays BEFORE DELETE ON task_event
    BEGIN SELECT RAISE(ABORT, 'a task''s history is append-only'); END;
    """

  /// - Returns: the event's number within the task.
  static func append(
    _ move: TaskMove, to id: TaskID, plan: String, evidence: [Int64], letters: [Int64],
    actor: Actor, at now: Int, in db: Database
  ) throws -> Int {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          INSERT INTO task_event (
            plan, clause, unit, sequence, at, actor, kind, item, report, helper, is_on_behalf,
            progress, is_completion, text)
          VALUES (
            :plan, :clause, :unit,
            1 + (SELECT count(*) FROM task_event
              WHERE plan = :plan AND clause = :clause AND unit = :unit),
            :at, :actor, :kind, :item, :report, :helper, :onBehalf, :progress, :completion, :text)
          RETURNING id, sequence
          """),
      arguments: [
        "plan": plan, "clause": id.clause, "unit": id.unit, "at": now, "actor": actor.auditName,
        "kind": move.kind.rawValue, "item": move.item, "report": move.report,
        "helper": move.helper, "onBehalf": move.isOnBehalf, "progress": move.progress,
        "completion": move.isCompletion, "text": move.words.text,
      ])
    guard let row else { preconditionFailure("an insert returns its row") }
    let event: Int64 = row["id"]
    let attach = try db.cachedStatement(
      sql: """
        INSERT INTO task_event_attachment (event_id, ordinal, attachment_id, is_letter)
        VALUES (?, ?, ?, ?)
        """)
    for (ordinal, attachment) in (letters + evidence).enumerated() {
      try attach.execute(arguments: [event, ordinal, attachment, ordinal < letters.count])
    }
    return row["sequence"]
  }

  /// The events of every task of a plan, oldest first.
  static func events(ofPlan plan: String, in db: Database) throws -> [TaskID: [TaskEvent]] {
    var events: [TaskID: [TaskEvent]] = [:]
    let rows = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT \(columns) FROM task_event WHERE plan = ? ORDER BY id"),
      arguments: [plan])
    while let row = try rows.next() {
      events[TaskID(clause: row["clause"], unit: row["unit"]), default: []].append(
        try TaskEvent(row: row))
    }
    return events
  }

  static func events(of id: TaskID, plan: String, in db: Database) throws -> [TaskEvent] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT \(columns) FROM task_event WHERE plan = ? AND clause = ? AND unit = ?
          ORDER BY sequence
          """), arguments: [plan, id.clause, id.unit]
    ).map(TaskEvent.init(row:))
  }

  /// The same with their words and files.
  static func entries(of id: TaskID, plan: String, in db: Database) throws -> [TaskEntry] {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT \(columns), text, id FROM task_event WHERE plan = ? AND clause = ? AND unit = ?
          ORDER BY sequence
          """), arguments: [plan, id.clause, id.unit])
    let attached = try db.cachedStatement(
      sql: """
        SELECT attachment_id FROM task_event_attachment
        WHERE event_id = ? AND is_letter = ? ORDER BY ordinal
        """)
    return try rows.map { row in
      let event: Int64 = row["id"]
      return TaskEntry(
        event: try TaskEvent(row: row), text: row["text"],
        evidence: try Int64.fetchAll(attached, arguments: [event, false]),
        letters: try Int64.fetchAll(attached, arguments: [event, true]))
    }
  }

  private static let columns = """
    clause, unit, sequence, at, actor, kind, item, report, helper, is_on_behalf, progress,
    is_completion
    """
}

extension TaskEvent {
  fileprivate init(row: Row) throws {
    let name: String = row["kind"]
    guard let kind = Kind(rawValue: name) else { throw TaskRecordError.unknownEventKind(name) }
    self.init(
      sequence: row["sequence"], at: row["at"], actor: row["actor"], kind: kind,
      item: row["item"], report: row["report"], helper: row["helper"],
      isOnBehalf: row["is_on_behalf"], progress: row["progress"],
      isCompletion: row["is_completion"])
  }
}

/// A row that no task's book wrote.
enum TaskRecordError: Error, Equatable {
  case unknownEventKind(String)
}
