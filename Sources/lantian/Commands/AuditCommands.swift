import ArgumentParser
import Console
import Foundation
import GRDB
import Ledger

/// `lantian audit …`
struct AuditGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "The chained record of every change.",
    subcommands: [Verify.self, List.self, Erase.self])

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Walks the whole chain and names the first entry that does not hold.",
      discussion: "Only reads; may run beside the server.")

    @Option(name: .long, help: "The state folder.") var data: String
    @Option(
      name: .long,
      help: "Folder of signed heads (audit.head-folder): shows entries cut off at the end too.")
    var heads: String?
    @Option(
      name: .long,
      help: "The public key to trust, as text or file; else the one that lies beside the heads.")
    var key: String?

    func validate() throws {
      guard key == nil || heads != nil else {
        throw ValidationError("--key is for the heads' signatures; give --heads too")
      }
    }

    func run() async throws {
      let ledger = try AuditReading.open(data)
      let exported = try heads.map { try readHeads(in: $0) } ?? []
      let verdict = try await ledger.read { db in try AuditLog.verify(in: db, against: exported) }
      switch verdict {
      case .intact(let count, let head, let replaced):
        print("intact: \(count) entries, head \(head)")
        for one in replaced {
          print(
            "head of \(AuditReading.time.rfc3339(one.head.at)) at entry \(one.head.head.seq): of the "
              + "record before the restore of \(AuditReading.time.rfc3339(one.restoredAt))")
        }
      case .broken(let row, let why):
        FileHandle.standardError.write(Data("broken at entry \(row): \(why)\n".utf8))
        throw ExitCode.failure
      }
    }

    /// The heads, and on standard error by which key they were judged.
    private func readHeads(in folder: String) throws -> [ExportedHead] {
      let trusted = try key.map(AuditReading.publicKey) ?? AuditHeadFile.key(besideLinesIn: folder)
      let exported = try AuditHeadFile.read(folder: folder, key: trusted)
      let whence =
        key == nil ? "lies beside them: compare it with the one you noted" : "given with --key"
      FileHandle.standardError.write(
        Data(
          "\(exported.count) heads signed with key \(trusted.fingerprint) (\(whence))\n".utf8))
      return exported
    }

  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows entries, newest first: number, time, who, what, on what, detail.",
      discussion: "Only reads; may run beside the server.")

    @Option(name: .long, help: "The state folder.") var data: String
    @Option(name: .long, help: "Only entries of this object, such as case/12.") var object: String?
    @Option(name: .long, help: "Only entries with a smaller number.") var before: Int64?
    @Option(name: .long, help: "Entries at most.") var limit = 100

    func validate() throws {
      guard limit > 0 else {
        throw ValidationError("--limit is \(limit); give a number above 0")
      }
    }

    func run() async throws {
      let (object, before, limit) = (object, before, limit)
      let entries = try await AuditReading.open(data).read { db in
        try AuditLog.entries(object: object, before: before, limit: limit, in: db)
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      for entry in entries {
        let detail = try entry.detail.map {
          String(decoding: try encoder.encode($0), as: UTF8.self)
        }
        print(
          "\(entry.seq)  \(AuditReading.time.rfc3339(entry.at))  \(entry.actor)  \(entry.action)  "
            + "\(entry.object)  \(detail ?? "erased")")
      }
    }
  }

  struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Erases the detail of an entry for good, such as a name the law wants gone.",
      discussion: "That it was erased and why becomes an entry itself; the chain still holds.")

    @Argument(help: "The entry's number.") var entry: Int64
    @Option(name: .long, help: "The ground, as a reference; no personal text.") var why: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.eraseAuditDetail(entry: entry, why: why))
    }
  }
}

/// The audit log as somebody reads it who must not change anything.
enum AuditReading {
  /// Whoever reads it may sit elsewhere, and the plan may not be at hand: UTC.
  static let time = LocalTime(utcOffsetSeconds: 0)

  /// - Parameter given: the key's text, or a file that holds it.
  static func publicKey(_ given: String) throws -> AuditPublicKey {
    if let key = AuditPublicKey(text: given) { return key }
    let text = try TextFile.read(given).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let key = AuditPublicKey(text: text) ?? AuditPublicKey(pem: text) else {
      throw ValidationError(
        "--key \(given) holds no public key; give the text or a copy of \(AuditHeadFile.keyName)")
    }
    return key
  }

  static func open(_ data: String) throws -> DatabasePool {
    let path = StateLayout(folder: data).ledger
    guard FileManager.default.fileExists(atPath: path) else {
      throw ValidationError("\(path) does not exist; name a state folder with --data")
    }
    var configuration = GRDB.Configuration()
    configuration.readonly = true
    return try DatabasePool(path: path, configuration: configuration)
  }
}
