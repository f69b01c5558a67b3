import ArgumentParser
import Foundation

/// `lantian serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Runs a district: gateway, detection, cases, pages.")

  @OptionGroup var options: ServeOptions

  @Flag(
    name: .long,
    help: "The folder holds simulated data; every page says so. A folder of real data is refused.")
  var simulated = false

  func run() async throws {
    do {
      let settings = try options.settings()
      settings.log.bootstrap()
      try await RunningDistrict.run(settings, isSimulated: simulated)
    } catch {
      FileHandle.standardError.write(Data("lantian serve: \(error)\n".utf8))
      throw ExitCode.failure
    }
  }
}
