import NIOCore

/// One `key=value` of the data area.
///
/// Items of one factor stand together between semicolons (a group) and are separated by commas. A
/// key may come several times in one group with a value each (`CTime=04,CTime=10`): every one of
/// them is an item of its own, in the order sent.
public struct Item: Sendable, Hashable {
  /// Number of its group, from 0.
  public let group: Int
  public let key: Slice
  /// `nil` where no `=` stands in the item. A value may itself hold `=`.
  public let value: Slice?
  /// Place of the last `-` of the key, where a factor's name ends; below the key's where there is
  /// none.
  let dash: Int32
}

/// The data area as items, with what was tolerated in it.
public struct DataItems: Sendable {
  public var items: [Item] = []
  public var notes: [Note] = []
}

extension Packet {
  /// Cuts the data area into items; the key ends at the first `=`.
  public func items() -> DataItems { items(segment.readableBytesUInt8Span) }

  /// - Parameter bytes: the segment's.
  func items(_ bytes: Span<UInt8>) -> DataItems {
    var result = DataItems()
    // Items are seldom shorter, and one more allocation does no harm where they are.
    result.items.reserveCapacity(dataArea.count / 8 + 2)
    var part = ItemPart(start: dataArea.offset)
    var mayMixTimes = false
    let end = dataArea.end
    var marks = MarkScan(from: part.start, to: end)
    while part.start < end {
      let place = marks.next(in: bytes)
      let mark = place < end ? bytes[place] : Ascii.ampersand
      if mark == Ascii.minus {
        if part.equals < 0 { part.dash = place }
        continue
      }
      if mark == Ascii.equals {
        if part.equals < 0 { part.equals = place }
        continue
      }
      // The key's last letter tells most items from whole-packet times.
      if part.followsComma || mark == Ascii.comma {
        let last = part.equals > 0 ? bytes[part.equals - 1] : 0
        mayMixTimes = mayMixTimes || last == UInt8(ascii: "e") || last <= 0x20
      }
      add(part, to: place, bytes, &result)
      if place < end, place + 1 >= end {
        result.notes.append(Note(.separatorBeforeClosing, at: byteOffset + place))
      }
      part = ItemPart(
        start: place + 1, group: mark == Ascii.semicolon ? part.group + 1 : part.group,
        followsComma: mark == Ascii.comma)
    }
    if mayMixTimes { noteCommas(&result, bytes) }
    return result
  }

  @inline(__always) private func add(
    _ part: ItemPart, to stop: Int, _ bytes: Span<UInt8>, _ result: inout DataItems
  ) {
    if let item = part.item(to: stop, bytes) {
      result.items.append(item)
      return
    }
    let trimmed = bytes.trimmed(part.start..<stop)
    if trimmed.count < stop - part.start {
      result.notes.append(Note(.blankInData, at: byteOffset + part.start))
    }
    guard !trimmed.isEmpty else {
      result.notes.append(Note(.emptyItem, at: byteOffset + part.start))
      return
    }
    guard part.equals >= 0 else {
      result.items.append(
        Item(group: part.group, key: Slice(trimmed), value: nil, dash: Int32(part.dash)))
      return
    }
    result.items.append(
      Item(
        group: part.group, key: Slice(bytes.trimmed(trimmed.lowerBound..<part.equals)),
        value: Slice(bytes.trimmed((part.equals + 1)..<trimmed.upperBound)),
        dash: Int32(part.dash)))
  }

  /// Whole-packet times stand alone; behind a comma they are separated the wrong way.
  private func noteCommas(_ result: inout DataItems, _ bytes: Span<UInt8>) {
    var groupBefore = -1
    var wasTime = false
    for item in result.items {
      let isTime = isWholePacketTime(item.key, bytes)
      if groupBefore == item.group, wasTime || isTime {
        result.notes.append(Note(.commaForSemicolon, at: byteOffset + item.key.offset - 1))
      }
      (groupBefore, wasTime) = (item.group, isTime)
    }
  }

  private func isWholePacketTime(_ key: Slice, _ bytes: Span<UInt8>) -> Bool {
    switch key.count {
    case 7: bytes.equals("EndTime", in: key.range)
    case 8: bytes.equals("DataTime", in: key.range)
    case 9: bytes.equals("BeginTime", in: key.range)
    default: false
    }
  }
}

/// An item under way.
private struct ItemPart {
  var start: Int
  var group = 0
  var followsComma = false
  /// Place of the first `=`, and of the last `-` before it; -1 without.
  var equals = -1
  var dash = -1

  /// The item where it is a key and a value without blanks around them, as nearly all are.
  @inline(__always) func item(to stop: Int, _ bytes: Span<UInt8>) -> Item? {
    // Places are checked against one another and against the end.
    guard start < equals, equals + 1 < stop, stop <= bytes.count, bytes[unchecked: start] > 0x20,
      bytes[unchecked: equals - 1] > 0x20, bytes[unchecked: equals + 1] > 0x20,
      bytes[unchecked: stop - 1] > 0x20
    else { return nil }
    return Item(
      group: group, key: Slice(start..<equals), value: Slice((equals + 1)..<stop),
      dash: Int32(truncatingIfNeeded: dash))
  }
}
