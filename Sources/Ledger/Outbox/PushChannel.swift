public import ActionPlan

/// A way out of the house by which people hear what they are told: a group's robot, SMS, voice, mail.
///
/// Its rules alone; where it leads and by which secret stays with the settings. 推送渠道
public struct PushChannel: Sendable, Hashable, Identifiable {
  /// To what a message of the channel goes.
  public enum Reach: String, Sendable, Hashable, CaseIterable {
    /// One group; everybody in it reads along.
    case group
    /// A person's phone, by number.
    case phone
    /// A person's mailbox.
    case mail
  }

  /// Hours of the local day in which nothing is sent that can wait.
  public struct Quiet: Sendable, Hashable {
    /// Seconds since local midnight, 0..<86400; over midnight where `from` is the later one.
    public let from: Int
    public let until: Int
    /// From this severity on nothing waits.
    public let except: Severity

    public init(from: Int, until: Int, except: Severity) {
      self.from = from
      self.until = until
      self.except = except
    }
  }

  public let id: String
  public let label: Label
  public let reach: Reach
  /// Of what is sent.
  public let language: Language
  /// Whose messages it carries, as `Recipient.text`; empty for everybody's.
  public let hears: Set<String>
  /// What is less severe is not sent; what has no severity counts as the least.
  public let least: Severity
  public let quiet: Quiet?
  /// Seconds that a message waits for others to go along with it.
  public let groupSeconds: Int
  /// Attempts in a minute at most.
  public let perMinute: Int
  /// Seconds after which a message that did not get through is given up.
  public let giveUpSeconds: Int

  public init(
    id: String, label: Label, reach: Reach, language: Language = .zh, hears: Set<String> = [],
    least: Severity = .minor, quiet: Quiet? = nil, groupSeconds: Int = 30, perMinute: Int = 20,
    giveUpSeconds: Int = 86_400
  ) {
    self.id = id
    self.label = label
    self.reach = reach
    self.language = language
    self.hears = hears
    self.least = least
    self.quiet = quiet
    self.groupSeconds = groupSeconds
    self.perMinute = perMinute
    self.giveUpSeconds = giveUpSeconds
  }
}

/// How urgent one thing that was told is to a channel.
struct PushTiming: Equatable {
  /// From when on it may be sent, epoch seconds.
  let readyAt: Int
  /// When it is sent without waiting for others.
  let dueAt: Int
}

extension PushChannel {
  /// Messages that need not wait for company.
  static let urgent = Severity.grave
  /// Things told in one message.
  public static let groupLimit = 20

  /// - Parameters:
  ///   - at: epoch seconds when it was told.
  ///   - offset: of local time from UTC, in seconds.
  func timing(of severity: Severity, at: Int, utcOffsetSeconds offset: Int) -> PushTiming {
    let ready = quietEnd(severity, at: at, utcOffsetSeconds: offset)
    return PushTiming(
      readyAt: ready, dueAt: severity >= Self.urgent ? ready : ready + groupSeconds)
  }

  private func quietEnd(_ severity: Severity, at: Int, utcOffsetSeconds offset: Int) -> Int {
    guard let quiet, severity < quiet.except, quiet.from != quiet.until else { return at }
    let second = ((at + offset) % 86_400 + 86_400) % 86_400
    let midnight = at - second
    let isWithin =
      quiet.from < quiet.until
      ? (quiet.from..<quiet.until).contains(second)
      : second >= quiet.from || second < quiet.until
    guard isWithin else { return at }
    return midnight + quiet.until + (second < quiet.until ? 0 : 86_400)
  }
}

extension Recipient {
  /// `role:duty`, `unit:EEB`, `facility:f-1`, `account:7`.
  public var text: String { "\(kind):\(name)" }

  /// Reads a `text` back.
  public init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    self.init(kind: String(parts[0]), name: String(parts[1]))
  }
}
