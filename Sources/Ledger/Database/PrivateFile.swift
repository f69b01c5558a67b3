import FoundationEssentials
import Glibc

/// Small files that must be whole after a power cut and readable by their owner alone.
enum PrivateFile {
  /// `nil` where there is no such file.
  static func read(_ path: String) throws(FileFault) -> [UInt8]? {
    guard access(path, F_OK) == 0 else { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileFault(path: path, doing: "read", code: EACCES)
    }
    return [UInt8](data)
  }

  /// Writes beside the place, syncs, renames into it, syncs the folder. Mode 0600.
  static func write(_ bytes: [UInt8], to path: String) throws(FileFault) {
    let temporary = "\(path).\(getpid()).\(UInt64.random(in: .min ... .max)).part"
    do throws(FileFault) {
      try put(bytes, to: temporary, flags: O_WRONLY | O_CREAT | O_EXCL)
      guard rename(temporary, path) == 0 else {
        throw FileFault(path: path, doing: "rename into", code: errno)
      }
    } catch {
      unlink(temporary)
      throw error
    }
    try syncFolder(of: path)
  }

  static func append(_ text: String, to path: String) throws(FileFault) {
    try put(Array(text.utf8), to: path, flags: O_WRONLY | O_CREAT | O_APPEND)
    try syncFolder(of: path)
  }

  private static func put(_ bytes: [UInt8], to path: String, flags: Int32) throws(FileFault) {
    let file = open(path, flags | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileFault(path: path, doing: "open", code: errno) }
    defer { close(file) }
    try put(bytes[...], to: file, path: path)
    guard fsync(file) == 0 else { throw FileFault(path: path, doing: "sync", code: errno) }
  }

  /// Writes all of it, however many calls that takes.
  static func put(_ bytes: ArraySlice<UInt8>, to file: Int32, path: String) throws(FileFault) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFault(path: path, doing: "write", code: errno)
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Makes what others wrote into a file durable.
  static func sync(_ path: String) throws(FileFault) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileFault(path: path, doing: "open", code: errno) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw FileFault(path: path, doing: "sync", code: errno) }
  }

  /// Makes a new name in the folder durable.
  static func syncFolder(of path: String) throws(FileFault) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let file = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw FileFault(path: folder, doing: "open", code: errno) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw FileFault(path: folder, doing: "sync", code: errno) }
  }
}

/// What the system said about a file.
public struct FileFault: Error, Equatable, CustomStringConvertible {
  public let path: String
  public let doing: String
  /// `errno`.
  public let code: Int32

  public var description: String {
    "\(path): cannot \(doing): \(String(cString: strerror(code)))"
  }
}

extension PrivateFile {
  /// Makes a folder (mode 0700) where there is none.
  static func makeFolder(_ path: String) throws(FileFault) {
    if mkdir(path, 0o700) == 0 { return try syncFolder(of: path) }
    let code = errno
    if code == EEXIST { return }
    if code == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeFolder(String(path[..<slash]))
      return try makeFolder(path)
    }
    throw FileFault(path: path, doing: "make the folder", code: code)
  }

  /// Takes a folder away from everyone but its owner.
  ///
  /// - Returns: false where it is open to others and is not ours to close.
  static func keepToOwner(_ path: String) throws(FileFault) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw FileFault(path: path, doing: "look at", code: errno)
    }
    guard status.st_mode & 0o077 != 0 else { return true }
    if chmod(path, 0o700) == 0 { return true }
    let code = errno
    guard code == EPERM else { throw FileFault(path: path, doing: "protect", code: code) }
    return false
  }
}
