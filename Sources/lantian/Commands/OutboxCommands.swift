import ArgumentParser
import Ledger

/// `lantian outbox …`
struct OutboxGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", abstract: "What goes out to people by robots, SMS, voice and mail.",
    subcommands: [List.self, Retry.self, Test.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows messages, newest first, with what became of each.")

    @Option(help: "Only those that are waiting, sent or failed.") var state: State?
    @Option(help: "Only those of one channel.") var channel: String?
    @Option(help: "Messages at most.") var limit = 50
    @Option(help: "table, json or csv.") var format = Grid.Format.table
    @OptionGroup var folder: FolderOptions

    /// Of a `PushMessage.State`.
    enum State: String, ExpressibleByArgument, CaseIterable { case waiting, sent, failed }

    func run() async throws {
      try await folder.perform(
        .outbox(
          .list(
            state: state?.rawValue, channel: channel, limit: limit, format: format.rawValue)))
    }
  }

  struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sends a message that failed once more, under its old key.")

    @Argument(help: "The message's number.") var message: Int64
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.outbox(.retry(message: message)))
    }
  }

  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Puts a message into the outbox that says that it is a test.")

    @Argument(help: "The channel's id in the file of channels.") var channel: String
    @Option(help: "Whose number or mailbox is tried; not for a group.") var account: String?
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.outbox(.test(channel: channel, account: account)))
    }
  }
}
