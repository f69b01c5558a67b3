/// Something a device was, or is to be, asked.
public struct DeviceCommandRecord: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// Until the device is connected and not busy.
    case waiting
    case sent
    /// The device has said that it will.
    case answered
    case done
    /// By the device, with a code.
    case refused
    /// It tried, or says that there are no data; with a code.
    case failed
    /// What became of it is not known; `reason` says why.
    case lost
    /// It waited longer than it was to.
    case expired
    /// By a person, before it was sent.
    case withdrawn

    public var isOpen: Bool { self == .waiting || self == .sent || self == .answered }
  }

  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// No answer came after the last resend.
    case unanswered
    /// It said that it will, and then nothing more.
    case withoutResult = "without-result"
    case disconnected
    /// The server stopped between sending and the end. The device may have done it.
    case restarted
    /// The device's edition does not have it, or it cannot be written for the device.
    case unwritable
  }

  public let id: Int64
  public let mn: String
  /// Name of a request.
  public let name: String
  /// What was said with it, by name; never a password.
  public let parameters: [String: String]
  /// May be sent a second time where it is not known what became of the first.
  public let isRepeatable: Bool
  /// An actor's audit name.
  public let askedBy: String
  /// Epoch seconds, as all times here.
  public let askedAt: Int
  /// It is not sent after this.
  public let expiresAt: Int
  public let state: State
  public let sentAt: Int?
  public let answeredAt: Int?
  public let endedAt: Int?
  /// Of 9011 where it was refused, of 9012 where it failed.
  public let code: Int?
  public let reason: Reason?
  /// What the device told, `key=value` parted by blanks.
  public let told: String?
  /// Packets of data that came.
  public let dataFrames: Int
  /// The gap that it is to fill.
  public let gap: Int64?
}

/// Why a command is not taken.
public enum DeviceCommandError: Error, Equatable, CustomStringConvertible {
  case noSuchDevice(String)
  /// Its settings say that it is not asked anything.
  case mayNotBeAsked(String)
  case disabled(String)
  case tooManyWaiting(String, limit: Int)
  /// A change of its password is under way.
  case passwordChanging(String)
  case badExpiry
  case unknown(Int64)
  /// It has been sent, or has ended.
  case notWaiting(Int64)

  public var description: String {
    switch self {
    case .noSuchDevice(let mn): "there is no device \(mn); enter it or correct the number"
    case .mayNotBeAsked(let mn): "device \(mn) may not be asked; allow it in its settings"
    case .disabled(let mn): "device \(mn) is switched off; switch it on in its settings"
    case .tooManyWaiting(let mn, let limit):
      "\(limit) commands wait for device \(mn) already; withdraw some or wait"
    case .passwordChanging(let mn):
      "the password of device \(mn) is being changed already; wait for its end or withdraw it"
    case .badExpiry: "a command must wait at least a minute and at most 30 days"
    case .unknown(let id): "there is no command \(id)"
    case .notWaiting(let id): "command \(id) does not wait any more"
    }
  }
}
