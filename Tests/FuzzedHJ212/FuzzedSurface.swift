/// A part of HJ 212 that reads what strangers send, and what must hold of it for any bytes.
///
/// `script/prove fuzz` searches for bytes that break it, `HJ212Tests` tries those that it has kept.
public enum FuzzedSurface: String, CaseIterable, Sendable {
  /// A byte stream into frames, however it is cut.
  case frames
  /// A data segment into fields, items, readings, statements.
  case segment
  /// What was read, written again and read again.
  case roundTrip = "round-trip"

  /// What does not hold of these bytes; `nil` where everything does.
  public func broken(by bytes: [UInt8]) -> String? {
    switch self {
    case .frames: FuzzedFrames.broken(by: bytes)
    case .segment: FuzzedSegment.broken(by: bytes)
    case .roundTrip: FuzzedRoundTrip.broken(by: bytes)
    }
  }
}
