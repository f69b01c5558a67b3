import ArgumentParser

/// Measures what `Docs/performance.md` and `Docs/air-quality.md` report of the air-quality library.
@main struct MeasureAir: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure-air",
    abstract: "Measures the air-quality library: speed beside pandas, honesty of projections.",
    subcommands: [SpeedCommand.self, HindcastCommand.self, OutlookCommand.self, TableCommand.self])
}

/// Why a measurement could not be made: where, what was found, what to do.
struct Stopped: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
