import FoundationEssentials

/// What a backup holds, so that a damaged or incomplete one is noticed before it is needed.
public struct BackupManifest: Sendable, Hashable, Codable {
  public struct File: Sendable, Hashable, Codable {
    /// Relative to the backup's folder.
    public let path: String
    public let bytes: Int
    /// Lower-case hex.
    public let sha256: String
  }
  public static let name = "manifest.json"
  public static let version = 1

  public let version: Int
  /// Epoch seconds.
  public let createdAt: Int
  /// By path.
  public let files: [File]

  init(createdAt: Int, files: [File]) {
    version = Self.version
    self.createdAt = createdAt
    self.files = files
  }

  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// - Throws: `BackupError.badManifest`.
  static func read(_ folder: String) throws -> BackupManifest {
    let path = folder + "/" + name
    guard let bytes = try PrivateFile.read(path),
      let manifest = try? JSONDecoder().decode(BackupManifest.self, from: bytes.data),
      manifest.version == version, manifest.files.allSatisfy({ isInside($0.path) })
    else { throw BackupError.badManifest(path) }
    return manifest
  }

  /// Leads to nowhere but into the folder.
  private static func isInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !parts.isEmpty
      && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }
  }
}

public enum BackupError: Error, Equatable, CustomStringConvertible {
  case noStateFolder(String)
  case targetExists(String)
  case targetNotEmpty(String)
  case badManifest(String)
  case fileMissing(String)
  case fileChanged(String)
  case databaseDamaged(String, String)

  public var description: String {
    switch self {
    case .noStateFolder(let path): "\(path) is not a state folder; name the folder of --data"
    case .targetExists(let path): "\(path) exists already; name a folder that does not exist yet"
    case .targetNotEmpty(let path):
      "\(path) is not empty; restore into a new folder, then start the server with it"
    case .badManifest(let path):
      "\(path) is missing or no manifest of a backup; name the folder a backup was written to"
    case .fileMissing(let path): "\(path) is missing from the backup; take another backup"
    case .fileChanged(let path):
      "\(path) is not what was backed up (length or SHA-256 differs); take another backup"
    case .databaseDamaged(let path, let why): "\(path) is damaged (\(why)); take another backup"
    }
  }
}
