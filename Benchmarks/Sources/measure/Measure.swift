import ArgumentParser

/// Measures what `Docs/performance.md` reports, each figure beside the disk's own sync rate.
@main struct Measure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measures the disk, the inbox, the store, the gateway, the pages, large registers.",
    subcommands: [
      DiskCommand.self, InboxCommand.self, StoreCommand.self, ListenCommand.self,
      DevicesCommand.self, GatewayCommand.self, StartCommand.self, BrowserCommand.self,
      RegisterCommand.self, CasesCommand.self, CasePagesCommand.self, SizeCommand.self,
      ThroughputCommand.self, QueriesCommand.self, ConnectionsCommand.self,
    ])
}

/// Where and how long.
struct RunOptions: ParsableArguments {
  @Option(help: "Folder on the disk to measure; files are made in it and removed.")
  var folder = "."

  @Option(help: "Length of a run.")
  var seconds = 5

  func validate() throws {
    guard (1...3_600).contains(seconds) else {
      throw ValidationError("--seconds is \(seconds); give 1 to 3600")
    }
  }
}
