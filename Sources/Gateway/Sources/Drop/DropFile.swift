import Glibc

/// Why a folder of files cannot be worked on.
enum DropFault: Error, Equatable, CustomStringConvertible {
  case noFolder(String, Int32)
  case cannotRead(Int32)
  case tooLong(bytes: Int)
  case cannotMove(String, Int32)
  case cannotWrite(String, Int32)

  var description: String {
    switch self {
    case .noFolder(let path, let code):
      "\(path): \(Self.reason(code)); make the folder and let the server write in it"
    case .cannotRead(let code): "\(Self.reason(code)); let the server read the file"
    case .tooLong(let bytes):
      "the file has \(bytes) bytes and \(SourceDesk.byteLimit) are taken; split it into several"
    case .cannotMove(let name, let code):
      "\(name) cannot be moved: \(Self.reason(code)); let the server write in the folder"
    case .cannotWrite(let name, let code):
      "\(name) cannot be written: \(Self.reason(code)); let the server write in the folder"
    }
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// The calls of the system that a folder of files needs. Links are never followed.
enum DropFile {
  /// What tells whether a file is still being written.
  struct Look: Equatable {
    let bytes: Int
    let seconds: Int
    let nanoseconds: Int
    let inode: UInt64
  }

  /// Nil for what is no regular file.
  static func look(at path: String) -> Look? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Look(
      bytes: Int(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec, inode: UInt64(status.st_ino))
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  static func makeFolder(_ path: String) throws(DropFault) {
    guard mkdir(path, 0o770) == 0 || errno == EEXIST else { throw .noFolder(path, errno) }
  }

  /// Names of what may be taken, sorted.
  static func names(in folder: String) throws(DropFault) -> [String] {
    guard let stream = opendir(folder) else { throw .noFolder(folder, errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") || name.hasSuffix(".part") || name.hasSuffix(".tmp") { continue }
      names.append(name)
    }
    return names.sorted()
  }

  static func read(_ path: String, limit: Int) throws(DropFault) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw .cannotRead(errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotRead(EINVAL)
    }
    guard status.st_size <= limit else { throw .tooLong(bytes: Int(status.st_size)) }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let got = Glibc.read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          failure = got < 0 ? errno : EAGAIN
          break
        }
        count += got
      }
    }
    guard failure == 0 else { throw .cannotRead(failure) }
    return bytes
  }

  static func write(_ text: String, to path: String) throws(DropFault) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o660)
    guard file >= 0 else { throw .cannotWrite(path, errno) }
    defer { close(file) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let put = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard put > 0 else {
        if put < 0, errno == EINTR { continue }
        throw .cannotWrite(path, errno)
      }
      rest = rest.dropFirst(put)
    }
  }
}
