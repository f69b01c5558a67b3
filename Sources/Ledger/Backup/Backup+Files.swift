import Crypto
import FoundationEssentials
import Glibc

extension Backup {
  /// Bytes read and written at once.
  private static let pieceBytes = 1 << 20

  static func copyAttachments(from state: StateLayout, to target: String) throws {
    for path in try files(under: state.folder, "attachments") where !path.hasSuffix(".part") {
      let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
      try PrivateFile.makeFolder(target + "/" + parent)
      do {
        _ = try copy(state.folder + "/" + path, to: target + "/" + path)
      } catch let fault as FileFault where fault.doing == "open" && fault.code == ENOENT {
        // The ledger was copied before, and what it names stays: this photo was a refused one.
      }
    }
  }

  /// Every file of a folder with length and digest, by path.
  static func list(_ folder: String) throws -> [BackupManifest.File] {
    try files(under: folder, "").sorted().map { path in
      let (bytes, sha256) = try copy(folder + "/" + path, to: nil)
      return BackupManifest.File(path: path, bytes: bytes, sha256: sha256)
    }
  }

  /// Checks a file of a backup against its manifest.
  static func read(_ file: BackupManifest.File, in folder: String) throws -> String {
    let path = folder + "/" + file.path
    guard access(path, R_OK) == 0 else { throw BackupError.fileMissing(path) }
    guard try copy(path, to: nil) == (file.bytes, file.sha256) else {
      throw BackupError.fileChanged(path)
    }
    return path
  }

  /// Copies a file of a backup, and checks what was copied: it may have changed since `verify`.
  static func copy(
    _ file: BackupManifest.File, from folder: String, to target: String
  ) throws {
    let path = folder + "/" + file.path
    guard try copy(path, to: target) == (file.bytes, file.sha256) else {
      throw BackupError.fileChanged(path)
    }
  }

  /// Paths of the plain files below a folder, relative to `root`; links are passed over.
  private static func files(under root: String, _ path: String) throws -> [String] {
    let folder = path.isEmpty ? root : root + "/" + path
    guard access(folder, F_OK) == 0 else { return [] }
    var found: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let child = path.isEmpty ? name : path + "/" + name
      var status = stat()
      guard lstat(root + "/" + child, &status) == 0 else {
        // A server at work renames what it has written, and clears away photos that it refused.
        if errno == ENOENT { continue }
        throw FileFault(path: root + "/" + child, doing: "look at", code: errno)
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: found += try files(under: root, child)
      case S_IFREG: found.append(child)
      default: break
      }
    }
    return found
  }

  /// Reads a file in pieces, and writes it where a target is named (synced, mode 0600).
  private static func copy(
    _ source: String, to target: String?
  ) throws -> (bytes: Int, sha256: String) {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw FileFault(path: source, doing: "open", code: errno) }
    defer { close(input) }
    var output: Int32 = -1
    if let target {
      output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard output >= 0 else { throw FileFault(path: target, doing: "make", code: errno) }
    }
    defer { if output >= 0 { close(output) } }
    var hasher = SHA256()
    var total = 0
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    while true {
      let count = Glibc.read(input, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileFault(path: source, doing: "read", code: errno) }
      if count == 0 { break }
      hasher.update(data: piece[..<count])
      total += count
      if let target { try PrivateFile.put(piece[..<count], to: output, path: target) }
    }
    if let target, fsync(output) != 0 {
      throw FileFault(path: target, doing: "sync", code: errno)
    }
    return (total, Array(hasher.finalize()).hex)
  }
}
