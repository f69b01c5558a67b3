import NIOCore

extension Packet {
  /// Turns items into readings, with each factor's flag and sampling time.
  func addReadings(
    _ content: inout PacketContent, _ known: TimeItems, _ bytes: Span<UInt8>
  ) {
    var times = known
    times.notes = []
    times.faults = []
    var draft = ReadingDraft(items: content.items.count)
    var bareFlag: Item?
    for item in content.items {
      guard let value = item.value else { continue }
      if item.dash >= 0 {
        draft.add(item, value, of: self, bytes, &times)
      } else if bytes.equals("Flag", in: item.key.range) {
        bareFlag = item
      }
    }
    draft.settle(bytes, dataTime: times.dataTime, bareFlag: bareFlag?.value)
    if let bareFlag {
      content.notes.append(Note(.bareFlag, at: byteOffset(of: bareFlag.key)))
    }
    times.tell(&content)
    for reading in draft.readings {
      guard let fault = reading.fault else { continue }
      content.faults.append(
        ContentFault(
          kind: .value(fault, key: segment.text(reading.key)),
          byteOffset: byteOffset(of: reading.key)))
    }
    if !draft.readings.isEmpty, !times.hasDataTime {
      content.faults.append(
        ContentFault(kind: .dataTimeAbsent, byteOffset: byteOffset(of: dataArea)))
    }
    content.readings = Readings(draft.readings, of: segment)
  }
}
