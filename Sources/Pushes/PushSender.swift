public import ActionPlan
public import GRDB
public import Ledger
public import Logging
import Metrics

/// Takes what waits in the outbox and sends it, each address in order, until nothing is due.
///
/// An attempt is written down before it is made and its outcome after it. Whoever is killed between
/// sends again, under the same key.
public final class PushSender: Sendable {
  /// Messages of one channel under way at once.
  static let atOnce = 8
  /// Rounds of one turn; what is still due comes with the next.
  static let rounds = 50

  /// Words for things that were told, by their ids; nil where none of them is kept any more.
  public typealias Wording =
    @Sendable (_ notifications: [Int64], _ channel: PushChannel, _ account: Int64?, Database)
    throws -> PushText?

  private let channels: [String: ChannelSettings]
  private let ledger: LedgerDatabase
  private let wording: Wording
  private let now: @Sendable () -> Int
  private let logger: Logger
  private let http = HTTPSender()

  /// - Parameters:
  ///   - utcOffsetSeconds: of the local time by which quiet hours are meant.
  ///   - officers: the plan's register of officers, for the numbers of those who wrote down none.
  ///   - now: epoch seconds.
  public init(
    channels: [ChannelSettings], utcOffsetSeconds: Int, officers: Register? = nil,
    ledger: LedgerDatabase,
    wording: @escaping Wording, now: @escaping @Sendable () -> Int, logger: Logger
  ) async throws {
    self.channels = channels.reduce(into: [:]) { $0[$1.channel.id] = $1 }
    self.ledger = ledger
    self.wording = wording
    self.now = now
    self.logger = logger
    let at = now()
    try await ledger.write { db in
      try Outbox.use(channels.map(\.channel), utcOffsetSeconds: utcOffsetSeconds, in: db)
      try Outbox.useNumbers(of: officers, in: db)
      try Outbox.resume(at: at, in: db)
    }
  }

  /// Sends what is due.
  public func turn() async throws {
    let (wording, now) = (wording, now)
    for _ in 0..<Self.rounds {
      let at = now()
      guard try await ledger.read({ db in try Outbox.hasWork(at: at, in: db) }) else { return }
      let begun = try await ledger.write { db in
        try Outbox.form(at: at, in: db) { try wording($0, $1, $2, db) }
        return try Outbox.begin(at: at, in: db)
      }
      if begun.isEmpty { return }
      await withTaskGroup { group in
        for messages in Dictionary(grouping: begun, by: \.channel).values {
          group.addTask { await self.send(messages) }
        }
      }
      try Task.checkCancellation()
    }
  }

  /// Call it once nothing is sent any more.
  public func close() async throws {
    try await http.close()
  }

  private func send(_ messages: [PushMessage]) async {
    await withTaskGroup { group in
      var rest = messages[...]
      for message in rest.prefix(Self.atOnce) { group.addTask { await self.send(message) } }
      rest = rest.dropFirst(Self.atOnce)
      while await group.next() != nil, let message = rest.popFirst() {
        group.addTask { await self.send(message) }
      }
    }
  }

  private func send(_ message: PushMessage) async {
    guard let settings = channels[message.channel] else { return }
    let outcome = await attempt(message, settings)
    // Cut off by a stop: whether it got through is not known.
    guard !Task.isCancelled else { return }
    let (at, chance) = (now(), Double.random(in: 0..<1))
    do {
      try await ledger.write { db in
        try Outbox.record(outcome, of: message, chance: chance, at: at, in: db)
      }
    } catch {
      logger.error(
        "what came of a push was not kept; it is sent again",
        metadata: ["message": "\(message.id)", "error": "\(error)"])
    }
    report(outcome, message)
  }

  private func attempt(_ message: PushMessage, _ settings: ChannelSettings) async -> PushOutcome {
    switch settings.transport {
    case .wecom(let robot):
      return await http.send(.wecom(message, to: robot), by: settings)
    case .dingtalk(let robot):
      return await http.send(
        .dingtalk(message, to: robot, atMilliseconds: now() * 1_000), by: settings)
    case .http(let template):
      return await http.send(.filled(template, message), by: settings)
    case .mail(let server):
      return await MailSender(server: server, settings: settings).send(message)
    }
  }

  private func report(_ outcome: PushOutcome, _ message: PushMessage) {
    let word: String
    switch outcome {
    case .sent: word = "sent"
    case .retry: word = "retry"
    case .refused(let reason):
      word = "refused"
      logger.error(
        "a push was refused for good; see lantian outbox list",
        metadata: [
          "message": "\(message.id)", "channel": "\(message.channel)", "reason": "\(reason)",
        ])
    }
    Counter(
      label: "lantian_push_attempts_total",
      dimensions: [("channel", message.channel), ("outcome", word)]
    ).increment()
  }
}
