import ActionPlan
import GRDB
import Ledger

/// What the page of the outbox reads in one go.
struct OutboxReading: Sendable {
  let channels: [PushChannel]
  let counts: [PushMessage.State: Int]
  let unformed: Int
  let messages: [PushMessage]
  /// Whether older messages follow.
  let goesOn: Bool
  /// By id.
  let people: [Int64: Account]

  static let pageLength = 50

  static func read(
    _ state: PushMessage.State?, before: Int64?, in db: Database
  ) throws -> OutboxReading {
    let found = try Outbox.messages(state, before: before, limit: pageLength + 1, in: db)
    let shown = Array(found.prefix(pageLength))
    var people: [Int64: Account] = [:]
    for id in Set(shown.compactMap(\.account)) { people[id] = try Accounts.find(id, in: db) }
    let counts = try Outbox.counts(in: db)
    return OutboxReading(
      channels: try Outbox.channels(in: db), counts: counts.messages, unformed: counts.unformed,
      messages: shown, goesOn: found.count > shown.count, people: people)
  }
}

/// The outbox, ready for its template.
struct OutboxView: Sendable {
  struct Tab: Sendable {
    let href: String
    let text: String
    let count: String
    let isCurrent: Bool
  }

  struct Channel: Sendable {
    let id: String
    let label: String
    let rules: String
    /// Text of the button that tries it; empty where the account may not.
    let testText: String
    let isTestable: Bool
  }

  struct Row: Sendable {
    let id: String
    let way: String
    let who: String
    let subject: String
    let made: Moment
    let attempts: String
    let stateName: String
    let why: String
    let isFailed: Bool
    let isSent: Bool
    let isRetryable: Bool
  }

  let problem: String?
  let tabs: [Tab]
  let unformed: String
  let hasUnformed: Bool
  let channels: [Channel]
  let hasChannels: Bool
  let rows: [Row]
  let isEmpty: Bool
  let nextHref: String?

  init(
    _ reading: OutboxReading, state: PushMessage.State?, mayManage: Bool, words: PushWords,
    problem: String? = nil
  ) {
    let texts = words.texts
    self.problem = problem
    let all = reading.counts.values.reduce(0, +)
    tabs =
      [Tab(href: "/outbox", text: texts("push.all"), count: "\(all)", isCurrent: state == nil)]
      + PushMessage.State.allCases.map { one in
        Tab(
          href: "/outbox?state=\(one.rawValue)", text: texts("push.state-\(one.rawValue)"),
          count: "\(reading.counts[one] ?? 0)", isCurrent: state == one)
      }
    unformed = texts("push.unformed", ["count": "\(reading.unformed)"])
    hasUnformed = reading.unformed > 0
    channels = reading.channels.map { channel in
      Channel(
        id: channel.id, label: texts(channel.label), rules: words.rules(channel),
        testText: texts(channel.reach == .group ? "push.test" : "push.testMine"),
        isTestable: mayManage)
    }
    hasChannels = !reading.channels.isEmpty
    rows = reading.messages.map { message in
      Row(
        id: "\(message.id)", way: words.channel(message.channel, among: reading.channels),
        who: message.account.map { reading.people[$0]?.displayName ?? "#\($0)" }
          ?? texts("push.group"),
        subject: message.title,
        made: Moment(message.formedAt, now: words.now, time: words.time, texts: texts),
        attempts: "\(message.attempts)", stateName: texts("push.state-\(message.state.rawValue)"),
        why: message.state == .sent ? "" : message.reason.map(words.reason) ?? "",
        isFailed: message.state == .failed, isSent: message.state == .sent,
        isRetryable: mayManage && message.state == .failed)
    }
    isEmpty = rows.isEmpty
    nextHref =
      reading.goesOn
      ? reading.messages.last.map { last in
        "/outbox?before=\(last.id)" + (state.map { "&state=\($0.rawValue)" } ?? "")
      } : nil
  }
}
