import ArgumentParser

extension DeviceGroup {
  struct Ask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Asks a device something, now or when it returns.",
      discussion: """
        `lantian device requests` lists what can be asked and what goes with it. Times are the \
        plan's local time, such as 2021-06-07 or "2021-06-07 10:00".
        """)

    @Argument(help: "Its number (MN).") var mn: String
    @Argument(help: "A request such as set-clock, get-interval; history takes --of.")
    var request: String
    @Option(
      name: .customLong("with"), help: "name=value that goes with it; several times for several.")
    var values: [String] = []
    @Option(help: "Of history: begin of the period.") var from: String?
    @Option(help: "Of history: end of the period.") var to: String?
    @Option(help: "Of history: minutes, hours, days, running or realtime.") var of: String?
    @Option(help: "Of change-password: a file with the new one, at most six letters and digits.")
    var passwordFile: String?
    @Option(help: "Hours it may wait for a device that is away, at most 720.") var hours = 24
    @Option(help: "Seconds to wait here for its end, at most 300.") var wait = 0
    @OptionGroup var spoken: LanguageOptions
    @OptionGroup var folder: FolderOptions

    func validate() throws {
      guard (1...720).contains(hours) else {
        throw ValidationError("--hours is \(hours); write 1 to 720")
      }
      guard (0...300).contains(wait) else {
        throw ValidationError("--wait is \(wait); write 0 to 300")
      }
      guard (request == "history") == (of != nil) else {
        throw ValidationError("--of goes with history; write: history --of minutes")
      }
    }

    func run() async throws {
      var given: [String: String] = [:]
      for value in values {
        let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
          throw ValidationError("--with is \"\(value)\"; write name=value")
        }
        given[String(parts[0])] = String(parts[1])
      }
      if let from { given["from"] = from }
      if let to { given["to"] = to }
      try await folder.perform(
        .devices(
          .ask(
            FolderCommand.DeviceQuestion(
              mn: mn, request: of.map { "history-\($0)" } ?? request, values: given,
              password: try passwordFile.map(TextFile.firstLine), hours: hours, waitSeconds: wait,
              language: spoken.language))))
    }
  }
}
