import ArgumentParser
import Ledger

/// `lantian account …`
struct AccountGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "People who sign in.",
    subcommands: [Create.self, ResetPassword.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes an account and prints its password once.")

    @Argument(help: "What is typed at sign-in.") var name: String
    @OptionGroup var folder: FolderOptions
    @Option(name: .long, help: "The name colleagues see; the sign-in name where not given.")
    var displayName: String?
    @Option(
      name: .long,
      help: "\(Role.allCases.map(\.rawValue).joined(separator: ", ")); may be given several times.")
    var role: [String]
    @Option(name: .long, help: "Unit of the plan the person works for.") var unit: String?
    @Option(name: .long, help: "Facility the person answers for.") var facility: String?
    @Flag(name: .long, help: "Do not ask for another password at the first sign-in.")
    var keepPassword = false

    func run() async throws {
      try await folder.perform(
        .createAccount(
          FolderCommand.NewAccount(
            name: name, displayName: displayName ?? name, roles: role, unit: unit,
            facility: facility, password: nil, mustChangePassword: !keepPassword)))
    }
  }

  struct ResetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reset-password",
      abstract: "Gives an account another password, printed once, and closes its sessions.")

    @Argument(help: "What is typed at sign-in.") var name: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.resetPassword(account: name))
    }
  }
}
