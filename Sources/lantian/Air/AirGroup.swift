import ArgumentParser

/// `lantian air`: what air values are worth under the standards; on a file, without a server.
struct AirGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "air",
    abstract: "What air values are worth under the standards: index, assessment, ranking.",
    subcommands: [
      AirIndexCommand.self, AirAssessCommand.self, AirRankCommand.self, AirCalendarCommand.self,
      AirExplainCommand.self, AirImportCommand.self,
    ])
}
