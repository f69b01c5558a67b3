public import Foundation
import Glibc

/// Unpacks deflated bytes by gzip, with a limit.
public enum Packed {
  static func tooLarge(_ path: String, limit: Int) -> SheetError {
    SheetError(
      path: path,
      zh: "文件解压后超过 \(limit >> 20) MiB，请拆成几个文件",
      en: "it unpacks to more than \(limit >> 20) MiB; split it into several files")
  }

  /// What a gzip file unpacks to.
  ///
  /// - Parameter limit: bytes at most.
  public static func gzip(_ path: String, limit: Int) throws(SheetError) -> Data {
    let broken = SheetError(
      path: path, zh: "gzip 文件不完整，请重新获取", en: "it is not whole gzip; fetch it again")
    guard let file = FileHandle(forReadingAtPath: path) else { throw broken }
    var data = Data()
    try unpack(file, path: path, limit: limit, broken: broken) { data += $0 }
    return data
  }

  /// Hands over what gzip makes of a file, piece by piece, up to a limit.
  ///
  /// - Parameter broken: what to say where it is not whole.
  static func unpack(
    _ input: FileHandle, path: String, limit: Int, broken: SheetError, take: (Data) -> Void
  ) throws(SheetError) {
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
      throw SheetError(
        path: path, zh: "服务器上的 gzip 不能运行，请联系管理员",
        en: "gzip does not run on the server; ask the administrator")
    }
    var count = 0
    while case let part = pipe.fileHandleForReading.availableData, !part.isEmpty {
      count += part.count
      if count > limit {
        // It may have inherited a mask that keeps milder signals from it.
        kill(gzip.processIdentifier, SIGKILL)
        gzip.waitUntilExit()
        throw tooLarge(path, limit: limit)
      }
      take(part)
    }
    gzip.waitUntilExit()
    guard gzip.terminationStatus == 0 else { throw broken }
  }
}
