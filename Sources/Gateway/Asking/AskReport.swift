public import HJ212

/// What became of asking a unit.
public enum AskStep: Sendable, Equatable {
  /// It has said that it will, or sends what was asked for.
  case answered
  case ended(AskReport)
}

/// How an exchange with a unit ended.
public struct AskReport: Sendable, Equatable {
  public enum End: Sendable, Equatable {
    case done
    /// With the code of 9011.
    case refused(Answer.RequestVerdict)
    /// With the code of 9012; 100 says that there are no data.
    case failed(Answer.ExecutionVerdict)
    /// Nothing came after the last resend.
    case unanswered
    /// It said that it will and then fell silent.
    case withoutResult
    case disconnected
  }

  public let end: End
  /// Packets of data that came in between.
  public let dataFrames: Int
  /// What they say where they are no measured values, `key=value` parted by blanks; at most
  /// `longestText` characters.
  public let told: String

  public static let longestText = 2_000
}

/// Why a unit was not asked.
public enum AskRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownDevice
  case away
  /// Another exchange with it is under way.
  case busy
  case notARequest
  case unwritable(MessageFault)

  public var description: String {
    switch self {
    case .unknownDevice: "the device is in no list; enter it"
    case .away: "the device is not connected; it is asked when it returns"
    case .busy: "the device is being asked something else; wait for its end"
    case .notARequest: "a centre does not begin this; ask something else"
    case .unwritable(let fault): "\(fault)"
    }
  }
}
