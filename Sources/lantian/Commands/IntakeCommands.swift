import ArgumentParser

/// `lantian intake …`
struct IntakeGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intake",
    abstract: "Keys of platforms that send alarms or readings, ask checks or work cases over HTTP.",
    subcommands: [CreateKey.self, List.self, Revoke.self])

  struct CreateKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create-key", abstract: "Makes a platform's key and prints it once.")

    @Argument(help: "What the platform is called in the audit log.") var name: String
    @Option(
      help: ArgumentHelp(
        "What the key is good for: cameras (send alarms), readings (send a source's documents), checks (ask the plan's checks) or cases (work cases)."
      ))
    var `for` = Use.cameras
    @Option(help: "In whose name a key for cases works, and may no more.") var account: String?
    @Option(help: "Whose documents a key for readings brings: the id of a source of the plan.")
    var source: String?
    @OptionGroup var folder: FolderOptions

    /// Of an `IntakeKey.Purpose`.
    enum Use: String, ExpressibleByArgument, CaseIterable { case cameras, checks, cases, readings }

    func run() async throws {
      try await folder.perform(
        .createIntakeKey(
          name: name, purpose: `for`.rawValue, account: account, source: source))
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
