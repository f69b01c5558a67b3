/// Where everything lies in a state folder.
public struct StateLayout: Sendable, Hashable {
  public let folder: String

  public init(folder: String) {
    var path = folder
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.folder = path
  }

  public var ledger: String { folder + "/ledger.sqlite" }
  public var telemetry: String { folder + "/telemetry.sqlite" }
  public var inbox: String { folder + "/inbox.sqlite" }
  public var attachments: String { folder + "/attachments" }
  /// Uploaded tables that wait to be confirmed; no part of a backup.
  public var uploads: String { folder + "/uploads" }
  /// The key that signs heads of the audit log.
  public var auditKey: String { folder + "/audit.key" }
  /// The owner-only socket of the running server.
  public var socket: String { folder + "/lantian.sock" }
  /// Which format the folder has, and whether its data is made up.
  public var format: String { folder + "/format" }
  public var lock: String { folder + "/lock" }
}
