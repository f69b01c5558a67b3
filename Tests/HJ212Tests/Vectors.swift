import Foundation
import NIOCore

@testable import HJ212

/// The field sheet's packets: what was sent, and how it is to be judged.
struct Vector: Sendable {
  let row: Int
  let bytes: [UInt8]
  /// `yes`, `frame yes, content no: …` or `no: …`.
  let valid: String
  let crcComputed: String
  let crcModbus: String
  let segmentLength: Int?
}

enum Vectors {
  /// `nil` where the sheet does not lie beside the repository.
  static let all: [Vector]? = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = package.deletingLastPathComponent()
      .appendingPathComponent("shared/standards/vectors/hj212-packets.tsv")
    guard let text = try? String(contentsOf: path, encoding: .utf8) else {
      print("skipped: the packets of the field sheet are not at \(path.path)")
      return nil
    }
    return text.split(separator: "\n").dropFirst().enumerated().map { index, line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Vector(
        row: index + 2, bytes: unescaped(columns[0]), valid: columns[1], crcComputed: columns[6],
        crcModbus: columns[7], segmentLength: Int(columns[4]))
    }
  }()

  /// CR, LF and NUL are written as escapes in the sheet.
  private static func unescaped(_ text: String) -> [UInt8] {
    Array(
      text.replacingOccurrences(of: "\\r", with: "\r").replacingOccurrences(of: "\\n", with: "\n")
        .replacingOccurrences(of: "\\x00", with: "\0").utf8)
  }
}

/// How a row fares with us.
enum Judgement: Equatable {
  case yes, contentNo, no

  /// Everything in the bytes, read as one stream.
  init(_ bytes: [UInt8], settings: FrameReader.Settings = .init()) {
    let events = read([bytes], settings: settings)
    var frames = 0
    var contentFaults = 0
    for event in events {
      switch event {
      case .fault:
        self = .no
        return
      case .skipped:
        self = .no
        return
      case .oddTail: continue
      case .frame(let frame):
        guard let packet = try? Packet(frame) else {
          self = .no
          return
        }
        frames += 1
        contentFaults += packet.content(utcOffsetSeconds: 28_800).faults.count
      }
    }
    self = frames != 1 ? .no : contentFaults == 0 ? .yes : .contentNo
  }
}

/// Feeds pieces one after another and collects events; skipped bytes in a row are added up.
func read(_ pieces: [[UInt8]], settings: FrameReader.Settings = .init()) -> [FrameEvent] {
  var reader = FrameReader(settings: settings)
  var buffer = ByteBuffer()
  var events: [FrameEvent] = []
  func keep(_ event: FrameEvent) {
    if case .skipped(let new) = event, case .skipped(let old)? = events.last,
      old.followsFault == new.followsFault
    {
      events[events.count - 1] = .skipped(
        Skipped(
          byteOffset: old.byteOffset, count: old.count + new.count, followsFault: old.followsFault))
    } else {
      events.append(event)
    }
  }
  for piece in pieces {
    buffer.writeBytes(piece)
    while let event = reader.next(in: &buffer) { keep(event) }
    buffer.discardReadBytes()
  }
  while let event = reader.next(in: &buffer, atEnd: true) { keep(event) }
  return events
}

extension FrameEvent {
  var frame: Frame? { if case .frame(let frame) = self { frame } else { nil } }
  var fault: FrameFault? { if case .fault(let fault) = self { fault } else { nil } }
}
