import NIOCore

/// What the line about an accepted frame says.
struct PacketLine {
  let members: [String: JSONText]

  init(_ frame: Frame, _ packet: Packet, tail: Note?) {
    // Offset 0 keeps the device's own local time.
    let content = packet.content(utcOffsetSeconds: 0)
    var members: [String: JSONText] = [
      "at": .number(frame.byteOffset),
      "length": .number(frame.segment.readableBytes),
      "crc": .text(Ascii.hexText(frame.crcWritten)),
      "verdict": .text(content.faults.isEmpty ? "accepted" : "content-faulty"),
      "cp": .list(Self.groups(packet, content.items)),
    ]
    let texts = [
      ("qn", packet.qn), ("st", packet.st), ("cn", packet.cn), ("pw", packet.pw),
      ("mn", packet.mn), ("rf", packet.rf),
    ]
    for (name, text) in texts { if let text { members[name] = .text(text) } }
    let flag = packet.flag.map { Int($0.rawValue) }
    for (name, number) in [("flag", flag), ("pnum", packet.pnum), ("pno", packet.pno)] {
      if let number { members[name] = .number(number) }
    }
    if !packet.unknownFields.isEmpty {
      members["unknown"] = Self.object(
        packet.unknownFields.map { (packet.text($0.key), .text(packet.text($0.value))) })
    }
    if !content.readings.isEmpty {
      members["readings"] = .list(content.readings.map { .object(Self.reading($0)) })
    }
    let notes = Self.notes(frame.notes + content.notes + (tail.map { [$0] } ?? []), content.faults)
    if !notes.isEmpty { members["notes"] = .list(notes) }
    self.members = members
  }

  private static func notes(_ notes: [Note], _ faults: [ContentFault]) -> [JSONText] {
    var found: [(at: Int, members: [String: JSONText])] = []
    for note in notes {
      var members = FrameLines.finding(
        at: note.byteOffset, code: note.kind.rawValue, text: note.explanation)
      members["kind"] = .text("tolerated")
      found.append((note.byteOffset, members))
    }
    for fault in faults {
      var members = FrameLines.finding(
        at: fault.byteOffset, code: fault.code, text: fault.explanation)
      members["kind"] = .text("content")
      found.append((fault.byteOffset, members))
    }
    return found.sorted { $0.at < $1.at }.map { .object($0.members) }
  }

  private static func groups(_ packet: Packet, _ items: [Item]) -> [JSONText] {
    var groups: [[(String, JSONText)]] = []
    var group = -1
    for item in items {
      if item.group != group {
        group = item.group
        groups.append([])
      }
      let value = item.value.map { JSONText.text(packet.text($0)) } ?? .null
      groups[groups.count - 1].append((packet.text(item.key), value))
    }
    return groups.map(object)
  }

  /// A key that comes several times holds the list of its values.
  private static func object(_ pairs: [(String, JSONText)]) -> JSONText {
    var members: [String: JSONText] = [:]
    for (key, value) in pairs {
      switch members[key] {
      case nil: members[key] = value
      case .list(let values): members[key] = .list(values + [value])
      case .some(let first): members[key] = .list([first, value])
      }
    }
    return .object(members)
  }

  private static func reading(_ reading: Reading) -> [String: JSONText] {
    var members: [String: JSONText] = [
      "key": .text(reading.key), "factor": .text(reading.factor),
      "statistic": .text(reading.suffix), "value": .text(reading.value),
    ]
    if let flag = reading.flag { members["flag"] = .text(flag) }
    if let start = reading.start { members["time"] = .text(TimeLabel.isoText(local: start)) }
    if let fault = reading.fault { members["fault"] = .text(fault.rawValue) }
    return members
  }
}
