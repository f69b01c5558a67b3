import ActionPlan
import GRDB
import HJ212
import Ledger

/// What a device was asked, what of its data is missing, and when it was there.
struct DeviceAsked: Sendable {
  let commands: [DeviceCommandRecord]
  let gaps: [DeviceGap]
  let spans: [DevicePresence.Span]
  /// Display names of accounts, by audit name.
  let names: [String: String]

  static let shownCommands = 20
  static let shownGaps = 20
  /// Days of the strip.
  static let days = 30

  static func read(_ mn: String, now: Int, in db: Database) throws -> DeviceAsked {
    let commands = try DeviceCommands.list(mn: mn, limit: shownCommands, in: db)
    var names: [String: String] = [:]
    for name in Set(commands.map(\.askedBy)) {
      if case .account(let id)? = Actor(auditName: name),
        let account = try Accounts.find(id, in: db)
      {
        names[name] = account.displayName
      }
    }
    return DeviceAsked(
      commands: commands, gaps: try DeviceGaps.list(mn: mn, limit: shownGaps, in: db),
      spans: try DevicePresence.spans(
        mn, from: now - (days + 1) * 86_400, until: now + 1, in: db), names: names)
  }
}

struct DeviceAskedView: Sendable {
  struct Command: Sendable {
    let id: String
    let request: String
    let parameters: String
    let actor: String
    let askedMoment: Moment
    let state: String
    let why: String?
    let told: String?
    let data: String?
    let isGood: Bool
    let isBad: Bool
    let isWaiting: Bool
  }

  struct Gap: Sendable {
    let id: String
    let kind: String
    let span: String
    let missing: String
    let state: String
    let isGood: Bool
    let isBad: Bool
    /// It was given up, and this person may have it tried again.
    let mayRetry: Bool
  }

  /// One day of the strip.
  struct Day: Sendable {
    let title: String
    /// Of four steps: `none`, `some`, `most`, `all`.
    let step: String
  }

  /// Something that is often asked and needs nothing said with it.
  struct Quick: Sendable {
    let request: String
    let label: String
  }

  let mayAsk: Bool
  let commandsHref: String
  let menuHref: String
  let withdrawalsHref: String
  let retriesHref: String
  let quick: [Quick]
  let commands: [Command]
  let hasCommands: Bool
  let gaps: [Gap]
  let hasGaps: Bool
  let days: [Day]
  let presentShare: String

  init(
    _ asked: DeviceAsked, of record: DeviceRecord, mayAsk: Bool, texts: Texts, time: LocalTime,
    now: Int
  ) {
    let wording = AskingWording(texts: texts)
    let path = "/devices/\(LocalPath.encode(record.mn))"
    self.mayAsk = mayAsk && record.isEnabled && record.manner.mayBeAsked
    commandsHref = "\(path)/commands"
    menuHref = "\(path)/ask"
    withdrawalsHref = "\(path)/withdrawals"
    retriesHref = "\(path)/retries"
    let mayTry = self.mayAsk
    quick = ["get-clock", "set-clock", "get-interval", "get-minute-interval"].map {
      Quick(request: $0, label: wording.request($0))
    }
    commands = asked.commands.map { command in
      Command(
        id: "\(command.id)", request: wording.request(command.name),
        parameters: wording.parameters(command),
        actor: asked.names[command.askedBy] ?? wording.actor(command.askedBy),
        askedMoment: Moment(command.askedAt, now: now, time: time, texts: texts),
        state: wording.text("state-\(command.state.rawValue)"), why: wording.why(command),
        told: command.told,
        data: command.dataFrames > 0
          ? wording.text("frames", ["count": "\(command.dataFrames)"]) : nil,
        isGood: command.state == .done,
        isBad: [.refused, .failed, .lost, .expired].contains(command.state),
        isWaiting: mayTry && command.state == .waiting)
    }
    hasCommands = !commands.isEmpty
    gaps = asked.gaps.map { gap in
      Gap(
        id: "\(gap.id)", kind: wording.kind(gap),
        span: "\(time.minute(gap.from)) – \(time.minute(gap.until))",
        missing: "\(gap.missing)/\(gap.periods)", state: wording.state(gap),
        isGood: gap.state == .filled, isBad: gap.state == .unavailable,
        mayRetry: mayTry && gap.state == .unavailable)
    }
    hasGaps = !gaps.isEmpty
    let shares = Self.shares(asked.spans, time: time, now: now)
    days = shares.map { day in
      Day(
        title: "\(time.date(day.start)) · \(Self.percent(day.share)) %", step: Self.step(day.share))
    }
    let whole = shares.map(\.share).reduce(0, +) / Double(max(shares.count, 1))
    presentShare = Self.percent(whole)
  }

  /// How much of each day, so far as it has passed, the device was there.
  private static func shares(
    _ spans: [DevicePresence.Span], time: LocalTime, now: Int
  ) -> [(start: Int, share: Double)] {
    let today = time.startOfDay(now)
    return (0..<DeviceAsked.days).reversed().map { back in
      let start = today - back * 86_400
      let end = min(start + 86_400, now)
      let there = spans.reduce(0) { sum, span in
        sum + max(0, min(span.last, end) - max(span.from, start))
      }
      return (start, end > start ? Double(there) / Double(end - start) : 0)
    }
  }

  private static func step(_ share: Double) -> String {
    switch share {
    case 0: "none"
    case ..<0.5: "some"
    case ..<0.95: "most"
    default: "all"
    }
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))" }
}
