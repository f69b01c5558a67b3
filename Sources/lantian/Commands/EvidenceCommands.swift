import ArgumentParser
import Casework
import Foundation
import Ledger

/// `lantian evidence …`
struct EvidenceGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence", abstract: "A case's evidence in one file that anyone can check.",
    subcommands: [Export.self, Verify.self])

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a case's evidence package; that it was written enters the audit log.")

    @Argument(help: "The case's number or id.") var caseName: String
    @Option(help: "The file to write; else evidence-NUMBER.tar here.") var to: String?
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      let name = to ?? EvidencePackage.fileName(of: caseName)
      let path = URL(filePath: name).standardizedFileURL.path(percentEncoded: false)
      try await folder.perform(.exportEvidence(.init(caseName: caseName, path: path)))
    }
  }

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks a package: every file, the signature, the stretch of the audit chain.",
      discussion: "Needs nothing but the file. Ends with status 1 where something does not hold.")

    @Argument(help: "The package.") var file: String
    @Option(help: "The public key to trust, as text or file; else the one in the package.")
    var key: String?
    @Option(help: "Folder of the office's signed heads (audit.head-folder), checked by the key.")
    var heads: String?

    func run() async throws {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: file), options: .alwaysMapped))
      let trusted = try key.map(AuditReading.publicKey)
      var exported: [ExportedHead] = []
      if let heads {
        exported = try AuditHeadFile.read(
          folder: heads, key: try trusted ?? AuditHeadFile.key(besideLinesIn: heads))
      }
      let verdict = EvidenceVerdict(of: bytes, trusted: trusted, heads: exported)
      guard verdict.faults.isEmpty, let signer = verdict.key else {
        let lines = verdict.faults.map { "\($0)\n" }.joined()
        FileHandle.standardError.write(Data("\(lines)\(file) does not hold\n".utf8))
        throw ExitCode.failure
      }
      print("\(file) holds: \(verdict.fileCount) files, \(verdict.entryCount) audit entries")
      if verdict.frameCount > 0 {
        print(
          "\(verdict.archivedFrameCount) of \(verdict.frameCount) raw frames are shown to have "
            + "lain in the archive")
      }
      let whence =
        trusted == nil
        ? "lies in the package: compare it with the one made known" : "given with --key"
      print("signed with key \(signer.fingerprint) (\(whence))")
    }
  }
}
