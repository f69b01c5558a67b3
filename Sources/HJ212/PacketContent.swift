import NIOCore

/// What a packet says, judged.
public struct PacketContent: Sendable {
  /// Every item of the data area, in the order sent.
  public let items: [Item]
  /// Values with factor and time; empty for commands that carry none.
  public internal(set) var readings = Readings()
  /// UTC epoch seconds of DataTime; `nil` where absent or impossible.
  public internal(set) var dataTime: Int?
  /// What was tolerated in header and data area.
  public internal(set) var notes: [Note]
  /// What cannot be believed.
  public internal(set) var faults: [ContentFault] = []

  /// Readings that may become samples: a number, once, with a time.
  public var usableReadings: some Collection<Reading> {
    readings.lazy.filter { $0.fault == nil && $0.start != nil }
  }
}

extension Packet {
  /// Judges header and data area.
  ///
  /// - Parameter utcOffsetSeconds: distance of the device's clock from UTC, 28 800 in China.
  public func content(utcOffsetSeconds: Int) -> PacketContent {
    let bytes = segment.readableBytesUInt8Span
    let cut = items(bytes)
    let command = command(bytes)
    var content = PacketContent(
      items: cut.items, notes: notes.isEmpty ? cut.notes : notes + cut.notes)
    judgeHeader(&content, bytes, command)
    let times = TimeItems(self, cut.items, bytes, utcOffsetSeconds: utcOffsetSeconds)
    times.tell(&content)
    content.dataTime = times.dataTime
    if command?.carriesReadings == true { addReadings(&content, times, bytes) }
    return content
  }
}

/// The times of a data area.
struct TimeItems {
  var dataTime: Int?
  var hasDataTime = false
  var notes: [Note] = []
  var faults: [ContentFault] = []
  private let utcOffsetSeconds: Int

  init(_ packet: Packet, _ items: [Item], _ bytes: Span<UInt8>, utcOffsetSeconds: Int) {
    self.utcOffsetSeconds = utcOffsetSeconds
    for item in items where Self.isTime(item.key, bytes) {
      let isDataTime = bytes.equals("DataTime", in: item.key.range)
      if isDataTime { hasDataTime = true }
      let epoch = read(item, of: packet, bytes)
      if isDataTime, dataTime == nil { dataTime = epoch }
    }
  }

  /// UTC epoch seconds of an item that holds a time; what is wrong or odd is recorded.
  mutating func read(_ item: Item, of packet: Packet, _ bytes: Span<UInt8>) -> Int? {
    let value = item.value ?? Slice(item.key.end..<item.key.end)
    guard let local = TimeLabel.seconds(bytes, in: value.range) else {
      faults.append(
        ContentFault(
          kind: .timeImpossible(key: packet.text(item.key)),
          byteOffset: packet.byteOffset(of: value)))
      return nil
    }
    if value.count == 17 {
      notes.append(Note(.timeHasMilliseconds, at: packet.byteOffset(of: value)))
    }
    return local - utcOffsetSeconds
  }

  func tell(_ content: inout PacketContent) {
    if !notes.isEmpty { content.notes += notes }
    if !faults.isEmpty { content.faults += faults }
  }

  private static func isTime(_ key: Slice, _ bytes: Span<UInt8>) -> Bool {
    guard (7...11).contains(key.count), bytes[key.end - 1] == UInt8(ascii: "e") else {
      return false
    }
    return switch key.count {
    case 7: bytes.equals("EndTime", in: key.range)
    case 8: bytes.equals("DataTime", in: key.range)
    case 9: bytes.equals("BeginTime", in: key.range)
    case 10: bytes.equals("SystemTime", in: key.range)
    case 11: bytes.equals("RestartTime", in: key.range)
    default: false
    }
  }
}
