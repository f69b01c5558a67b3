import Foundation
import Glibc

/// The named parts of a zip archive, each unpacked when it is asked for.
///
/// - Source: APPNOTE.TXT 6.3.10, 4.3; a part's deflated bytes are given to gzip in gzip's own frame
///   (RFC 1952), which also checks their length and CRC.
struct ZipParts {
  private struct Entry {
    let isEncrypted: Bool
    let method: Int
    let check: ArraySlice<UInt8>
    let packedSize: Int
    let size: Int
    let headerOffset: Int
  }

  private let bytes: [UInt8]
  private let path: String
  /// Bytes that all parts asked for may unpack to together.
  private let limit: Int
  private var left: Int
  /// By name in small letters: the names of an Office document know no case.
  private var entries: [String: Entry] = [:]

  init(_ bytes: [UInt8], path: String, limit: Int) throws(SheetError) {
    self.bytes = bytes
    self.path = path
    self.limit = limit
    left = limit
    guard let end = Self.directoryEnd(bytes), var place = number(end + 16, 4) else { throw broken }
    while number(place, 4) == 0x0201_4B50 {
      guard let entry = entry(at: place), let nameLength = number(place + 28, 2),
        let extraLength = number(place + 30, 2), let noteLength = number(place + 32, 2),
        place + 46 + nameLength <= bytes.count
      else { throw broken }
      let name = String(decoding: bytes[place + 46..<place + 46 + nameLength], as: UTF8.self)
      entries[name.lowercased()] = entry
      place += 46 + nameLength + extraLength + noteLength
    }
    guard !entries.isEmpty else { throw broken }
  }

  var broken: SheetError {
    SheetError(
      path: path, zh: "不是完整的 .xlsx 文件，请重新获取，或用 Excel 打开后另存",
      en: "it is not a whole .xlsx; fetch it or save it again")
  }

  /// Whether there is a part of that name.
  func holds(_ name: String) -> Bool { entries[name.lowercased()] != nil }

  /// A part's bytes; nil where there is none of that name.
  mutating func part(_ name: String) throws(SheetError) -> [UInt8]? {
    guard let entry = entries[name.lowercased()] else { return nil }
    guard !entry.isEncrypted else {
      throw SheetError(
        path: path, zh: "文件设有密码，请取消密码后另存",
        en: "it is protected; save it without a password")
    }
    guard entry.size <= left else { throw Packed.tooLarge(path, limit: limit) }
    guard number(entry.headerOffset, 4) == 0x0403_4B50,
      let nameLength = number(entry.headerOffset + 26, 2),
      let extraLength = number(entry.headerOffset + 28, 2)
    else { throw broken }
    let start = entry.headerOffset + 30 + nameLength + extraLength
    guard start <= bytes.count, entry.packedSize <= bytes.count - start else { throw broken }
    let packed = bytes[start..<start + entry.packedSize]
    switch entry.method {
    case 0:
      guard packed.count <= left else { throw Packed.tooLarge(path, limit: limit) }
      left -= packed.count
      return Array(packed)
    case 8:
      let size = withUnsafeBytes(of: UInt32(truncatingIfNeeded: entry.size).littleEndian) {
        Array($0)
      }
      let frame = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + packed + entry.check + size
      return try unpacked(frame)
    default: throw broken
    }
  }

  private mutating func unpacked(_ frame: [UInt8]) throws(SheetError) -> [UInt8] {
    let noSpace = SheetError(
      path: path, zh: "服务器没有存放临时文件的空间，请联系管理员",
      en: "no temporary file can be written; free some space")
    // A file without a name: gzip reads it while its answer is read here, and neither waits.
    guard let scratch = tmpfile() else { throw noSpace }
    defer { fclose(scratch) }
    let input = FileHandle(fileDescriptor: fileno(scratch), closeOnDealloc: false)
    do {
      try input.write(contentsOf: frame)
      try input.seek(toOffset: 0)
    } catch {
      throw noSpace
    }
    var bytes: [UInt8] = []
    do {
      try Packed.unpack(input, path: path, limit: left, broken: broken) { bytes += $0 }
    } catch  where error == Packed.tooLarge(path, limit: left) {
      throw Packed.tooLarge(path, limit: limit)
    }
    left -= bytes.count
    return bytes
  }

  private func entry(at place: Int) -> Entry? {
    guard let flags = number(place + 8, 2), let method = number(place + 10, 2),
      var packedSize = number(place + 20, 4), var size = number(place + 24, 4),
      let nameLength = number(place + 28, 2), let extraLength = number(place + 30, 2),
      var headerOffset = number(place + 42, 4)
    else { return nil }
    // What does not fit into 32 bits, or a careful writer thinks might not, stands in an extra field.
    var extra = place + 46 + nameLength
    let extraEnd = extra + extraLength
    while extra + 4 <= extraEnd, let kind = number(extra, 2), let length = number(extra + 2, 2) {
      var place = extra + 4
      extra = place + length
      guard kind == 1 else { continue }
      func widen(_ value: inout Int) {
        guard value == 0xFFFF_FFFF, let wide = number(place, 8) else { return }
        (value, place) = (wide, place + 8)
      }
      widen(&size)
      widen(&packedSize)
      widen(&headerOffset)
    }
    return Entry(
      isEncrypted: flags & 1 == 1, method: method, check: bytes[place + 16..<place + 20],
      packedSize: packedSize, size: size, headerOffset: headerOffset)
  }

  /// Where the record is that ends the directory; a note of at most 64 KiB may follow it.
  private static func directoryEnd(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let first = max(0, bytes.count - 22 - 0xFFFF)
    return (first...bytes.count - 22).last { place in
      bytes[place..<place + 4].elementsEqual([0x50, 0x4B, 0x05, 0x06])
    }
  }

  /// A little-endian number of so many bytes; nil where the file ends before it.
  private func number(_ place: Int, _ count: Int) -> Int? {
    guard place <= bytes.count - count else { return nil }
    let value = bytes[place..<place + count].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(exactly: value)
  }
}
