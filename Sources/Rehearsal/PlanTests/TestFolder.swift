import ActionPlan
import Foundation
import GRDB
import Ledger
import Wiring

/// A folder under the system's temporary one that goes with the last who holds it.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(
      path: "lantian-rehearsal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  // Nobody is left to tell where it cannot be removed; the system clears its temporary folder.
  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }
}

/// An empty ledger with the plan's registers, made once; each test begins with a copy of its file.
struct EmptyLedger: Sendable {
  private let folder: TemporaryFolder

  init(_ plan: Plan) async throws {
    folder = try TemporaryFolder()
    let ledger = try Self.open(folder.path("ledger.sqlite"))
    try await ledger.write { db in
      try RegisterStore.migrate(to: plan, at: 0, in: db)
    }
    // Everything is then in the one file that is copied.
    try await ledger.pool.writeWithoutTransaction { db in
      _ = try db.checkpoint(.truncate)
    }
    try ledger.pool.close()
  }

  /// A ledger of its own in a folder.
  func copy(into other: TemporaryFolder) async throws -> LedgerDatabase {
    let path = other.path("ledger.sqlite")
    try FileManager.default.copyItem(atPath: folder.path("ledger.sqlite"), toPath: path)
    return try Self.open(path)
  }

  private static func open(_ path: String) throws -> LedgerDatabase {
    let ledger = try LedgerDatabase(path: path, migrations: DistrictSchema.migrations)
    // Nothing here need outlive a power cut.
    try ledger.pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = OFF")
    }
    return ledger
  }
}
