public import HJ212
public import NIOCore

/// A frame to be delivered: kept until it is acknowledged.
public struct OutgoingFrame: Sendable, Hashable {
  /// What the acknowledgement must name.
  public struct Key: Sendable, Hashable {
    public let mn: String
    public let qn: String

    public init(mn: String, qn: String) {
      self.mn = mn
      self.qn = qn
    }
  }

  public let key: Key
  public let bytes: ByteBuffer

  /// - Parameter message: must carry MN and QN; sent with Flag bit A.
  public init(_ message: Message) throws {
    guard let mn = message.mn, let qn = message.qn else { throw OutgoingFault.unnamed }
    guard message.flag?.wantsAnswer == true else { throw OutgoingFault.wantsNoAnswer }
    key = Key(mn: mn, qn: qn)
    bytes = try message.frame()
  }
}

public enum OutgoingFault: Error, Equatable, CustomStringConvertible {
  case unnamed, wantsNoAnswer

  public var description: String {
    switch self {
    case .unnamed: "a frame to be delivered needs MN and QN, so that its answer is known"
    case .wantsNoAnswer: "a frame to be delivered needs Flag bit A; use Flag 5"
    }
  }
}
