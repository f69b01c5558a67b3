/// Why a frame is rejected, where, and what to do about it.
public struct FrameFault: Error, Sendable, Equatable {
  public enum Reason: Sendable, Equatable {
    /// The length field holds something else than digits.
    case lengthNotDigits(found: UInt8)
    /// The frame announces more than may be buffered, or a device sent more than it may.
    case segmentTooLong(declared: Int, limit: Int)
    /// The stream ended inside the frame.
    case truncated(declared: Int, present: Int, closesAfter: Int?)
    /// No four hexadecimal digits where the length field puts the CRC.
    case crcNotHex(declared: Int, closesAfter: Int?)
    /// The CRC does not belong to the segment. `closesAfter`: length of the segment as its closing
    /// `&&` shows it, where that differs from the length field.
    case crcMismatch(written: UInt16, computed: UInt16, isModbus: Bool, closesAfter: Int?)
    /// The segment has no `CP=&&`.
    case noDataArea
    /// The segment does not end in `&&`.
    case dataAreaNotClosed
    /// A sealed data area is not `{0xNN,…}` of whole groups of 16 bytes.
    case sealedDataUnreadable
  }

  public let reason: Reason
  /// Place of the trouble in the stream, counted from 0.
  public let byteOffset: Int
  /// Place of the frame's first `#`.
  public let frameOffset: Int

  /// Short fixed name for counters and machines.
  public var code: String {
    switch reason {
    case .lengthNotDigits: "length-not-digits"
    case .segmentTooLong: "segment-too-long"
    case .truncated: "truncated"
    case .crcNotHex: "crc-not-hex"
    case .crcMismatch(_, _, let isModbus, _): isModbus ? "crc-is-modbus" : "crc-mismatch"
    case .noDataArea: "no-data-area"
    case .dataAreaNotClosed: "data-area-not-closed"
    case .sealedDataUnreadable: "sealed-data-unreadable"
    }
  }
}

extension FrameFault: CustomStringConvertible {
  /// Where, what was found, what to do.
  public var description: String { "byte \(byteOffset): \(explanation)" }

  /// The description without the place.
  public var explanation: String {
    switch reason {
    case .lengthNotDigits(let found):
      "the length field holds \(Self.show(found)); after ## write the length of the data segment "
        + "as four digits"
    case .segmentTooLong(let declared, let limit):
      "a data segment of \(declared) bytes is announced and \(limit) are allowed; "
        + "split the packet, or raise the device's limit (at most \(FrameReader.hardLimit))"
    case .truncated(let declared, let present, let closesAfter):
      "the length field says \(declared), but the stream ends after \(present) bytes; "
        + Self.lengthAdvice(closesAfter, otherwise: "send the whole frame")
    case .crcNotHex(let declared, let closesAfter):
      "the length field says \(declared), but no CRC of four hexadecimal digits stands there; "
        + Self.lengthAdvice(closesAfter, otherwise: "check the length and write the CRC")
    case .crcMismatch(let written, let computed, let isModbus, let closesAfter):
      "the CRC written is \(Ascii.hexText(written)), the segment's is \(Ascii.hexText(computed)); "
        + (isModbus
          ? "it is a Modbus CRC: correct the device, or let this device use Modbus CRC"
          : Self.lengthAdvice(
            closesAfter,
            otherwise: "compute it over the data segment as HJ 212-2017 Appendix A says"
          ))
    case .noDataArea:
      "the data segment has no CP=&&; put the data between CP=&& and &&"
    case .dataAreaNotClosed:
      "the data segment does not end in &&; close the data area with &&"
    case .sealedDataUnreadable:
      "the sealed data area is not {0xNN,0xNN,...} of whole groups of 16 bytes; seal it by SM4"
    }
  }

  private static func lengthAdvice(_ closesAfter: Int?, otherwise: String) -> String {
    guard let closesAfter else { return otherwise }
    return "the segment closes with && after \(closesAfter) bytes: write the length as "
      + padded(closesAfter) + " and the CRC of those bytes"
  }

  private static func padded(_ length: Int) -> String {
    let digits = String(length)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func show(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte)
      ? "\"\(Character(UnicodeScalar(byte)))\"" : "byte \(byte)"
  }
}
