import Crypto
import FoundationEssentials
import GRDB
import Glibc

/// Consistent copies of a state folder while the server works on it.
///
/// The order is what makes the copies fit one another. A later file always holds at least what an
/// earlier one refers to: the ledger's detection cursor points into what telemetry has applied, and
/// telemetry's cursor points into the inbox. So the ledger is copied first, then telemetry, then
/// the inbox: a cursor may lie behind what was copied (those frames are applied again, each
/// exactly once) but never ahead of it. Attachments come last: a photo's file is on disk before its
/// row commits, so every row copied finds its file.
///
/// The inbox may drop old frames only below both cursors and not within minutes of their moving on,
/// or a copy of it could begin after the ledger's cursor.
///
/// A backup holds everything, secrets too: passwords of devices, hashes of people's passwords, the
/// audit key. Its files are readable by their owner alone.
public enum Backup {
  /// Writes a backup into a new folder. It appears under its name only when it is whole.
  ///
  /// - Parameter at: epoch seconds.
  /// - Throws: `BackupError`, `FileFault`, or what SQLite said.
  @discardableResult
  public static func create(
    from state: StateLayout, to target: String, at: Int
  ) throws -> BackupManifest {
    guard try StateFormat(reading: state) != nil else {
      throw BackupError.noStateFolder(state.folder)
    }
    let target = StateLayout(folder: target).folder
    guard access(target, F_OK) != 0 else { throw BackupError.targetExists(target) }
    let part = "\(target).part-\(getpid())"
    guard access(part, F_OK) != 0 else { throw BackupError.targetExists(part) }
    try PrivateFile.makeFolder(part)
    do {
      for source in try databases(of: state) {
        let name = String(source.dropFirst(state.folder.utf8.count + 1))
        try copyDatabase(source, to: part + "/" + name)
      }
      for name in ["format", "audit.key"] {
        guard let bytes = try PrivateFile.read(state.folder + "/" + name) else { continue }
        try PrivateFile.write(bytes, to: part + "/" + name)
      }
      try copyAttachments(from: state, to: part)
      let manifest = BackupManifest(createdAt: at, files: try list(part))
      try PrivateFile.write(try manifest.encoded(), to: part + "/" + BackupManifest.name)
      guard rename(part, target) == 0 else {
        throw FileFault(path: target, doing: "rename into", code: errno)
      }
      try PrivateFile.syncFolder(of: target)
      return manifest
    } catch {
      try FileManager.default.removeItem(atPath: part)
      throw error
    }
  }

  /// Checks a backup: every file of the manifest is there and unchanged.
  public static func verify(_ folder: String) throws -> BackupManifest {
    let manifest = try BackupManifest.read(folder)
    for file in manifest.files { _ = try read(file, in: folder) }
    return manifest
  }

  /// Writes a backup back as a state folder. Everything is checked before the folder gets its name.
  /// The audit log says from then on that entries may have been lost here.
  ///
  /// - Parameters:
  ///   - target: a folder that does not exist, or an empty one.
  ///   - at: epoch seconds.
  /// - Throws: `BackupError`, `FileFault`, or what SQLite said.
  @discardableResult
  public static func restore(
    from folder: String, to target: StateLayout, by actor: Actor, at: Int
  ) throws -> BackupManifest {
    let manifest = try verify(folder)
    if let found = try? FileManager.default.contentsOfDirectory(atPath: target.folder) {
      guard found.isEmpty else { throw BackupError.targetNotEmpty(target.folder) }
    } else if access(target.folder, F_OK) == 0 {
      throw BackupError.targetNotEmpty(target.folder)
    }
    let part = "\(target.folder).part-\(getpid())"
    guard access(part, F_OK) != 0 else { throw BackupError.targetExists(part) }
    try PrivateFile.makeFolder(part)
    do {
      for file in manifest.files {
        let path = part + "/" + file.path
        try PrivateFile.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        try copy(file, from: folder, to: path)
        if file.path.hasSuffix(".sqlite") { try check(path) }
      }
      try PrivateFile.makeFolder(part + "/attachments")
      try record(manifest, in: StateLayout(folder: part).ledger, by: actor, at: at)
      // Replaces an empty folder, fails on any other.
      guard rename(part, target.folder) == 0 else {
        throw FileFault(path: target.folder, doing: "rename into", code: errno)
      }
      try PrivateFile.syncFolder(of: target.folder)
      return manifest
    } catch {
      try FileManager.default.removeItem(atPath: part)
      throw error
    }
  }

  /// Writes the restore into the restored audit log.
  private static func record(
    _ manifest: BackupManifest, in ledger: String, by actor: Actor, at: Int
  ) throws {
    guard access(ledger, F_OK) == 0 else { return }
    let database = try DatabaseQueue(path: ledger)
    try database.write { db in
      let head = try AuditLog.head(in: db)
      try AuditLog.append(
        actor: actor, action: AuditLog.restore, object: "audit/\(head.seq)",
        detail: ["backup": String(manifest.createdAt), "head": head.hash.hex], at: at, in: db)
    }
    try database.close()
    try PrivateFile.sync(ledger)
  }

  // MARK: - Databases

  /// In the order that keeps every cursor within what is copied after it.
  private static func databases(of state: StateLayout) throws -> [String] {
    let first = [state.ledger, state.telemetry, state.inbox]
    let others = try FileManager.default.contentsOfDirectory(atPath: state.folder)
      .filter { $0.hasSuffix(".sqlite") }.map { state.folder + "/" + $0 }
    return first.filter(others.contains) + others.filter { !first.contains($0) }.sorted()
  }

  /// One read transaction of the source: writers go on meanwhile.
  private static func copyDatabase(_ source: String, to target: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(LedgerDatabase.busySeconds)
    let from = try DatabaseQueue(path: source, configuration: configuration)
    let to = try DatabaseQueue(path: target)
    try from.backup(to: to)
    // One file without a log beside it; the server turns the log on again.
    try to.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = DELETE") }
    try to.close()
    try from.close()
    guard chmod(target, 0o600) == 0 else {
      throw FileFault(path: target, doing: "protect", code: errno)
    }
    try PrivateFile.sync(target)
  }

  private static func check(_ path: String) throws {
    let database = try DatabaseQueue(path: path)
    let said = try database.read { db in try String.fetchOne(db, sql: "PRAGMA quick_check(1)") }
    try database.close()
    guard said == "ok" else { throw BackupError.databaseDamaged(path, said ?? "no answer") }
  }
}
