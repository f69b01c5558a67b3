/// A packet as plain values, to be written.
public struct Message: Sendable, Hashable {
  /// One `key=value`.
  public struct Pair: Sendable, Hashable {
    public var key: String
    public var value: String

    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Number of the exchange: 17 digits.
  public var qn: String?
  public var st: String
  public var cn: String
  public var pw: String?
  public var mn: String?
  public var flag: PacketFlag?
  public var pnum: Int?
  public var pno: Int?
  /// Back-fill mark of the 2025 edition.
  public var isBackfill: Bool
  /// Data area: groups between semicolons, pairs between commas.
  public var data: [[Pair]]

  public init(
    qn: String?, st: String, cn: String, pw: String?, mn: String?, flag: PacketFlag?,
    pnum: Int? = nil, pno: Int? = nil, isBackfill: Bool = false, data: [[Pair]] = []
  ) {
    self.qn = qn
    self.st = st
    self.cn = cn
    self.pw = pw
    self.mn = mn
    self.flag = flag
    self.pnum = pnum
    self.pno = pno
    self.isBackfill = isBackfill
    self.data = data
  }
}

/// Why a message cannot be written as a frame.
public enum MessageFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// A field holds a byte that separates fields, or a blank at an end.
  case forbiddenText(field: String, text: String)
  /// A number lies outside 1…9999.
  case numberOutOfRange(field: String, number: Int)
  case tooLong(bytes: Int, limit: Int)

  public var description: String {
    switch self {
    case .forbiddenText(let field, let text):
      "\(field) is \"\(text)\"; leave out ; , & blanks at the ends (and = in names)"
    case .numberOutOfRange(let field, let number):
      "\(field) is \(number); give a number from 1 to 9999"
    case .tooLong(let bytes, let limit):
      "the data segment has \(bytes) bytes and \(limit) are allowed; split the message"
    }
  }
}

extension Message {
  /// What a packet says, as plain values.
  public init(_ packet: Packet) {
    var data: [[Pair]] = []
    var group = -1
    for item in packet.items().items {
      if item.group != group {
        group = item.group
        data.append([])
      }
      data[data.count - 1].append(
        Pair(packet.text(item.key), item.value.map(packet.text) ?? ""))
    }
    self.init(
      qn: packet.qn, st: packet.st ?? "", cn: packet.cn ?? "", pw: packet.pw, mn: packet.mn,
      flag: packet.flag, pnum: packet.pnum, pno: packet.pno, isBackfill: packet.rf == "1",
      data: data)
  }

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
    guard try segment().utf8.count > limit else { return [self] }
    let head = data.first.map { [$0] } ?? []
    var parts: [Message] = []
    var part = self
    part.flag = PacketFlag(rawValue: (flag?.rawValue ?? 0) | 2)
    part.pnum = 9999
    part.pno = 9999
    part.data = head
    for group in data.dropFirst() {
      part.data.append(group)
      if try part.segment().utf8.count > limit {
        part.data.removeLast()
        guard part.data.count > head.count else {
          part.data.append(group)
          throw MessageFault.tooLong(bytes: try part.segment().utf8.count, limit: limit)
        }
        parts.append(part)
        part.data = head + [group]
      }
    }
    let last = try part.segment().utf8.count
    guard last <= limit else { throw MessageFault.tooLong(bytes: last, limit: limit) }
    parts.append(part)
    for index in parts.indices {
      parts[index].qn = requestNumber(index + 1)
      parts[index].pnum = parts.count
      parts[index].pno = index + 1
    }
    return parts
  }
}
