/// One exchange that a centre has begun with a unit: what to do next. Pure: its owner has the socket
/// and the clock.
///
/// A request is answered by 9011, then by data where data were asked for, then by 9012; a notice by
/// 9013. What is not answered in time is sent again, and after the last time the link counts as lost.
///
/// - Source: HJ 212-2017, 6.1, 6.5 and table 1.
public struct Exchange: Sendable, Equatable {
  public struct Limits: Sendable, Equatable {
    /// How long an answer may take: 10 s over mobile networks, 5 s by wire.
    public var answerMilliseconds: Int
    /// How often an unanswered packet is sent again.
    public var resends: Int
    /// How long a unit that has said that it will may be silent before its result.
    public var resultMilliseconds: Int

    public init(
      answerMilliseconds: Int = 10_000, resends: Int = 3, resultMilliseconds: Int = 60_000
    ) {
      self.answerMilliseconds = answerMilliseconds
      self.resends = resends
      self.resultMilliseconds = resultMilliseconds
    }
  }

  public enum Outcome: Sendable, Equatable {
    /// 9012 with 1, or 9013.
    case done
    /// 9011 with anything but 1.
    case refused(Answer.RequestVerdict)
    /// 9012 with anything but 1; 100 says that there are no data.
    case failed(Answer.ExecutionVerdict)
    /// Nothing came after the last resend: the link counts as lost.
    case unanswered
    /// The unit said that it will and then fell silent.
    case withoutResult
  }

  public enum Event: Sendable, Equatable {
    case begun
    /// An answer that carries the exchange's QN.
    case answer(Answer)
    /// Data of the command asked for. They carry QNs of their own. What 2011 and 2021 begin comes
    /// without end and is not meant.
    case data
    /// The time that the last `wait` named is over.
    case silent
  }

  public enum Effect: Sendable, Equatable {
    case send
    /// Come back with `.silent` if nothing arrives for so long.
    case wait(milliseconds: Int)
    case end(Outcome)
  }

  public enum State: Sendable, Equatable {
    case new
    case asked(resendsLeft: Int)
    case underWay
    case ended(Outcome)
  }

  /// Whether 9013 ends it, as a notice; a request ends with 9012.
  public let isNotice: Bool
  public let limits: Limits
  public private(set) var state = State.new

  /// - Returns: `nil` for what a centre does not begin: data and replies.
  public init?(_ form: CommandForm, limits: Limits = Limits()) {
    guard form.sender == .centre, form.kind == .request || form.kind == .notice else { return nil }
    isNotice = form.kind == .notice
    self.limits = limits
  }

  /// Takes what happened.
  ///
  /// - Returns: what to do, in order; nothing for what comes after the end or out of turn.
  public mutating func apply(_ event: Event) -> [Effect] {
    switch (state, event) {
    case (.new, .begun):
      state = .asked(resendsLeft: limits.resends)
      return [.send, .wait(milliseconds: limits.answerMilliseconds)]
    case (.asked(let left), .silent) where left > 0:
      state = .asked(resendsLeft: left - 1)
      return [.send, .wait(milliseconds: limits.answerMilliseconds)]
    case (.asked, .silent): return end(.unanswered)
    case (.asked, .answer(.notice)) where isNotice: return end(.done)
    case (.asked, .answer(.request(.willDo))) where !isNotice: return goOn()
    case (.asked, .answer(.request(let verdict))): return end(.refused(verdict))
    // A unit may skip 9011; data and result say the same.
    case (.asked, .data) where !isNotice: return goOn()
    case (.asked, .answer(.result(let verdict))) where !isNotice: return close(verdict)
    case (.underWay, .data): return goOn()
    case (.underWay, .answer(.result(let verdict))): return close(verdict)
    case (.underWay, .silent): return end(.withoutResult)
    default: return []
    }
  }

  private mutating func goOn() -> [Effect] {
    state = .underWay
    return [.wait(milliseconds: limits.resultMilliseconds)]
  }

  private mutating func close(_ verdict: Answer.ExecutionVerdict) -> [Effect] {
    end(verdict == .done ? .done : .failed(verdict))
  }

  private mutating func end(_ outcome: Outcome) -> [Effect] {
    state = .ended(outcome)
    return [.end(outcome)]
  }
}
