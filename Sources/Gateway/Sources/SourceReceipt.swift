public import Telemetry

/// Where a message is, now that it is on disk.
public struct SourceReceipt: Sendable, Hashable {
  public let sequence: Int64
  /// The same bytes of the source were stored before.
  public let isRepeat: Bool

  public init(sequence: Int64, isRepeat: Bool) {
    self.sequence = sequence
    self.isRepeat = isRepeat
  }
}

/// What a message would mean.
public struct SourceLook: Sendable, Hashable {
  /// Values that become samples.
  public let values: Int
  /// What of it cannot be used and what to do; the first ones.
  public let complaints: [String]
}

/// Why a message was not taken.
public enum SourceFault: Error, Equatable, CustomStringConvertible {
  case unknownSource(String)
  case empty
  case tooLong(bytes: Int)
  case notStored(InboxError)

  public var description: String {
    switch self {
    case .unknownSource(let id): "the plan has no source \(id); declare it in sources.yml"
    case .empty: "the message has no bytes; send the document"
    case .tooLong(let bytes):
      "the message has \(bytes) bytes and \(SourceDesk.byteLimit) are taken; send it in several"
    case .notStored(let error): "the message was not stored: \(error)"
    }
  }
}

extension Receipt {
  var isRepeat: Bool {
    if case .repeated = self { true } else { false }
  }
}
