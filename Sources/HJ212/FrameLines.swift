public import NIOCore

/// One line of JSON about one frame.
public struct FrameLine: Sendable, Equatable {
  /// Keys sorted. `verdict` is `accepted`, `content-faulty` (a whole frame that says something
  /// impossible) or `rejected`; only a rejected one has `fault`.
  public let json: String
  public let isRejected: Bool
}

/// Turns a byte stream into lines of JSON, one a frame, for engineers and scripts.
///
/// Every place (`at`) is counted in bytes from the start of the stream. `cp` lists the groups of the
/// data area; a key that comes several times in one group holds the list of its values. Times of
/// readings are the device's own local time. Bytes that belong to no frame are a rejected line of
/// their own (`no-header`), except blanks and the rest of a frame already rejected.
public struct FrameLines: Sendable {
  private enum Held: Sendable {
    case frame(Frame)
    case stray(at: Int, count: Int)
  }

  private var reader: FrameReader
  private let coding: TextCoding
  private let key: SealingKey?
  private var held: Held?

  /// - Parameters:
  ///   - coding: how the text of the frames is read.
  ///   - key: opens sealed data areas; without it they are faults of their CRC.
  public init(
    settings: FrameReader.Settings = FrameReader.Settings(), coding: TextCoding = .utf8,
    key: SealingKey? = nil
  ) {
    var settings = settings
    settings.acceptsSealed = key != nil
    reader = FrameReader(settings: settings)
    self.coding = coding
    self.key = key
  }

  /// Takes whole frames out of the buffer.
  ///
  /// - Parameter atEnd: no more bytes will come.
  /// - Returns: lines that are complete; the last frame's waits for its tail.
  public mutating func read(_ buffer: inout ByteBuffer, atEnd: Bool = false) -> [FrameLine] {
    var lines: [FrameLine] = []
    while let event = reader.next(in: &buffer, atEnd: atEnd) {
      switch event {
      case .oddTail(let note):
        if case .frame(let frame) = held {
          lines.append(line(frame, tail: note))
          held = nil
        }
      case .skipped(let skipped):
        guard !skipped.followsFault else { continue }
        if case .stray(let start, let count) = held {
          held = .stray(at: start, count: count + skipped.count)
        } else {
          release(&lines)
          held = .stray(at: skipped.byteOffset, count: skipped.count)
        }
      case .frame(let frame):
        release(&lines)
        held = .frame(frame)
      case .fault(let fault):
        release(&lines)
        lines.append(Self.line(fault))
      }
    }
    if atEnd { release(&lines) }
    return lines
  }

  private mutating func release(_ lines: inout [FrameLine]) {
    switch held {
    case .frame(let frame): lines.append(line(frame, tail: nil))
    case .stray(let start, let count): lines.append(Self.stray(start, count))
    case nil: return
    }
    held = nil
  }

  private static func stray(_ start: Int, _ count: Int) -> FrameLine {
    rejected(
      at: start, code: "no-header", place: start,
      text: "\(count) bytes belong to no frame; a frame begins with ## and a length of four digits")
  }

  private static func line(_ fault: FrameFault) -> FrameLine {
    rejected(
      at: fault.frameOffset, code: fault.code, place: fault.byteOffset, text: fault.explanation)
  }

  private static func rejected(at: Int, code: String, place: Int, text: String) -> FrameLine {
    let fault = finding(at: place, code: code, text: text)
    return FrameLine(
      json: JSONText.object([
        "at": .number(at), "fault": .object(fault), "verdict": .text("rejected"),
      ]).line, isRejected: true)
  }

  private func line(_ frame: Frame, tail: Note?) -> FrameLine {
    do throws(FrameFault) {
      let opened = try key.map { key throws(FrameFault) in try frame.opened(with: key) } ?? frame
      return Self.line(opened, try Packet(opened, coding: coding), tail: tail)
    } catch {
      return Self.line(error)
    }
  }

  private static func line(_ frame: Frame, _ packet: Packet, tail: Note?) -> FrameLine {
    return FrameLine(
      json: JSONText.object(PacketLine(frame, packet, tail: tail).members).line, isRejected: false)
  }

  static func finding(at: Int, code: String, text: String) -> [String: JSONText] {
    ["at": .number(at), "code": .text(code), "text": .text(text)]
  }
}
