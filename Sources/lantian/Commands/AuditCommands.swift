import ArgumentParser
import Foundation
import GRDB
import Ledger

/// `lantian audit …`
struct AuditGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "The chained record of every change.",
    subcommands: [Verify.self])

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Walks the whole chain and names the first entry that does not hold.",
      discussion: "Only reads; may run beside the server.")

    @Option(name: .long, help: "The state folder.") var data: String
    @Option(
      name: .long,
      help: "Folder of signed heads (audit.head-folder): shows entries cut off at the end too.")
    var heads: String?

    func run() async throws {
      let path = StateLayout(folder: data).ledger
      guard FileManager.default.fileExists(atPath: path) else {
        throw ValidationError("\(path) does not exist; name a state folder with --data")
      }
      let exported = try heads.map { try AuditHeadFile.read(folder: $0) } ?? []
      var configuration = GRDB.Configuration()
      configuration.readonly = true
      let database = try DatabasePool(path: path, configuration: configuration)
      let verdict = try await database.read { db in
        try AuditLog.verify(in: db, against: exported)
      }
      switch verdict {
      case .intact(let count, let head):
        print("intact: \(count) entries, head \(head)")
      case .broken(let row, let why):
        FileHandle.standardError.write(Data("broken at entry \(row): \(why)\n".utf8))
        throw ExitCode.failure
      }
    }
  }
}
