import Crypto
import FoundationEssentials
public import GRDB
import Glibc
import NIOPosix
public import Sheets

/// Uploaded tables as files of the state folder, each named by its token and readable by the server
/// alone, with a row of the ledger that says whose it is.
///
/// A file without a row is what a stop left behind; `sweep` clears it away, and what nobody came back
/// to within a day.
public struct UploadStore: Sendable {
  /// Files that wait, of everybody together, and of one person; what was written is none.
  public static let countLimit = 64
  public static let personLimit = 8
  public static let byteLimit = 1 << 30
  public static let keptSeconds = 86_400
  /// How long a file may wait for its row.
  static let rowlessSeconds = 3_600

  /// Instead of a register's id, which it cannot be: a list of facilities.
  public static let facilities = "/facilities"
  /// Instead of a register's id: a hotline's sheet of reports.
  public static let reports = "/reports"

  /// Likewise: one of a hotline that the plan names.
  public static func reports(of hotline: String) -> String { "/reports/\(hotline)" }

  /// Likewise: a sheet of another system of the plan.
  public static func exchange(_ system: String) -> String { "/exchange/\(system)" }

  /// `<state>/uploads`.
  public let folder: String

  public init(folder: String) { self.folder = folder }

  /// Keeps a file and notes who sent it.
  ///
  /// - Parameters:
  ///   - token: random; nobody can guess it.
  ///   - at: epoch seconds.
  /// - Throws: `UploadError`, `FileFault`.
  public func keep(
    _ bytes: [UInt8], token: String, file: String, into register: String, of account: Int64,
    at: Int, ledger: LedgerDatabase
  ) async throws {
    let (folder, path) = (folder, path(token))
    let sha256 = try await NIOThreadPool.singleton.runIfActive {
      try PrivateFile.makeFolder(folder)
      try PrivateFile.write(bytes, to: path)
      return Array(SHA256.hash(data: bytes)).hex
    }
    do {
      try await ledger.write { db in
        try Self.requireRoom(for: bytes.count, of: account, in: db)
        try db.execute(
          sql: """
            INSERT INTO register_upload
              (token, register, account, file, sha256, byte_count, at, attempt)
            VALUES (?, ?, ?, ?, ?, ?, ?, 1)
            """, arguments: [token, register, account, file, sha256, bytes.count, at])
        try AuditLog.append(
          actor: .account(account), action: "register.upload", object: Self.object(register),
          detail: ["file": file, "sha256": sha256, "bytes": "\(bytes.count)"], at: at, in: db)
      }
    } catch {
      unlink(path)
      throw error
    }
  }

  /// What the audit log calls it.
  private static func object(_ register: String) -> String {
    register.hasPrefix("/") ? String(register.dropFirst()) : "register/\(register)"
  }

  private static func requireRoom(
    for bytes: Int, of account: Int64, in db: Database
  ) throws {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT count(*) AS files, coalesce(sum(byte_count), 0) AS bytes,
          coalesce(sum(account = ?), 0) AS own
        FROM register_upload AS u WHERE NOT EXISTS (
          SELECT 1 FROM register_import WHERE token = u.token || '-' || u.attempt
            AND state = 'done')
        """, arguments: [account])
    guard let row else { return }
    guard row["own"] < personLimit else { throw UploadError.tooManyOfPerson }
    guard row["files"] < countLimit, row["bytes"] + bytes <= byteLimit else {
      throw UploadError.noRoom
    }
  }

  /// The bytes as they were sent; nil where the file is gone or is another one.
  public func bytes(of upload: Upload) async throws -> [UInt8]? {
    let path = path(upload.token)
    return try await NIOThreadPool.singleton.runIfActive {
      guard let bytes = try PrivateFile.read(path),
        Array(SHA256.hash(data: bytes)).hex == upload.sha256
      else { return nil }
      return bytes
    }
  }

  /// - Returns: nil where that person sent no such file.
  public static func find(
    _ token: String, of account: Int64, register: String, in db: Database
  ) throws -> Upload? {
    try Row.fetchOne(
      db,
      sql: "SELECT * FROM register_upload WHERE token = ? AND account = ? AND register = ?",
      arguments: [token, account, register]
    ).map { try Upload($0) }
  }

  /// What a person sent for a register and neither confirmed nor discarded, newest first.
  public static func waiting(
    of account: Int64, register: String, in db: Database
  ) throws -> [Upload] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT * FROM register_upload AS u WHERE account = ? AND register = ? AND NOT EXISTS (
          SELECT 1 FROM register_import WHERE token = u.token || '-' || u.attempt
            AND state IN ('done', 'applying'))
        ORDER BY at DESC, token
        """, arguments: [account, register]
    ).map { try Upload($0) }
  }

  /// Begins another preview: what was staged before is forgotten.
  ///
  /// - Parameters:
  ///   - sheet: of the workbook; nil for the first.
  ///   - notice: why.
  public static func renew(
    _ upload: Upload, sheet: String?, notice: Upload.Notice?, in db: Database
  ) throws {
    try forgetStage(upload, in: db)
    try db.execute(
      sql: """
        UPDATE register_upload SET attempt = attempt + 1, sheet = ?, notice = ?, refusal = NULL
        WHERE token = ? AND attempt = ?
        """, arguments: [sheet, notice?.rawValue, upload.token, upload.attempt])
  }

  /// Makes a preview staged apart the one of this upload.
  public static func take(_ id: Int64, for upload: Upload, in db: Database) throws {
    try forgetStage(upload, in: db)
    try db.execute(
      sql: "UPDATE register_import SET token = ? WHERE id = ?", arguments: [upload.stageToken, id])
  }

  public static func note(_ notice: Upload.Notice?, of upload: Upload, in db: Database) throws {
    try db.execute(
      sql: "UPDATE register_upload SET notice = ? WHERE token = ?",
      arguments: [notice?.rawValue, upload.token])
  }

  /// Notes that it is no table.
  public static func refuse(_ upload: Upload, _ error: SheetError, in db: Database) throws {
    let text = String(decoding: try JSONEncoder().encode(error), as: UTF8.self)
    try db.execute(
      sql: "UPDATE register_upload SET refusal = ? WHERE token = ?",
      arguments: [text, upload.token])
  }

  /// Forgets a file that its sender does not want written.
  public func discard(
    _ upload: Upload, by actor: Actor, at: Int, ledger: LedgerDatabase
  ) async throws {
    try await ledger.write { db in try Self.forget(upload, by: actor, at: at, in: db) }
    unlink(path(upload.token))
  }

  /// Forgets a list of facilities that was written; its own record says so.
  public func forgetWritten(_ upload: Upload, ledger: LedgerDatabase) async throws {
    try await ledger.write { db in
      try db.execute(
        sql: "DELETE FROM register_upload WHERE token = ?", arguments: [upload.token])
    }
    unlink(path(upload.token))
  }

  /// Takes the file of what was written away; that it was stays for a day.
  public func release(_ upload: Upload) { unlink(path(upload.token)) }

  /// Forgets what nobody came back to within a day, and files without a row.
  public func sweep(at: Int, ledger: LedgerDatabase) async throws {
    let old = try await ledger.read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM register_upload WHERE at <= ? LIMIT 100",
        arguments: [at - Self.keptSeconds]
      ).map { try Upload($0) }
    }
    for upload in old {
      try await discard(upload, by: .system("uploads"), at: at, ledger: ledger)
    }
    guard access(folder, F_OK) == 0 else { return }
    let tokens = try await ledger.read { db in
      try Set(String.fetchAll(db, sql: "SELECT token FROM register_upload"))
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where !tokens.contains(name) {
      var status = stat()
      if lstat(path(name), &status) == 0, status.st_mtim.tv_sec < at - Self.rowlessSeconds {
        unlink(path(name))
      }
    }
  }

  private static func forget(
    _ upload: Upload, by actor: Actor, at: Int, in db: Database
  ) throws {
    let isDone =
      try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM register_import WHERE token = ? AND state = 'done')",
        arguments: [upload.stageToken]) ?? false
    try forgetStage(upload, in: db)
    try db.execute(
      sql: "DELETE FROM register_upload WHERE token = ?", arguments: [upload.token])
    guard !isDone else { return }
    try AuditLog.append(
      actor: actor, action: "register.upload-discard", object: object(upload.register),
      detail: ["file": upload.file, "sha256": upload.sha256], at: at, in: db)
  }

  private static func forgetStage(_ upload: Upload, in db: Database) throws {
    let id = try Int64.fetchOne(
      db, sql: "SELECT id FROM register_import WHERE token = ?", arguments: [upload.stageToken])
    if let id { try ImportStage.discard(id, in: db) }
  }

  private func path(_ token: String) -> String { "\(folder)/\(token)" }
}

/// Why an upload was not kept.
public enum UploadError: Error, Equatable, CustomStringConvertible {
  case tooManyOfPerson
  case noRoom

  public var description: String {
    switch self {
    case .tooManyOfPerson:
      "\(UploadStore.personLimit) uploads wait already; confirm or discard some of them"
    case .noRoom: "too many uploads wait on the server; try again later"
    }
  }
}
