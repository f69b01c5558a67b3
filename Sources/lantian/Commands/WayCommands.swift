import ArgumentParser

/// `lantian source …`
struct SourceGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "source", abstract: "Other ways in for readings than HJ 212.",
    subcommands: [List.self, Show.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows every source with its last message and failure.")

    @Option(help: "table, json or csv.") var format = Grid.Format.table
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.ways(.listSources(format: format.rawValue)))
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows one source and what of it could not be used.")

    @Argument(help: "The source's id in the plan.") var source: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.ways(.showSource(source)))
    }
  }
}

/// `lantian forward …`
struct ForwardGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forward", abstract: "Platforms above that get what devices send.",
    subcommands: [List.self, Pause.self, Resume.self, Retry.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows how far each platform is, its last acknowledgement and failure.")

    @Option(help: "table, json or csv.") var format = Grid.Format.table
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.ways(.listDestinations(format: format.rawValue)))
    }
  }

  struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sends nothing to a platform until told to go on, also after a restart.")

    @Argument(help: "The destination's id in the plan.") var destination: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.ways(.setPaused(destination, true)))
    }
  }

  struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Goes on sending to a platform where it stopped.")

    @Argument(help: "The destination's id in the plan.") var destination: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.ways(.setPaused(destination, false)))
    }
  }

  struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sends frames again that a platform had never acknowledged, at most 500 at once.")

    @Argument(help: "The destination's id in the plan.") var destination: String
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.ways(.retry(destination)))
    }
  }
}
