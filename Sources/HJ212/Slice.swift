import NIOCore

/// A piece of a data segment, by place; its bytes are read through the packet that owns them.
public struct Slice: Sendable, Hashable {
  private let low: UInt16
  private let length: UInt16

  /// Place in the data segment, counted from 0.
  public var offset: Int { Int(low) }
  public var count: Int { Int(length) }
  public var isEmpty: Bool { length == 0 }
  var end: Int { Int(low) + Int(length) }
  var range: Range<Int> { offset..<end }

  /// A data segment has at most 9999 bytes, so places fit into 16 bits.
  init(_ range: Range<Int>) {
    low = UInt16(truncatingIfNeeded: range.lowerBound)
    length = UInt16(truncatingIfNeeded: range.count)
  }
}

extension ByteBuffer {
  /// Text of a piece of a data segment; bytes that are not UTF-8 become U+FFFD.
  func text(_ slice: Slice) -> String {
    getString(at: readerIndex + slice.offset, length: slice.count) ?? ""
  }
}

/// Looks at pieces of a segment. Ranges come from scans of the same bytes, so that they lie inside: an
/// index is looked up unchecked, for these loops are what decoding a packet costs.
extension Span<UInt8> {
  /// Without blanks at either end.
  @inline(__always) func trimmed(_ range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty, range.upperBound <= count else { return range }
    // Nearly always there are none.
    if self[unchecked: range.lowerBound] > 0x20, self[unchecked: range.upperBound - 1] > 0x20 {
      return range
    }
    return blanksTrimmed(range)
  }

  private func blanksTrimmed(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high, Ascii.isBlank(self[low]) { low += 1 }
    while high > low, Ascii.isBlank(self[high - 1]) { high -= 1 }
    return low..<high
  }

  func equals(_ text: StaticString, in range: Range<Int>) -> Bool {
    guard text.utf8CodeUnitCount == range.count, range.upperBound <= count else { return false }
    return text.withUTF8Buffer { letters in
      for index in 0..<letters.count
      where self[unchecked: range.lowerBound + index] != letters[index] {
        return false
      }
      return true
    }
  }

  func equals(_ other: Range<Int>, in range: Range<Int>) -> Bool {
    guard other.count == range.count else { return false }
    for index in 0..<range.count
    where self[range.lowerBound + index] != self[other.lowerBound + index] {
      return false
    }
    return true
  }

  /// Eight bytes as one number, the first in the lowest place; 0 for those behind the end.
  @inline(__always) func word(at place: Int) -> UInt64 {
    if place >= 0, place + 8 <= count {
      // Eight bytes from here on were just seen to be there.
      return UInt64(
        littleEndian: self.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
    return lastWord(at: place)
  }

  private func lastWord(at place: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in (place..<count).reversed() { word = word << 8 | UInt64(self[index]) }
    return word
  }

  /// A name of at most seven bytes as one number, its length in the highest byte; 0 for a longer one.
  @inline(__always) func shortName(_ range: Range<Int>) -> UInt64 {
    let length = UInt64(range.count)
    guard length <= 7 else { return 0 }
    return word(at: range.lowerBound) & (1 << (length * 8) - 1) | length << 56
  }

  /// What tells most names apart: all of a short one, the last seven bytes and the length of a longer
  /// one.
  @inline(__always) func fingerprint(_ range: Range<Int>) -> UInt64 {
    guard range.count > 7 else { return shortName(range) }
    return shortName((range.upperBound - 7)..<range.upperBound) &+ UInt64(range.count)
  }

  /// A short run of digits as a number; `nil` where anything else stands there.
  func number(in range: Range<Int>, digits: ClosedRange<Int>) -> Int? {
    guard digits.contains(range.count) else { return nil }
    var value = 0
    for index in range {
      guard Ascii.isDigit(self[index]) else { return nil }
      value = value * 10 + Int(self[index] & 0x0F)
    }
    return value
  }
}
