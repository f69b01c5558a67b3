import NIOCore

extension Message {
  /// What a packet says, as plain values.
  ///
  /// Its text is read in the packet's coding, or byte by byte where it is no text of that coding.
  public init(_ packet: Packet) {
    let bytes = packet.segment.readableBytesView
    let isText = packet.coding.text(bytes).map { packet.coding.bytes($0) == Array(bytes) } ?? false
    var packet = packet
    if !isText { packet.coding = .bytes }
    self.init(
      qn: packet.qn, st: packet.st ?? "", cn: packet.cn ?? "", pw: packet.pw, mn: packet.mn,
      flag: packet.flag, pnum: packet.pnum.flatMap(Self.numbered),
      pno: packet.pno.flatMap(Self.numbered), isBackfill: packet.rf == "1",
      unknownFields: Self.unknownFields(packet), data: Self.data(packet), coding: packet.coding)
  }

  private static func numbered(_ number: Int) -> Int? { number > 0 ? number : nil }

  /// Fields of the standard that hold something else come first, so that they are read back as such.
  private static func unknownFields(_ packet: Packet) -> [Pair] {
    var fields: [Pair] = []
    for (name, slice, isUnderstood) in [
      ("Flag", packet.flagSlice, packet.flag != nil),
      ("PNUM", packet.pnumSlice, (packet.pnum ?? 0) > 0),
      ("PNO", packet.pnoSlice, (packet.pno ?? 0) > 0),
      ("RF", packet.rfSlice, packet.rf == "1"),
    ] {
      if let slice, !isUnderstood { fields.append(Pair(name, packet.text(slice))) }
    }
    return fields
      + packet.unknownFields.map { Pair(packet.text($0.key), packet.text($0.value)) }
  }

  private static func data(_ packet: Packet) -> [[Pair]] {
    var data: [[Pair]] = []
    var group = -1
    for item in packet.items().items {
      if item.group != group {
        group = item.group
        data.append([])
      }
      data[data.count - 1].append(Pair(packet.text(item.key), item.value.map(packet.text)))
    }
    return data
  }
}
