import Crypto
import HJ212
import NIOCore
import Telemetry

extension IncomingFrame {
  /// A judged packet as the inbox takes it.
  init(_ packet: Packet, mn: String, frame: Frame, peer: String, atMilliseconds now: Int) {
    self.init(
      mn: mn, qn: packet.repeatIdentity(atMilliseconds: now),
      cn: packet.cn.map { String($0.prefix(8)) } ?? "", pno: packet.pno ?? 0,
      st: packet.st.map { String($0.prefix(8)) } ?? "",
      digest: packet.digest(),
      bytes: Array(frame.bytes.readableBytesView), receivedAtMilliseconds: now, peer: peer)
  }
}

extension Packet {
  /// The first 16 bytes of the data segment's SHA-256.
  fileprivate func digest() -> [UInt8] {
    var hash = SHA256()
    segment.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
    return Array(hash.finalize().prefix(IncomingFrame.digestLength))
  }

  /// What tells two equal packets apart: the QN; where there is none, as often in the 2005 edition,
  /// the DataTime; where there is neither, the arrival, since two equal readings of different
  /// moments must not be taken for one.
  func repeatIdentity(atMilliseconds now: Int) -> String {
    if let qn, !qn.isEmpty { return String(qn.prefix(32)) }
    let dataTime = items().items.first { text($0.key) == "DataTime" }?.value
    if let dataTime, !dataTime.isEmpty { return "T" + String(text(dataTime).prefix(32)) }
    return "A\(now)"
  }
}
