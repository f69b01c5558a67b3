import HJ212
import NIOCore

/// The first byte chooses the coding; a data segment follows.
enum FuzzedSegment {
  static func broken(by bytes: [UInt8]) -> String? {
    guard let first = bytes.first, bytes.count <= FrameReader.hardLimit else { return nil }
    let segment = ByteBuffer(bytes: bytes.dropFirst())
    guard var packet = try? Packet(segment: segment) else { return nil }
    packet.coding = TextCoding.allCases[Int(first) % TextCoding.allCases.count]
    let content = packet.content(utcOffsetSeconds: 28_800)
    let count = segment.readableBytes
    for note in content.notes where !(0...count).contains(note.byteOffset) {
      return "a note lies outside the segment: \(note)"
    }
    for fault in content.faults where !(0...count).contains(fault.byteOffset) {
      return "a fault lies outside the segment: \(fault)"
    }
    for reading in content.usableReadings {
      guard !reading.value.isEmpty, reading.value.utf8.count <= 20 else {
        return "\(reading.key) is usable and reads \(reading.value)"
      }
    }
    for sender in CommandForm.Sender.allCases {
      for fault in packet.formFaults(from: sender) where !(0...count).contains(fault.byteOffset) {
        return "a deviation lies outside the segment: \(fault)"
      }
    }
    if let answer = Answer(packet), packet.command != answer.command {
      return "an answer of another command"
    }
    return nil
  }
}
