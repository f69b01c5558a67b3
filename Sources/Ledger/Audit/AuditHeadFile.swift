import FoundationEssentials

/// Signed heads of the audit log, one a line, in a folder outside the state folder. Whoever rewrites
/// the ledger and its chain cannot rewrite these.
public enum AuditHeadFile {
  public static let name = "audit-heads.log"
  public static let keyName = "audit-key.pub"

  /// Appends the present head as one line `lantian-audit-head 1 AT SEQ HASH SIGNATURE` and lays the
  /// public key beside it.
  ///
  /// - Parameters:
  ///   - folder: is made where it does not exist.
  ///   - at: epoch seconds.
  /// - Throws: `AuditHeadFileError.anotherKey` where the folder belongs to another ledger.
  @discardableResult
  public static func export(
    _ head: AuditHead, key: AuditKey, at: Int, to folder: String
  ) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let keyPath = folder + "/" + keyName
    if let bytes = FileManager.default.contents(atPath: keyPath) {
      let text = String(decoding: bytes, as: UTF8.self).trimmed
      guard AuditPublicKey(text: text) == key.publicKey else {
        throw AuditHeadFileError.anotherKey(folder: folder)
      }
    } else {
      try PrivateFile.append(key.publicKey.text + "\n", to: keyPath)
    }
    let message = "lantian-audit-head 1 \(at) \(head.seq) \(head.hash.hex)"
    let line = message + " " + Data(try key.sign(message)).base64EncodedString()
    try PrivateFile.append(line + "\n", to: folder + "/" + name)
    return line
  }

  /// The public key that lies beside the lines. It proves nothing to whom the folder's keeper is not
  /// trusted: compare its fingerprint with one noted elsewhere.
  public static func key(besideLinesIn folder: String) throws -> AuditPublicKey {
    let bytes = FileManager.default.contents(atPath: folder + "/" + keyName) ?? Data()
    guard let key = AuditPublicKey(text: String(decoding: bytes, as: UTF8.self).trimmed) else {
      throw AuditHeadFileError.noKey(folder: folder)
    }
    return key
  }

  /// Reads a folder's lines and checks every signature.
  ///
  /// - Parameter key: the key to trust.
  public static func read(folder: String, key: AuditPublicKey) throws -> [ExportedHead] {
    let path = folder + "/" + name
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw AuditHeadFileError.noFile(path)
    }
    var heads: [ExportedHead] = []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    for (index, line) in lines.enumerated() {
      guard let head = parse(line, key: key) else {
        throw AuditHeadFileError.badLine(path: path, line: index + 1)
      }
      heads.append(head)
    }
    return heads
  }

  private static func parse(_ line: Substring, key: AuditPublicKey) -> ExportedHead? {
    let parts = line.split(separator: " ")
    guard parts.count == 6, parts[0] == "lantian-audit-head", parts[1] == "1",
      let at = Int(parts[2]), let seq = Int64(parts[3]), let hash = [UInt8](hex: parts[4]),
      hash.count == 32, let signature = Data(base64Encoded: String(parts[5])),
      key.accepts(signature, of: parts[0..<5].joined(separator: " "))
    else { return nil }
    return ExportedHead(at: at, head: AuditHead(seq: seq, hash: hash))
  }
}

/// A head as it was written outside the folder.
public struct ExportedHead: Sendable, Hashable {
  /// When, epoch seconds.
  public let at: Int
  public let head: AuditHead

  public init(at: Int, head: AuditHead) {
    self.at = at
    self.head = head
  }
}

public enum AuditHeadFileError: Error, Equatable, CustomStringConvertible {
  case anotherKey(folder: String)
  case noFile(String)
  case noKey(folder: String)
  case badLine(path: String, line: Int)

  public var description: String {
    switch self {
    case .anotherKey(let folder):
      "\(folder) holds the audit heads of another ledger; give this one a folder of its own"
    case .noFile(let path): "\(path) does not exist; name the folder the heads are exported to"
    case .noKey(let folder):
      "\(folder)/\(AuditHeadFile.keyName) is missing or no key; name the public key to trust"
    case .badLine(let path, let line):
      "\(path):\(line): the line is not a head signed with the key to trust; "
        + "compare the key's fingerprint, or take the file from another copy"
    }
  }
}
