import Foundation
import Ledger

@testable import Steering

/// A ledger in a folder of its own that goes with it.
final class FreshLedger: Sendable {
  let folder: URL
  let ledger: LedgerDatabase

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "steering-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    ledger = try LedgerDatabase(
      path: folder.appending(path: "ledger.sqlite").path,
      migrations: LedgerSchema.migrations + SteeringSchema.migrations)
  }

  deinit {
    // Nothing of a test hangs on what is left behind.
    try? FileManager.default.removeItem(at: folder)
  }
}
