import ArgumentParser
import Ledger

/// `lantian account …`
struct AccountGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account", abstract: "People who sign in.",
    subcommands: [
      Create.self, List.self, Change.self, Disable.self, Enable.self, ResetPassword.self,
      Unlock.self, RemoveSecondFactor.self,
    ])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes an account and prints its password once.")

    @Argument(help: "What is typed at sign-in.") var name: String
    @OptionGroup var folder: FolderOptions
    @Option(name: .long, help: "The name colleagues see; the sign-in name where not given.")
    var displayName: String?
    @Option(
      name: .long,
      help:
        "A role of the plan, or \(Role.allCases.map(\.rawValue).joined(separator: ", ")); may be given several times."
    )
    var role: [String]
    @Option(name: .long, help: "Unit of the plan the person works for.") var unit: String?
    @Option(name: .long, help: "Facility the person answers for.") var facility: String?
    @Option(
      name: .long, help: "A further facility of the same contact; may be given several times.")
    var otherFacility: [String] = []
    @Flag(name: .long, help: "Do not ask for another password at the first sign-in.")
    var keepPassword = false

    func run() async throws {
      try await folder.perform(
        .createAccount(
          FolderCommand.NewAccount(
            name: name, displayName: displayName ?? name, roles: role, unit: unit,
            facility: facility, otherFacilities: otherFacility, password: nil,
            mustChangePassword: !keepPassword)))
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows every account with its roles, unit, facility and open sessions.")

    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.listAccounts)
    }
  }

  struct Change: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Changes an account and closes its sessions.",
      discussion: "What is not given stays. Roles that are given take the place of all it had.")

    @Argument(help: "What is typed at sign-in.") var name: String
    @OptionGroup var folder: FolderOptions
    @Option(name: .long, help: "The name colleagues see.") var displayName: String?
    @Option(
      name: .long,
      help:
        "A role of the plan, or \(Role.allCases.map(\.rawValue).joined(separator: ", ")); may be given several times."
    )
    var role: [String] = []
    @Option(name: .long, help: "Unit of the plan the person works for.") var unit: String?
    @Flag(name: .long, help: "The person works for no unit.") var noUnit = false
    @Option(name: .long, help: "Facility the person answers for.") var facility: String?
    @Flag(name: .long, help: "The person answers for no facility.") var noFacility = false
    @Option(
      name: .long,
      help:
        "A further facility of the same contact; may be given several times, in place of all there were."
    )
    var otherFacility: [String] = []

    func validate() throws {
      guard unit == nil || !noUnit else {
        throw ValidationError("--unit and --no-unit exclude each other; give one")
      }
      guard facility == nil || !noFacility else {
        throw ValidationError("--facility and --no-facility exclude each other; give one")
      }
      guard
        displayName != nil || !role.isEmpty || unit != nil || noUnit || facility != nil
          || noFacility || !otherFacility.isEmpty
      else {
        throw ValidationError(
          "nothing to change; give --display-name, --role, --unit, --no-unit, --facility, "
            + "--no-facility or --other-facility")
      }
    }

    func run() async throws {
      try await folder.perform(
        .changeAccount(
          name: name,
          FolderCommand.AccountChange(
            displayName: displayName, roles: role.isEmpty ? nil : role,
            unit: noUnit ? .nothing : unit.map { .of($0) },
            facility: noFacility ? .nothing : facility.map { .of($0) },
            otherFacilities: noFacility ? [] : otherFacility.isEmpty ? nil : otherFacility)))
    }
  }

  struct Disable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keeps a person out from now on and closes the sessions.",
      discussion: "Accounts are never removed: histories name them.")

    @Argument(help: "What is typed at sign-in.") var name: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.disableAccount(name: name))
    }
  }

  struct Enable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lets a disabled account sign in again.")

    @Argument(help: "What is typed at sign-in.") var name: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.enableAccount(name: name))
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

  struct Unlock: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lifts the locks that failed sign-ins brought.")

    @Argument(help: "What is typed at sign-in.") var name: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.unlockAccount(name: name))
    }
  }

  struct RemoveSecondFactor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove-second-factor",
      abstract: "Takes an account's one-time codes away, such as for a lost phone.")

    @Argument(help: "What is typed at sign-in.") var name: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.removeSecondFactor(account: name))
    }
  }
}
