public import GRDB

extension LedgerSchema {
  /// What devices were asked, and what of their data is missing.
  static let deviceCommands = LedgerMigration(id: "ledger.device-commands.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE device_gap (
          id INTEGER PRIMARY KEY,
          mn TEXT NOT NULL REFERENCES device (mn),
          cn TEXT NOT NULL CHECK (length(cn) = 4),
          window_s INTEGER NOT NULL CHECK (window_s > 0),
          from_at INTEGER NOT NULL,
          until_at INTEGER NOT NULL CHECK (until_at > from_at),
          missing INTEGER NOT NULL CHECK (missing >= 0),
          state TEXT NOT NULL CHECK (state IN ('open', 'asked', 'filled', 'unavailable')),
          reason TEXT,
          attempts INTEGER NOT NULL DEFAULT 0,
          tried_at INTEGER,
          found_at INTEGER NOT NULL,
          ended_at INTEGER,
          CHECK ((state = 'unavailable') = (reason IS NOT NULL)),
          UNIQUE (mn, cn, window_s, from_at)
        ) STRICT;
        CREATE INDEX device_gap_unsettled ON device_gap (mn, from_at)
          WHERE state IN ('open', 'asked');
        CREATE TABLE device_gap_cursor (
          mn TEXT NOT NULL REFERENCES device (mn),
          cn TEXT NOT NULL,
          window_s INTEGER NOT NULL,
          through_at INTEGER NOT NULL,
          PRIMARY KEY (mn, cn, window_s)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE device_command (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          mn TEXT NOT NULL REFERENCES device (mn),
          name TEXT NOT NULL CHECK (name <> ''),
          parameters TEXT NOT NULL,
          is_repeatable INTEGER NOT NULL CHECK (is_repeatable IN (0, 1)),
          asked_by TEXT NOT NULL CHECK (asked_by <> ''),
          asked_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL CHECK (expires_at > asked_at),
          state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'answered', 'done', 'refused',
            'failed', 'lost', 'expired', 'withdrawn')),
          sent_at INTEGER,
          answered_at INTEGER,
          ended_at INTEGER,
          code INTEGER,
          reason TEXT,
          told TEXT,
          data_frames INTEGER NOT NULL DEFAULT 0,
          gap INTEGER REFERENCES device_gap (id),
          CHECK ((state IN ('waiting', 'sent', 'answered')) = (ended_at IS NULL)),
          CHECK ((state = 'lost') = (reason IS NOT NULL)),
          CHECK ((state IN ('refused', 'failed')) = (code IS NOT NULL))
        ) STRICT;
        CREATE INDEX device_command_of ON device_command (mn, id);
        CREATE INDEX device_command_gap ON device_command (gap) WHERE gap IS NOT NULL;
        CREATE INDEX device_command_open ON device_command (mn, id)
          WHERE state IN ('waiting', 'sent', 'answered');
        """)
  }
}

/// What devices are asked: kept from the moment of asking, so that a device that is away is asked when it
/// returns and a restart forgets nothing. Every one is in the audit chain when it is asked and when it
/// ends.
public enum DeviceCommands {
  /// Commands that may wait for one device.
  public static let waitingLimit = 50
  /// Seconds a command may wait for its device, and how long it does where nobody says.
  public static let expiries = 60...30 * 86_400
  public static let usualExpirySeconds = 86_400
  /// The request whose end settles which password is on file.
  public static let passwordChange = "change-password"

  /// Takes a command.
  ///
  /// - Parameters:
  ///   - parameters: checked by the caller; a password is not one of them, see `Devices.setNextPassword`.
  ///   - expiresIn: seconds.
  /// - Returns: its number.
  /// - Throws: `DeviceCommandError`.
  @discardableResult
  public static func ask(
    _ name: String, _ parameters: [String: String], of mn: String, isRepeatable: Bool,
    expiresIn seconds: Int = usualExpirySeconds, gap: Int64? = nil, by actor: Actor, at: Int,
    in db: Database
  ) throws -> Int64 {
    guard let device = try Devices.find(mn, in: db) else {
      throw DeviceCommandError.noSuchDevice(mn)
    }
    guard device.isEnabled else { throw DeviceCommandError.disabled(mn) }
    guard device.manner.mayBeAsked else { throw DeviceCommandError.mayNotBeAsked(mn) }
    guard expiries.contains(seconds) else { throw DeviceCommandError.badExpiry }
    let open = try list(mn: mn, isOpenOnly: true, limit: waitingLimit, in: db)
    guard open.count < waitingLimit else {
      throw DeviceCommandError.tooManyWaiting(mn, limit: waitingLimit)
    }
    if name == passwordChange, open.contains(where: { $0.name == name }) {
      throw DeviceCommandError.passwordChanging(mn)
    }
    try db.execute(
      sql: """
        INSERT INTO device_command
          (mn, name, parameters, is_repeatable, asked_by, asked_at, expires_at, state, gap)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?)
        """,
      arguments: [
        mn, name, try AuditChain.encode(parameters), isRepeatable, actor.auditName, at,
        at + seconds, gap,
      ])
    let id = db.lastInsertedRowID
    var detail = parameters
    detail["request"] = name
    detail["command"] = String(id)
    try AuditLog.append(
      actor: actor, action: "device-command.asked", object: "device/\(mn)", detail: detail, at: at,
      in: db)
    return id
  }

  /// Takes a command back that was not sent yet.
  ///
  /// - Throws: `DeviceCommandError`.
  public static func withdraw(
    _ id: Int64, by actor: Actor, at: Int, in db: Database
  ) throws {
    guard let command = try find(id, in: db) else { throw DeviceCommandError.unknown(id) }
    guard command.state == .waiting else { throw DeviceCommandError.notWaiting(id) }
    try end(command, .withdrawn, by: actor, at: at, in: db)
  }

  // MARK: What the gateway does

  /// The next command of each device that is not being asked anything, the oldest first.
  public static func due(in db: Database) throws -> [DeviceCommandRecord] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT * FROM device_command
          WHERE id IN (
            SELECT min(id) FROM device_command WHERE state IN ('waiting', 'sent', 'answered')
            GROUP BY mn
          ) AND state = 'waiting' ORDER BY id
          """)
    ).map(command)
  }

  /// Whoever sends writes this first: after a kill it is then known that the device may have got it.
  ///
  /// - Returns: false where it does not wait any more.
  public static func sending(_ id: Int64, at: Int, in db: Database) throws -> Bool {
    try db.execute(
      sql: """
        UPDATE device_command SET state = 'sent', sent_at = ?
        WHERE id = ? AND state = 'waiting'
        """, arguments: [at, id])
    return db.changesCount == 1
  }

  /// Nothing was sent after all.
  public static func notSent(_ id: Int64, in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE device_command SET state = 'waiting', sent_at = NULL
        WHERE id = ? AND state = 'sent'
        """, arguments: [id])
  }

  public static func answered(_ id: Int64, at: Int, in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE device_command SET state = 'answered', answered_at = ?
        WHERE id = ? AND state = 'sent'
        """, arguments: [at, id])
  }

  /// - Parameters:
  ///   - state: `.done`, `.refused`, `.failed`, `.lost`, `.expired`.
  ///   - code: of a refusal or failure.
  public static func ended(
    _ id: Int64, _ state: DeviceCommandRecord.State, code: Int? = nil,
    reason: DeviceCommandRecord.Reason? = nil, told: String = "", dataFrames: Int = 0,
    by actor: Actor, at: Int, in db: Database
  ) throws {
    guard let command = try find(id, in: db), command.state.isOpen else { return }
    try end(
      command, state, code: code, reason: reason, told: told, dataFrames: dataFrames, by: actor,
      at: at, in: db)
  }

  /// Whether anything has waited too long.
  public static func isAnyLate(at: Int, in db: Database) throws -> Bool {
    try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT 1 FROM device_command
          WHERE state IN ('waiting', 'sent', 'answered') AND state = 'waiting' AND expires_at <= ?
          LIMIT 1
          """), arguments: [at]) != nil
  }

  /// Ends what has waited too long.
  public static func expire(by actor: Actor, at: Int, in db: Database) throws {
    let late = try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT * FROM device_command WHERE state = 'waiting' AND expires_at <= ?"),
      arguments: [at]
    ).map(command)
    for command in late { try end(command, .expired, by: actor, at: at, in: db) }
  }

  /// After a start: what was under way when the last server ended. What can be repeated waits again; of
  /// the rest nobody knows, and it is not repeated.
  public static func recover(by actor: Actor, at: Int, in db: Database) throws {
    let open = try Row.fetchAll(
      db, sql: "SELECT * FROM device_command WHERE state IN ('sent', 'answered')"
    ).map(command)
    for command in open {
      if command.isRepeatable {
        try db.execute(
          sql: """
            UPDATE device_command SET state = 'waiting', sent_at = NULL, answered_at = NULL
            WHERE id = ?
            """, arguments: [command.id])
      } else {
        try end(command, .lost, reason: .restarted, by: actor, at: at, in: db)
      }
    }
  }

  private static func end(
    _ command: DeviceCommandRecord, _ state: DeviceCommandRecord.State, code: Int? = nil,
    reason: DeviceCommandRecord.Reason? = nil, told: String = "", dataFrames: Int = 0,
    by actor: Actor, at: Int, in db: Database
  ) throws {
    try db.execute(
      sql: """
        UPDATE device_command SET state = ?, ended_at = ?, code = ?, reason = ?, told = ?,
          data_frames = ? WHERE id = ?
        """,
      arguments: [
        state.rawValue, at, code, reason?.rawValue, told.isEmpty ? nil : told, dataFrames,
        command.id,
      ])
    // Where nobody knows whether the device took it, both passwords stay good.
    if command.name == passwordChange, state != .lost {
      try Devices.settlePassword(
        of: command.mn, isTaken: state == .done, by: actor, at: at, in: db)
    }
    var detail = ["request": command.name, "command": String(command.id), "state": state.rawValue]
    detail["code"] = code.map(String.init)
    detail["reason"] = reason?.rawValue
    try AuditLog.append(
      actor: actor, action: "device-command.ended", object: "device/\(command.mn)", detail: detail,
      at: at, in: db)
  }

  // MARK: Reading

  /// The last command that was to fill a gap.
  public static func last(
    forGap gap: Int64, in db: Database
  ) throws -> DeviceCommandRecord? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: "SELECT * FROM device_command WHERE gap = ? ORDER BY id DESC LIMIT 1"),
      arguments: [gap]
    ).map(command)
  }

  public static func find(_ id: Int64, in db: Database) throws -> DeviceCommandRecord? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM device_command WHERE id = ?"), arguments: [id]
    ).map(command)
  }

  /// The newest first.
  ///
  /// - Parameters:
  ///   - mn: nil for all devices.
  ///   - isOpenOnly: only what has not ended.
  public static func list(
    mn: String? = nil, isOpenOnly: Bool = false, limit: Int = 50, in db: Database
  ) throws -> [DeviceCommandRecord] {
    try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT * FROM device_command
          WHERE (:mn IS NULL OR mn = :mn) AND (NOT :open OR ended_at IS NULL)
          ORDER BY id DESC LIMIT :limit
          """), arguments: ["mn": mn, "open": isOpenOnly, "limit": limit]
    ).map(command)
  }

  private static func command(_ row: Row) throws -> DeviceCommandRecord {
    DeviceCommandRecord(
      id: row["id"], mn: row["mn"], name: row["name"],
      parameters: try AuditChain.decode(row["parameters"]), isRepeatable: row["is_repeatable"],
      askedBy: row["asked_by"], askedAt: row["asked_at"], expiresAt: row["expires_at"],
      state: DeviceCommandRecord.State(rawValue: row["state"]) ?? .lost, sentAt: row["sent_at"],
      answeredAt: row["answered_at"], endedAt: row["ended_at"], code: row["code"],
      reason: (row["reason"] as String?).flatMap(DeviceCommandRecord.Reason.init(rawValue:)),
      told: row["told"], dataFrames: row["data_frames"], gap: row["gap"])
  }
}
