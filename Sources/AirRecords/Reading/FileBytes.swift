import Foundation
import Sheets

/// The bytes of a table file as UTF-8: plain, gzip or an Excel workbook; UTF-8 or GB 18030.
enum FileBytes {
  /// Largest file that is read, unpacked.
  static let limit = 4 << 30

  /// - Parameter sheet: of a workbook; the first one where nil.
  /// - Throws: `AirFileError`.
  static func read(_ path: String, sheet: String? = nil) throws(AirFileError) -> Data {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    } catch {
      throw .cannotRead(path: path, reason: error.localizedDescription)
    }
    if data.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return Data(
        try told { () throws(SheetError) in
          try Workbook([UInt8](data), path: path).text(ofSheet: sheet)
        })
    }
    // The frame of old workbooks and of those with a password.
    guard !data.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) else {
      throw .cannotRead(
        path: path,
        reason: "it is an old .xls or has a password; save it as .xlsx or .csv without one")
    }
    guard sheet == nil else {
      throw .cannotRead(
        path: path, reason: "it is no workbook and has no sheets; leave --sheet out")
    }
    let isPacked = data.starts(with: [0x1F, 0x8B])
    return try told { () throws(SheetError) in
      let plain = isPacked ? try Packed.gzip(path, limit: limit) : data
      return isUTF8(plain) ? plain : try Encoding.utf8(of: plain, in: .gb18030, path: path)
    }
  }

  private static func told<T>(_ read: () throws(SheetError) -> T) throws(AirFileError) -> T {
    do {
      return try read()
    } catch {
      throw .cannotRead(path: error.path, reason: error.reason.en)
    }
  }

  private static func isUTF8(_ data: Data) -> Bool {
    data.withUnsafeBytes { raw in
      String(
        validating: raw.bindMemory(to: UInt8.self).prefix(1 << 20).droppingPartialCharacter,
        as: UTF8.self) != nil
    }
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// Without the bytes of a last character that the cut may have split.
  fileprivate var droppingPartialCharacter: Self {
    var end = endIndex
    var steps = 0
    while steps < 4, end > startIndex, self[end - 1] & 0xC0 == 0x80 {
      end -= 1
      steps += 1
    }
    // A lead byte of several, whose rest is what was just dropped.
    if end > startIndex, self[end - 1] >= 0xC0 { end -= 1 } else if steps > 0 { end = endIndex }
    return self[startIndex..<end]
  }
}
