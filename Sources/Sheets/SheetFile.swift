import Glibc

/// A table file on disk.
public enum SheetFile {
  /// The bytes of a file, once in memory, or why not: one that is too large is not read at all.
  ///
  /// - Parameters:
  ///   - name: how messages call it.
  ///   - limit: bytes at most.
  public static func read(
    _ path: String, name: String, limit: Int = SheetTable.byteLimit
  ) throws(SheetError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(name) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw unreadable(name)
    }
    guard status.st_size <= limit else {
      throw SheetError(
        path: name, zh: "文件超过 \(limit >> 20) MiB，请拆成几个文件",
        en: "it has more than \(limit >> 20) MiB; split it into several files")
    }
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let got = Glibc.read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          isWhole = got == 0
          break
        }
        count += got
      }
    }
    guard isWhole else { throw unreadable(name) }
    return bytes
  }

  private static func unreadable(_ name: String) -> SheetError {
    SheetError(
      path: name, zh: "文件读不出来，请换一个存在且有权读取的文件",
      en: "it cannot be read; name a file that exists and that you may read")
  }
}
