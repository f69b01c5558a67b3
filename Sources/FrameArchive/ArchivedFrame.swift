/// What the archive says of a raw frame beside its bytes, as far as its hash is made of it.
public struct ArchivedFrame: Sendable, Hashable, Codable {
  /// Place in the order of arrival.
  public let sequence: Int64
  public let mn: String
  public let qn: String
  public let cn: String
  public let pno: Int
  public let st: String
  public let receivedAtMilliseconds: Int
  /// Address and port it came from.
  public let peer: String
  /// Hex of what tells a repeat of its content: the first 16 bytes of the SHA-256 of its data segment.
  public let digest: String

  public init(
    sequence: Int64, mn: String, qn: String, cn: String, pno: Int, st: String,
    receivedAtMilliseconds: Int, peer: String, digest: [UInt8]
  ) {
    self.sequence = sequence
    self.mn = mn
    self.qn = qn
    self.cn = cn
    self.pno = pno
    self.st = st
    self.receivedAtMilliseconds = receivedAtMilliseconds
    self.peer = peer
    self.digest = digest.hex
  }

  /// Hash of the frame with its bytes: the fields in the order of their declaration and then the bytes,
  /// each behind its length in four bytes, big-endian; numbers as decimal text.
  public func leaf(bytes: [UInt8]) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(bytes.count + 224)
    func add(_ field: some Collection<UInt8>) {
      withUnsafeBytes(of: UInt32(field.count).bigEndian) { content.append(contentsOf: $0) }
      content.append(contentsOf: field)
    }
    add(String(sequence).utf8)
    add(mn.utf8)
    add(qn.utf8)
    add(cn.utf8)
    add(String(pno).utf8)
    add(st.utf8)
    add(String(receivedAtMilliseconds).utf8)
    add(peer.utf8)
    add(digest.utf8)
    add(bytes)
    return HashTree.leaf(content)
  }
}
