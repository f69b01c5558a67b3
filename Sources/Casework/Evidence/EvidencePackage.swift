import ActionPlan
import Crypto
import FoundationEssentials
public import GRDB
public import Ledger

/// Everything a case rests on in one file that anybody can check without Lantian. 证据包
///
/// A tar archive: `manifest.txt` with the SHA-256 of each file as `sha256sum` writes it,
/// `manifest.sig` its Ed25519 signature, the case and its history as JSON, photos and documents as they
/// were sent, frozen telemetry, raw frames, and the stretch of the audit chain in which all of it was
/// recorded. The same record always gives the same bytes.
public enum EvidencePackage {
  /// Of photos, documents and frames together.
  public static let byteLimit = 512 * 1_024 * 1_024

  static let manifest = "manifest.txt"
  static let signature = "manifest.sig"
  static let key = "key.pem"
  static let readme = "README.txt"
  static let audit = "audit.json"
  static let photos = "photos.json"
  static let telemetry = "telemetry.json"
  static let frames = "frames.json"
  static let archive = "archive.json"

  static func frame(_ sequence: Int64) -> String { "frames/\(sequence).txt" }

  /// Writes down that a case's evidence leaves the house. Do it before building the package, which then
  /// holds it.
  public static func note(
    _ caseID: Int64, by actor: Actor, at now: Int, in db: Database
  ) throws {
    try AuditLog.append(
      actor: actor, action: "evidence.export", object: "case/\(caseID)", at: now, in: db)
  }

  /// Builds a case's package. Reads files: never on an event loop.
  ///
  /// - Throws: `CaseRefusal.unknownCase`, `EvidenceError`, `AttachmentError`, or what SQLite said.
  public static func build(
    _ caseID: Int64, photos store: AttachmentStore, key signer: AuditKey, in db: Database
  ) throws -> [UInt8] {
    let file = try CaseBook.existing(caseID, in: db)
    let gathered = try GatheredEvidence(file, store: store, in: db)
    let proof = try AuditProof.make(of: gathered.objects, in: db)
    guard let proof else { throw EvidenceError.chainTooLong }
    var files = gathered.files
    files.append((audit, try json(proof)))
    files.append((key, Array(signer.publicKey.pem.utf8)))
    files.append((readme, Array(EvidenceReadme.text(number: file.number).utf8)))
    files.sort { $0.name < $1.name }
    let lines = files.map { "\(digest($0.bytes))  \($0.name)\n" }.joined()
    let manifestBytes = Array(lines.utf8)
    let head = [
      (manifest, manifestBytes), (signature, try signer.signature(of: manifestBytes)),
    ]
    let folder = folder(of: file.number)
    return TarArchive(
      members: (head + files.map { ($0.name, $0.bytes) }).map { name, bytes in
        TarArchive.Member(name: "\(folder)/\(name)", bytes: bytes)
      }, modifiedAt: proof.links.last?.at ?? file.openedAt
    ).bytes
  }

  /// What the package's file is called: `evidence-SHANGYU-2026-000123.tar`.
  public static func fileName(of number: String) -> String { "evidence-\(folder(of: number)).tar" }

  /// A plan's id may hold what a file's name may not.
  private static func folder(of number: String) -> String {
    let plain = number.unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        || scalar == "-" || scalar == "_" ? scalar : "_"
    }
    return String(String.UnicodeScalarView(plain).prefix(40))
  }

  static func digest(_ bytes: [UInt8]) -> String { Array(SHA256.hash(data: bytes)).hex }

  static func json(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return [UInt8](try encoder.encode(value)) + [0x0A]
  }
}

/// Why there is no package.
public enum EvidenceError: Error, Equatable, CustomStringConvertible {
  case tooLarge(bytes: Int)
  case chainTooLong

  public var description: String {
    switch self {
    case .tooLarge(let bytes):
      "the evidence has more than \(bytes >> 20) MiB; one package holds "
        + "\(EvidencePackage.byteLimit >> 20) MiB, so hand its photos over by themselves"
    case .chainTooLong:
      "more than \(AuditProof.longest) entries were written since the case was opened; "
        + "hand the ledger's backup over and let `lantian audit verify` prove it"
    }
  }
}
