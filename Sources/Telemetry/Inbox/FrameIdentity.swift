import Crypto
import FoundationEssentials

/// What tells a repeat from a new frame: the key of `identity`.
struct FrameIdentity {
  /// The request number's 17 digits as a number; 0 where it is anything else.
  let moment: Int64
  /// Of MN, QN, CN, PNO and the digest of the content.
  private let hash: SHA256.Digest

  init(of frame: IncomingFrame) {
    moment = Self.moment(frame.qn)
    var hash = SHA256()
    hash.update(data: frame.digest)
    var name: [UInt8] = []
    name.reserveCapacity(80)
    for text in [frame.mn, frame.qn, frame.cn] {
      name += text.utf8
      name.append(0)
    }
    name += String(frame.pno).utf8
    hash.update(data: name)
    self.hash = hash.finalize()
  }

  /// 16 bytes that stand for all but the moment.
  func withMark<Value>(_ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
    try hash.withUnsafeBytes {
      try body(UnsafeRawBufferPointer(rebasing: $0.prefix(IncomingFrame.digestLength)))
    }
  }

  var mark: Data { withMark { Data($0) } }

  private static func moment(_ qn: String) -> Int64 {
    guard qn.utf8.count == 17 else { return 0 }
    var moment: Int64 = 0
    for byte in qn.utf8 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return 0 }
      moment = moment * 10 + Int64(byte & 0x0F)
    }
    return moment
  }
}
