import ActionPlan
import AirQuality
public import GRDB

extension LedgerSchema {
  static let devices = LedgerMigration(id: "ledger.devices.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE device (
          mn TEXT PRIMARY KEY CHECK (length(mn) BETWEEN 1 AND 24),
          password TEXT NOT NULL CHECK (password <> ''),
          label_zh TEXT NOT NULL CHECK (label_zh <> ''),
          label_en TEXT NOT NULL CHECK (label_en <> ''),
          facility TEXT REFERENCES facility (id),
          st TEXT CHECK (length(st) = 2),
          is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
          accepts_modbus_crc INTEGER NOT NULL CHECK (accepts_modbus_crc IN (0, 1)),
          segment_limit INTEGER NOT NULL CHECK (segment_limit BETWEEN 64 AND 9999),
          edition TEXT CHECK (edition IN ('2005', '2017')),
          is_simulated INTEGER NOT NULL CHECK (is_simulated IN (0, 1)),
          interval_s INTEGER CHECK (interval_s BETWEEN 1 AND 86400),
          changed_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX device_facility ON device (facility);
        CREATE TABLE device_binding (
          id INTEGER PRIMARY KEY,
          mn TEXT NOT NULL REFERENCES device (mn),
          raw_key TEXT NOT NULL CHECK (raw_key <> ''),
          cn TEXT NOT NULL CHECK (length(cn) = 4),
          point TEXT NOT NULL REFERENCES monitoring_point (id),
          quantity TEXT NOT NULL,
          statistic TEXT NOT NULL CHECK (
            statistic IN ('rtd', 'avg', 'min', 'max', 'cou', 'rs')),
          window_s INTEGER NOT NULL CHECK (window_s >= 0),
          shift INTEGER NOT NULL CHECK (shift BETWEEN -12 AND 12),
          multiplier TEXT,
          from_at INTEGER NOT NULL,
          until_at INTEGER CHECK (until_at > from_at),
          CHECK ((window_s = 0) = (statistic IN ('rtd', 'rs')))
        ) STRICT;
        CREATE INDEX device_binding_key ON device_binding (mn, raw_key, cn, until_at);
        CREATE INDEX device_binding_point
          ON device_binding (point, quantity, statistic, window_s, until_at);
        CREATE UNIQUE INDEX device_binding_open ON device_binding (mn, raw_key, cn)
          WHERE until_at IS NULL;
        CREATE UNIQUE INDEX device_binding_series
          ON device_binding (point, quantity, statistic, window_s) WHERE until_at IS NULL;
        """)
  }
}

extension LedgerSchema {
  /// Editions since 2025, and how a device is spoken to.
  static let deviceManners = LedgerMigration(id: "ledger.devices.2") { db in
    try db.execute(
      sql: """
        CREATE TABLE device_with_manner (
          mn TEXT PRIMARY KEY CHECK (length(mn) BETWEEN 1 AND 24),
          password TEXT NOT NULL CHECK (password <> ''),
          label_zh TEXT NOT NULL CHECK (label_zh <> ''),
          label_en TEXT NOT NULL CHECK (label_en <> ''),
          facility TEXT REFERENCES facility (id),
          st TEXT CHECK (length(st) = 2),
          is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
          accepts_modbus_crc INTEGER NOT NULL CHECK (accepts_modbus_crc IN (0, 1)),
          segment_limit INTEGER NOT NULL CHECK (segment_limit BETWEEN 64 AND 9999),
          edition TEXT CHECK (edition IN ('2005', '2017', '2025')),
          is_simulated INTEGER NOT NULL CHECK (is_simulated IN (0, 1)),
          interval_s INTEGER CHECK (interval_s BETWEEN 1 AND 86400),
          changed_at INTEGER NOT NULL,
          coding TEXT NOT NULL DEFAULT 'utf-8' CHECK (coding IN ('utf-8', 'gb18030')),
          counts_tail INTEGER NOT NULL DEFAULT 0 CHECK (counts_tail IN (0, 1)),
          three_digits INTEGER NOT NULL DEFAULT 0 CHECK (three_digits IN (0, 1)),
          sealing_key TEXT CHECK (length(sealing_key) = 32),
          answer_s INTEGER CHECK (answer_s BETWEEN 1 AND 99),
          resends INTEGER CHECK (resends BETWEEN 0 AND 99),
          may_be_asked INTEGER NOT NULL DEFAULT 1 CHECK (may_be_asked IN (0, 1)),
          networks TEXT NOT NULL DEFAULT '',
          next_password TEXT CHECK (next_password <> '')
        ) STRICT;
        INSERT INTO device_with_manner (mn, password, label_zh, label_en, facility, st, is_enabled,
            accepts_modbus_crc, segment_limit, edition, is_simulated, interval_s, changed_at)
          SELECT mn, password, label_zh, label_en, facility, st, is_enabled,
            accepts_modbus_crc, segment_limit, edition, is_simulated, interval_s, changed_at
          FROM device;
        DROP TABLE device;
        ALTER TABLE device_with_manner RENAME TO device;
        CREATE INDEX device_facility ON device (facility);
        """)
  }
}

/// The data loggers and what they feed.
public enum Devices {
  /// Makes or changes one, with its audit entry; nothing is written where nothing differs. The
  /// password never enters the audit log.
  ///
  /// - Throws: `DeviceError`.
  @discardableResult
  public static func upsert(
    _ device: DeviceRecord, by actor: Actor, at: Int, in db: Database
  ) throws -> Change {
    try check(device)
    if let facility = device.facility, try Facilities.find(facility, in: db) == nil {
      throw DeviceError.unknownFacility(mn: device.mn, facility)
    }
    let old = try find(device.mn, in: db)
    guard old != device else { return .unchanged }
    try write(device, at: at, in: db)
    let change: Change = old == nil ? .created : .updated
    var detail = [
      "label-zh": device.label.zh, "label-en": device.label.en,
      "enabled": String(device.isEnabled),
      "password-changed": String(old.map { $0.password != device.password } ?? true),
    ]
    detail["facility"] = device.facility
    detail["st"] = device.st
    detail.merge(device.auditedManner(since: old)) { _, new in new }
    try AuditLog.append(
      actor: actor, action: "device.\(change.rawValue)", object: "device/\(device.mn)",
      detail: detail, at: at, in: db)
    return change
  }

  private static func write(_ device: DeviceRecord, at: Int, in db: Database) throws {
    let manner = device.manner
    try db.cachedStatement(
      sql: """
        INSERT INTO device (mn, password, label_zh, label_en, facility, st, is_enabled,
          accepts_modbus_crc, segment_limit, edition, is_simulated, interval_s, changed_at,
          coding, counts_tail, three_digits, sealing_key, answer_s, resends, may_be_asked, networks,
          next_password)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (mn) DO UPDATE SET password = excluded.password, label_zh = excluded.label_zh,
          label_en = excluded.label_en, facility = excluded.facility, st = excluded.st,
          is_enabled = excluded.is_enabled, accepts_modbus_crc = excluded.accepts_modbus_crc,
          segment_limit = excluded.segment_limit, edition = excluded.edition,
          is_simulated = excluded.is_simulated, interval_s = excluded.interval_s,
          changed_at = excluded.changed_at, coding = excluded.coding,
          counts_tail = excluded.counts_tail, three_digits = excluded.three_digits,
          sealing_key = excluded.sealing_key, answer_s = excluded.answer_s,
          resends = excluded.resends, may_be_asked = excluded.may_be_asked,
          networks = excluded.networks, next_password = excluded.next_password
        """
    ).execute(arguments: [
      device.mn, device.password, device.label.zh, device.label.en, device.facility, device.st,
      device.isEnabled, device.acceptsModbusCRC, device.segmentLimit, device.edition,
      device.isSimulated, device.intervalSeconds, at, manner.coding, manner.countsTailInLength,
      manner.hasThreeDigitLength, manner.sealingKey, manner.answerSeconds, manner.resends,
      manner.mayBeAsked, manner.networks.joined(separator: " "), manner.nextPassword,
    ])
  }

  public static func find(_ mn: String, in db: Database) throws -> DeviceRecord? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM device WHERE mn = ?"), arguments: [mn]
    ).map(device)
  }

  /// By number.
  public static func list(facility: String? = nil, in db: Database) throws -> [DeviceRecord] {
    try Row.fetchAll(
      db,
      sql: "SELECT * FROM device WHERE :facility IS NULL OR facility = :facility ORDER BY mn",
      arguments: ["facility": facility]
    ).map(device)
  }

  static func check(_ device: DeviceRecord) throws(DeviceError) {
    let mn = device.mn
    guard (1...24).contains(mn.utf8.count), mn.utf8.allSatisfy(\.isLetterOrDigit) else {
      throw .badMN(mn)
    }
    guard (1...32).contains(device.password.utf8.count),
      device.password.unicodeScalars.allSatisfy({
        $0.isPrintable && !";=&#".unicodeScalars.contains($0)
      })
    else { throw .badPassword(mn: mn) }
    guard !device.label.zh.trimmed.isEmpty, !device.label.en.trimmed.isEmpty,
      device.label.zh.count <= 200, device.label.en.count <= 200
    else { throw .badLabel(mn: mn) }
    if let st = device.st, st.utf8.count != 2 || !st.utf8.allSatisfy(\.isDigit) {
      throw .badSystemType(mn: mn, st)
    }
    if let edition = device.edition, !["2005", "2017", "2025"].contains(edition) {
      throw .badEdition(mn: mn, edition)
    }
    if let interval = device.intervalSeconds, !(1...86_400).contains(interval) {
      throw .badInterval(mn: mn, interval)
    }
    guard (64...9_999).contains(device.segmentLimit) else {
      throw .badSegmentLimit(mn: mn, device.segmentLimit)
    }
    try device.manner.check(mn: mn)
  }

  private static func device(_ row: Row) -> DeviceRecord {
    DeviceRecord(
      mn: row["mn"], password: row["password"],
      label: Label(zh: row["label_zh"], en: row["label_en"]),
      facility: row["facility"], st: row["st"], isEnabled: row["is_enabled"],
      acceptsModbusCRC: row["accepts_modbus_crc"], segmentLimit: row["segment_limit"],
      edition: row["edition"], isSimulated: row["is_simulated"], intervalSeconds: row["interval_s"],
      manner: manner(row))
  }

  private static func manner(_ row: Row) -> DeviceManner {
    let networks: String = row["networks"]
    return DeviceManner(
      coding: row["coding"], countsTailInLength: row["counts_tail"],
      hasThreeDigitLength: row["three_digits"], sealingKey: row["sealing_key"],
      answerSeconds: row["answer_s"], resends: row["resends"], mayBeAsked: row["may_be_asked"],
      networks: networks.split(separator: " ").map(String.init),
      nextPassword: row["next_password"])
  }
}

extension DeviceRecord {
  /// What of its manner differs from before, or from the standard; of a key only that there is one.
  fileprivate func auditedManner(since old: DeviceRecord?) -> [String: String] {
    let usual = old?.manner ?? DeviceManner()
    var detail: [String: String] = [:]
    func note<Value: Equatable>(
      _ name: String, _ path: KeyPath<DeviceManner, Value>, _ text: (Value) -> String
    ) {
      let value = manner[keyPath: path]
      if value != usual[keyPath: path] { detail[name] = text(value) }
    }
    note("coding", \.coding) { $0 }
    note("length-counts-tail", \.countsTailInLength) { String($0) }
    note("length-three-digits", \.hasThreeDigitLength) { String($0) }
    note("sealing-key", \.sealingKey) { $0 == nil ? "none" : "changed" }
    note("answer-s", \.answerSeconds) { $0.map(String.init) ?? "-" }
    note("resends", \.resends) { $0.map(String.init) ?? "-" }
    note("may-be-asked", \.mayBeAsked) { String($0) }
    note("networks", \.networks) { $0.joined(separator: " ") }
    note("next-password", \.nextPassword) { $0 == nil ? "none" : "changed" }
    if acceptsModbusCRC != (old?.acceptsModbusCRC ?? false) {
      detail["modbus-crc"] = String(acceptsModbusCRC)
    }
    if segmentLimit != (old?.segmentLimit ?? 1024) {
      detail["segment-limit"] = String(segmentLimit)
    }
    if edition != old?.edition { detail["edition"] = edition ?? "-" }
    return detail
  }
}

extension UInt8 {
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  var isLetterOrDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
  }
}
