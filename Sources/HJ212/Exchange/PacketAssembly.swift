/// Collects the packets of split messages, in whatever order they come, until each is whole.
///
/// The packets of one message have the same MN, CN and DataTime, the same PNUM, and QNs of their own.
/// What is never completed makes room for what comes later.
///
/// - Source: HJ 212-2017, tables C.47 to C.50.
public struct PacketAssembly: Sendable {
  public enum Outcome: Sendable, Equatable {
    /// The packet is a whole message by itself, or the last one that was missing.
    case whole(Message)
    /// Kept; these numbers are missing yet.
    case waiting(missing: [Int])
    /// Not kept: PNO is not one of 1…PNUM, or the message has more packets than may be kept.
    case refused
  }

  private struct Key: Hashable {
    let mn: String?
    let cn: String
    let dataTime: String?
    let pnum: Int
  }

  private struct Pending {
    var parts: [Int: Message]
    let order: Int
  }

  /// Greatest number of packets kept at once, over all messages.
  public let limit: Int
  private var pending: [Key: Pending] = [:]
  private var order = 0

  public init(limit: Int = 256) {
    precondition(limit > 0, "limit \(limit) is not above 0")
    self.limit = limit
  }

  /// Packets kept.
  public var count: Int { pending.values.reduce(0) { $0 + $1.parts.count } }

  /// Takes a packet. One that comes again replaces the former.
  public mutating func add(_ message: Message) -> Outcome {
    guard let pnum = message.pnum, let pno = message.pno, message.flag?.isSplit != false,
      pnum > 1
    else { return .whole(message) }
    guard (1...pnum).contains(pno), pnum <= limit else { return .refused }
    let dataTime = message.data.joined().first { $0.key == "DataTime" }?.value
    let key = Key(mn: message.mn, cn: message.cn, dataTime: dataTime, pnum: pnum)
    order += 1
    var entry = pending.removeValue(forKey: key) ?? Pending(parts: [:], order: order)
    entry.parts[pno] = message
    guard entry.parts.count < pnum else {
      let parts = (1...pnum).compactMap { entry.parts[$0] }
      return Message(joining: parts).map(Outcome.whole) ?? .refused
    }
    makeRoom(for: entry.parts.count)
    pending[key] = entry
    return .waiting(missing: (1...pnum).filter { entry.parts[$0] == nil })
  }

  /// Drops the messages begun first.
  private mutating func makeRoom(for count: Int) {
    while self.count + count > limit,
      let oldest = pending.min(by: { $0.value.order < $1.value.order })
    {
      pending.removeValue(forKey: oldest.key)
    }
  }
}
