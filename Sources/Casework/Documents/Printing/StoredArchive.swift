/// A ZIP archive whose files are stored as they are.
enum StoredArchive {
  /// - Parameter files: names and contents, in their order; together below 4 GiB.
  static func bytes(_ files: [(name: String, content: String)]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for file in files {
      let (name, content) = (Array(file.name.utf8), Array(file.content.utf8))
      let offset = UInt32(archive.count)
      // Version, flags (names in UTF-8), method, time and date (1 January 1980), CRC, lengths.
      let head =
        little(20 as UInt16) + little(0x0800 as UInt16) + little(0 as UInt16)
        + little(0 as UInt16) + little(0x21 as UInt16) + little(crc32(content))
        + little(UInt32(content.count)) + little(UInt32(content.count))
        + little(UInt16(name.count)) + little(0 as UInt16)
      archive += little(0x0403_4B50 as UInt32) + head + name + content
      directory +=
        little(0x0201_4B50 as UInt32) + little(20 as UInt16) + head
        + [UInt8](repeating: 0, count: 10) + little(offset) + name
    }
    let start = UInt32(archive.count)
    return archive + directory + little(0x0605_4B50 as UInt32) + little(0 as UInt32)
      + little(UInt16(files.count)) + little(UInt16(files.count))
      + little(UInt32(directory.count)) + little(start) + little(0 as UInt16)
  }

  private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
