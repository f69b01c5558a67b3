import Foundation
import Glibc

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
      return Data(try Workbook([UInt8](data), path: path).text(ofSheet: sheet))
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
    let plain = data.starts(with: [0x1F, 0x8B]) ? try unpacked(path) : data
    return isUTF8(plain) ? plain : try fromGB18030(plain, path: path)
  }

  static func tooLarge(_ path: String, limit: Int) -> AirFileError {
    .cannotRead(
      path: path, reason: "it unpacks to more than \(limit >> 20) MiB; split it into several files")
  }

  private static func unpacked(_ path: String) throws(AirFileError) -> Data {
    let broken = AirFileError.cannotRead(path: path, reason: "it is not whole gzip; fetch it again")
    guard let file = FileHandle(forReadingAtPath: path) else { throw broken }
    return try unpacked(file, path: path, limit: limit, broken: broken)
  }

  /// What gzip makes of a file, up to a limit.
  ///
  /// - Parameter broken: what to say where it is not whole.
  static func unpacked(
    _ input: FileHandle, path: String, limit: Int, broken: AirFileError
  ) throws(AirFileError) -> Data {
    let gzip = Process()
    gzip.executableURL = URL(filePath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-dc"]
    gzip.standardInput = input
    let pipe = Pipe()
    gzip.standardOutput = pipe
    gzip.standardError = FileHandle.nullDevice
    do {
      try gzip.run()
    } catch {
      throw .cannotRead(path: path, reason: "gzip does not run: \(error.localizedDescription)")
    }
    var data = Data()
    while case let part = pipe.fileHandleForReading.availableData, !part.isEmpty {
      data += part
      if data.count > limit {
        // It may have inherited a mask that keeps milder signals from it.
        kill(gzip.processIdentifier, SIGKILL)
        gzip.waitUntilExit()
        throw tooLarge(path, limit: limit)
      }
    }
    gzip.waitUntilExit()
    guard gzip.terminationStatus == 0 else { throw broken }
    return data
  }

  private static func isUTF8(_ data: Data) -> Bool {
    data.withUnsafeBytes { raw in
      String(
        validating: raw.bindMemory(to: UInt8.self).prefix(1 << 20).droppingPartialCharacter,
        as: UTF8.self) != nil
    }
  }

  /// Spreadsheets of offices still write GBK.
  private static func fromGB18030(_ data: Data, path: String) throws(AirFileError) -> Data {
    guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1)
    else { throw .cannotRead(path: path, reason: "it is not UTF-8; save it as UTF-8") }
    defer { iconv_close(converter) }
    var input = [CChar](data.map { CChar(bitPattern: $0) })
    var output = [CChar](repeating: 0, count: data.count * 2 + 16)
    var (inputLeft, outputLeft) = (input.count, output.count)
    let result = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { into in
        var (source, target) = (from.baseAddress, into.baseAddress)
        return iconv(converter, &source, &inputLeft, &target, &outputLeft)
      }
    }
    guard result != -1 else {
      throw .cannotRead(path: path, reason: "it is neither UTF-8 nor GB 18030; save it as UTF-8")
    }
    return Data(output.prefix(output.count - outputLeft).map { UInt8(bitPattern: $0) })
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
