import Glibc

/// A list of passwords that are known from breaches or that many people have: a text file, one a line,
/// which whoever installs Lantian chooses.
///
/// It is read through at each check, a piece at a time: no memory is held for it, ten million lines take
/// well under a second, and a list that was replaced counts at once.
public struct BreachedPasswords: Sendable {
  public let path: String
  private let unreadable: @Sendable (FileFault) -> Void

  /// Of a line; a longer one is nobody's password.
  static let longestLine = 1_024
  private static let pieceBytes = 1 << 20

  /// - Parameter unreadable: told at a check for which the list cannot be read; that check does without it.
  public init(path: String, unreadable: @escaping @Sendable (FileFault) -> Void = { _ in }) {
    self.path = path
    self.unreadable = unreadable
  }

  /// Whether the file is there and can be read now.
  ///
  /// - Throws: `FileFault`.
  public func open() throws(FileFault) {
    let file = try opened()
    close(file)
  }

  /// Whether one of some passwords is a line of the list, in whatever case its letters a to z are.
  /// Reads the whole file: never on an event loop.
  public func holds(any passwords: [String]) -> Bool {
    do throws(FileFault) {
      return try find(passwords.map { $0.utf8.map(\.small) }.filter { !$0.isEmpty })
    } catch {
      unreadable(error)
      return false
    }
  }

  private func opened() throws(FileFault) -> Int32 {
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileFault(path: path, doing: "open", code: errno) }
    return file
  }

  private func find(_ wanted: [[UInt8]]) throws(FileFault) -> Bool {
    let file = try opened()
    defer { close(file) }
    let piece = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Self.pieceBytes + Self.longestLine, alignment: 16)
    defer { piece.deallocate() }
    // Bytes of a line whose end has not been read yet; one that became too long is passed over.
    var (begun, isTooLong) = (0, false)
    while true {
      let count = read(file, piece.baseAddress?.advanced(by: begun), Self.pieceBytes)
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFault(path: path, doing: "read", code: errno)
      }
      let filled = begun + count
      var start = 0
      while let end = piece.newline(from: start, to: filled) {
        if !isTooLong, piece.isLine(start..<end, among: wanted) { return true }
        isTooLong = false
        start = end + 1
      }
      if count == 0 { return !isTooLong && piece.isLine(start..<filled, among: wanted) }
      begun = filled - start
      if isTooLong || begun > Self.longestLine {
        (begun, isTooLong) = (0, true)
      } else if start > 0 {
        piece.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[start..<filled]))
      }
    }
  }
}

extension UnsafeMutableRawBufferPointer {
  fileprivate func newline(from start: Int, to end: Int) -> Int? {
    guard start < end, let base = baseAddress,
      let found = memchr(base + start, 0x0A, end - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// Whether a line, without the return that may end it, is one of some texts in small letters.
  fileprivate func isLine(_ range: Range<Int>, among wanted: [[UInt8]]) -> Bool {
    var end = range.upperBound
    if end > range.lowerBound, self[end - 1] == 0x0D { end -= 1 }
    return wanted.contains { text in
      guard text.count == end - range.lowerBound else { return false }
      return text.indices.allSatisfy { self[range.lowerBound + $0].small == text[$0] }
    }
  }
}

extension UInt8 {
  /// A to Z as a to z.
  fileprivate var small: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }
}
