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

extension Span<UInt8> {
  /// Without blanks at either end.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high, Ascii.isBlank(self[low]) { low += 1 }
    while high > low, Ascii.isBlank(self[high - 1]) { high -= 1 }
    return low..<high
  }

  func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if self[index] == byte { return index }
      index += 1
    }
    return nil
  }

  func last(_ byte: UInt8, in range: Range<Int>) -> Int? {
    var index = range.upperBound - 1
    while index >= range.lowerBound {
      if self[index] == byte { return index }
      index -= 1
    }
    return nil
  }

  func equals(_ text: StaticString, in range: Range<Int>) -> Bool {
    guard text.utf8CodeUnitCount == range.count else { return false }
    return text.withUTF8Buffer { letters in
      for index in 0..<letters.count where self[range.lowerBound + index] != letters[index] {
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
