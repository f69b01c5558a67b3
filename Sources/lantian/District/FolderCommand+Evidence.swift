import Casework
import Foundation
import GRDB
import Ledger

extension FolderCommand {
  /// A case whose evidence leaves the house.
  struct EvidenceWish: Codable, Sendable {
    /// Number or id.
    var caseName: String
    /// Absolute; who holds the folder writes it.
    var path: String
  }

  static func exportEvidence(
    _ wish: EvidenceWish, in district: OpenDistrict
  ) async throws -> [String] {
    let at = district.now()
    let layout = district.folder.layout
    let id = try await district.ledger.write { db in
      guard let id = try CaseBook.id(named: wish.caseName, in: db) else {
        throw CommandRefusal(
          "there is no case \"\(wish.caseName)\"; write its number as its page shows it")
      }
      try EvidencePackage.note(id, by: actor, at: at, in: db)
      return id
    }
    let key = try AuditKey(readingOrMakingAt: layout.auditKey)
    let photos = AttachmentStore(folder: layout.attachments)
    let bytes = try await district.ledger.read { db in
      try EvidencePackage.build(id, photos: photos, key: key, in: db)
    }
    do {
      try Data(bytes).write(to: URL(filePath: wish.path), options: [.withoutOverwriting])
    } catch {
      throw CommandRefusal(
        "\(wish.path): cannot be written, or is there already; name another file")
    }
    return [
      "\(wish.path) written, \(bytes.count) bytes",
      "signed with key \(key.publicKey.fingerprint)",
    ]
  }
}
