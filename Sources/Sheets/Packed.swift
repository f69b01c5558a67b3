public import Foundation
import Glibc

/// Unpacks deflated bytes by gzip, with a limit.
public enum Packed {
  static func tooLarge(_ path: String, limit: Int) -> SheetError {
    SheetError(
      path: path,
      reason: "it unpacks to more than \(limit >> 20) MiB; split it into several files")
  }

  /// What a gzip file unpacks to.
  ///
  /// - Parameter limit: bytes at most.
  public static func gzip(_ path: String, limit: Int) throws(SheetError) -> Data {
    let broken = SheetError(path: path, reason: "it is not whole gzip; fetch it again")
    guard let file = FileHandle(forReadingAtPath: path) else { throw broken }
    return try unpacked(file, path: path, limit: limit, broken: broken)
  }

  /// What gzip makes of a file, up to a limit.
  ///
  /// - Parameter broken: what to say where it is not whole.
  static func unpacked(
    _ input: FileHandle, path: String, limit: Int, broken: SheetError
  ) throws(SheetError) -> Data {
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
      throw SheetError(path: path, reason: "gzip does not run: \(error.localizedDescription)")
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
}
