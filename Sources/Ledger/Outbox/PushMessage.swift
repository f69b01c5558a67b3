/// One message as it goes out, again and again under the same key until it got through.
public struct PushMessage: Sendable, Hashable, Identifiable {
  public enum State: String, Sendable, CaseIterable {
    case waiting, sent, failed
  }

  public let id: Int64
  /// 32 hex digits; whoever gets the message twice knows it by this.
  public let key: String
  /// Channel id.
  public let channel: String
  /// nil for a group's.
  public let account: Int64?
  /// Number or mailbox; empty for a group, whose address is the settings'.
  public let address: String
  public let title: String
  public let text: String
  /// Epoch seconds, as all times here.
  public let formedAt: Int
  public let giveUpAt: Int
  public let state: State
  /// Of the next attempt; nil once it ended.
  public let nextAt: Int?
  public let endedAt: Int?
  /// Attempts so far, this one included while it goes on.
  public let attempts: Int
  /// Of the last attempt that did not get through; a code, or a code and what the other side said.
  public let reason: String?
}

/// What is said to people outside, in one language.
public struct PushText: Sendable, Hashable {
  /// One line.
  public var title: String
  public var text: String

  public init(title: String, text: String) {
    self.title = title
    self.text = text
  }
}

/// What came of an attempt.
public enum PushOutcome: Sendable, Hashable {
  case sent
  /// It may get through later.
  ///
  /// - Parameter afterSeconds: what the other side asked for, where it did.
  case retry(String, afterSeconds: Int?)
  /// It will not get through, however often it is tried.
  case refused(String)
}

/// When a message that did not get through is tried again.
public struct PushBackoff: Sendable, Hashable {
  /// Seconds after the first attempt; doubles with each.
  public let firstSeconds: Int
  public let longestSeconds: Int

  public init(firstSeconds: Int = 4, longestSeconds: Int = 300) {
    self.firstSeconds = firstSeconds
    self.longestSeconds = longestSeconds
  }

  /// Half of it for certain, half by chance, so that what failed together is not tried together.
  ///
  /// - Parameters:
  ///   - attempts: so far, 1…
  ///   - chance: 0..<1
  /// - Returns: seconds, 1…
  public func seconds(after attempts: Int, chance: Double) -> Int {
    let doublings = min(max(attempts - 1, 0), 20)
    let whole = min(firstSeconds << doublings, longestSeconds)
    return max(1, whole / 2 + Int(Double(whole - whole / 2) * chance))
  }
}
