import ArgumentParser
import Foundation
import Ledger

/// `lantian backup`
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies a state folder, also while it is being served.",
    discussion: "The copy holds passwords of devices and keys: keep it as safe as the folder.")

  @Option(name: .long, help: "The state folder.") var data: String
  @Option(name: .long, help: "The copy; a folder that does not exist yet.") var to: String

  func run() async throws {
    let at = OpenDistrict.clock()
    try Failing.plainly {
      let manifest = try Backup.create(from: StateLayout(folder: data), to: to, at: at)
      print(
        "\(manifest.files.count) files, \(manifest.files.map(\.bytes).reduce(0, +)) bytes in \(to)")
    }
  }
}

/// `lantian restore`
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Checks a backup and writes it back as a new state folder.")

  @Option(name: .long, help: "The backup.") var from: String
  @Option(name: .long, help: "The state folder to make; must not exist or be empty.")
  var data: String

  func run() async throws {
    let at = OpenDistrict.clock()
    try Failing.plainly {
      let manifest = try Backup.restore(
        from: from, to: StateLayout(folder: data), by: FolderCommand.actor, at: at)
      print("\(manifest.files.count) files restored to \(data); serve it with --data \(data)")
    }
  }
}

/// Errors of a command as one plain line on standard error and status 1.
enum Failing {
  static func plainly(_ work: () throws -> Void) throws {
    do {
      try work()
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      throw ExitCode.failure
    }
  }

  static func plainlyAwaited(_ work: () async throws -> Void) async throws {
    do {
      try await work()
    } catch {
      try plainly { throw error }
    }
  }
}
