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
}

extension Item {
  /// Place of the last `-` of the key, where a factor's name ends.
  func dash(_ bytes: Span<UInt8>) -> Int? { bytes.last(Ascii.minus, in: key.range) }
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
    var group = 0
    var start = dataArea.offset
    let end = dataArea.end
    while start < end {
      let stop = bytes.separator(from: start, to: end)
      let part = bytes.trimmed(start..<stop)
      if part.count < stop - start {
        result.notes.append(Note(.blankInData, at: byteOffset + start))
      }
      if part.isEmpty {
        result.notes.append(Note(.emptyItem, at: byteOffset + start))
      } else {
        result.items.append(Self.item(part, group: group, in: bytes))
      }
      if stop < end, stop + 1 >= end {
        result.notes.append(Note(.separatorBeforeClosing, at: byteOffset + stop))
      }
      if stop < end, bytes[stop] == Ascii.semicolon { group += 1 }
      start = stop + 1
    }
    noteCommas(&result, bytes)
    return result
  }

  private static func item(_ part: Range<Int>, group: Int, in bytes: Span<UInt8>) -> Item {
    guard let equals = bytes.first(Ascii.equals, in: part) else {
      return Item(group: group, key: Slice(part), value: nil)
    }
    return Item(
      group: group, key: Slice(bytes.trimmed(part.lowerBound..<equals)),
      value: Slice(bytes.trimmed((equals + 1)..<part.upperBound)))
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
