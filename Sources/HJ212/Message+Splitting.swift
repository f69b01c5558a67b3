extension Message {
  /// Splits the data over as many messages as the limit needs, each with its own QN, all with the
  /// same DataTime (the first group), Flag bit D, PNUM and PNO.
  ///
  /// - Parameters:
  ///   - limit: greatest length of a data segment in bytes.
  ///   - requestNumber: the QN of packet 1, 2, …
  /// - Returns: the message itself where it fits.
  /// - Throws: `.tooLong` where a single group does not fit.
  /// - Source: HJ 212-2017, tables C.49 and C.50.
  public func split(
    limit: Int = FrameReader.standardLimit, requestNumber: (Int) -> String
  ) throws(MessageFault) -> [Message] {
    guard try segmentBytes().count > limit else { return [self] }
    let head = data.first.map { [$0] } ?? []
    var parts: [Message] = []
    var part = self
    part.flag = PacketFlag(rawValue: (flag?.rawValue ?? 0) | 2)
    part.pnum = 9999
    part.pno = 9999
    part.data = head
    for group in data.dropFirst() {
      part.data.append(group)
      if try part.segmentBytes().count > limit {
        part.data.removeLast()
        guard part.data.count > head.count else {
          part.data.append(group)
          throw MessageFault.tooLong(bytes: try part.segmentBytes().count, limit: limit)
        }
        parts.append(part)
        part.data = head + [group]
      }
    }
    let last = try part.segmentBytes().count
    guard last <= limit else { throw MessageFault.tooLong(bytes: last, limit: limit) }
    parts.append(part)
    for index in parts.indices {
      parts[index].qn = requestNumber(index + 1)
      parts[index].pnum = parts.count
      parts[index].pno = index + 1
    }
    return parts
  }

  /// Puts the packets of a split message together again: the data of all behind one DataTime, the
  /// header of the first without PNUM, PNO and Flag bit D.
  ///
  /// - Parameter parts: all of them in the order of their numbers.
  /// - Returns: `nil` without any.
  public init?(joining parts: [Message]) {
    guard var whole = parts.first else { return nil }
    whole.pnum = nil
    whole.pno = nil
    whole.flag = whole.flag.map { PacketFlag(rawValue: $0.rawValue & ~2) }
    let head = whole.data.first
    for part in parts.dropFirst() {
      whole.data += part.data.first == head ? Array(part.data.dropFirst()) : part.data
    }
    self = whole
  }
}
