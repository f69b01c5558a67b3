/// A frame as it came from a peer, before it is stored.
public struct IncomingFrame: Sendable, Hashable {
  /// Device number.
  public let mn: String
  /// Request number as sent (`yyyyMMddHHmmsszzz`); where there was none, what stands in for it to
  /// tell two equal frames apart (`T` and the DataTime, or `A` and the arrival).
  public let qn: String
  /// Command number.
  public let cn: String
  /// Number of this packet in a divided message; 0 or 1 for an undivided one, as sent.
  public let pno: Int
  /// System code.
  public let st: String
  /// First 16 bytes of the SHA-256 of the data segment.
  public let digest: [UInt8]
  /// The whole frame, exactly as received.
  public let bytes: [UInt8]
  public let receivedAtMilliseconds: Int
  /// Address and port it came from.
  public let peer: String

  public static let digestLength = 16

  public init(
    mn: String, qn: String, cn: String, pno: Int, st: String, digest: [UInt8], bytes: [UInt8],
    receivedAtMilliseconds: Int, peer: String
  ) {
    self.mn = mn
    self.qn = qn
    self.cn = cn
    self.pno = pno
    self.st = st
    self.digest = digest
    self.bytes = bytes
    self.receivedAtMilliseconds = receivedAtMilliseconds
    self.peer = peer
  }
}

/// A stored frame with its place in the order of arrival; reads like the frame itself.
@dynamicMemberLookup
public struct InboxFrame: Sendable, Hashable {
  /// Rises by one with each stored frame, and is never given twice.
  public let sequence: Int64
  public let frame: IncomingFrame

  public init(sequence: Int64, frame: IncomingFrame) {
    self.sequence = sequence
    self.frame = frame
  }

  public subscript<Value>(dynamicMember path: KeyPath<IncomingFrame, Value>) -> Value {
    frame[keyPath: path]
  }
}

/// Where a frame is, now that it is on disk. Either one may be acknowledged.
public enum Receipt: Sendable, Hashable {
  case stored(Int64)
  /// The same frame (MN, QN, CN, PNO and digest) was stored before, under this sequence.
  case repeated(Int64)

  public var sequence: Int64 {
    switch self {
    case .stored(let sequence), .repeated(let sequence): sequence
    }
  }
}
