import ArgumentParser

/// `lantian intake …`
struct IntakeGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intake", abstract: "Platforms that send alarms over HTTP.",
    subcommands: [CreateKey.self, List.self, Revoke.self])

  struct CreateKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create-key", abstract: "Makes a platform's key and prints it once.")

    @Argument(help: "What the platform is called in the audit log.") var name: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.createIntakeKey(name: name))
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows every key, also revoked ones, and when it was used last.")

    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.listIntakeKeys)
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes a key worthless from now on; its name is never used again.")

    @Argument(help: "The key's name.") var name: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.revokeIntakeKey(name: name))
    }
  }
}
