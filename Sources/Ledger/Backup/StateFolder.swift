import FoundationEssentials
import Glibc

/// A state folder that this process alone may change. The lock is the kernel's: it ends with the
/// process, however that ends.
public final class StateFolder: Sendable {
  public static let formatVersion = 1

  public let layout: StateLayout
  /// The folder's data is made up; every page says so.
  public let holdsSimulatedData: Bool
  private let lockFile: Int32

  /// Opens a folder, or makes an empty one. Its mode is 0700 from then on, whatever it was.
  ///
  /// - Parameters:
  ///   - holdsSimulatedData: what the folder is for; made-up and real data never share one. `nil`
  ///     takes an existing folder as it is, and makes a new one for real data.
  ///   - at: epoch seconds; written into the lock for whoever is refused.
  /// - Throws: `StateFolderError`, `FileFault`.
  public init(opening path: String, holdsSimulatedData: Bool? = nil, at: Int) throws {
    layout = StateLayout(folder: path)
    try PrivateFile.makeFolder(layout.folder)
    guard try PrivateFile.keepToOwner(layout.folder) else {
      throw StateFolderError.openToOthers(layout.folder)
    }
    lockFile = try Self.lock(layout, at: at)
    do {
      if let format = try StateFormat(reading: layout) {
        if let wanted = holdsSimulatedData, wanted != format.holdsSimulatedData {
          throw StateFolderError.otherData(
            path: layout.folder, holdsSimulatedData: format.holdsSimulatedData)
        }
        self.holdsSimulatedData = format.holdsSimulatedData
      } else {
        let format = StateFormat(holdsSimulatedData: holdsSimulatedData ?? false)
        try format.write(layout)
        self.holdsSimulatedData = format.holdsSimulatedData
      }
      try PrivateFile.makeFolder(layout.attachments)
    } catch {
      close(lockFile)
      throw error
    }
  }

  deinit { close(lockFile) }

  /// Whether some process holds the folder's lock; its id and start where it wrote them.
  public static func holder(of layout: StateLayout) -> StateHolder? {
    let file = open(layout.lock, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    if flock(file, LOCK_SH | LOCK_NB) == 0 { return nil }
    return readHolder(layout)
  }

  private static func lock(_ layout: StateLayout, at: Int) throws -> Int32 {
    let file = open(layout.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileFault(path: layout.lock, doing: "open", code: errno) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(file)
      guard code == EWOULDBLOCK else {
        throw FileFault(path: layout.lock, doing: "lock", code: code)
      }
      throw StateFolderError.inUse(path: layout.folder, by: readHolder(layout))
    }
    let text = Array("\(getpid()) \(at)\n".utf8)
    guard ftruncate(file, 0) == 0, pwrite(file, text, text.count, 0) == text.count else {
      let code = errno
      close(file)
      throw FileFault(path: layout.lock, doing: "write", code: code)
    }
    return file
  }

  private static func readHolder(_ layout: StateLayout) -> StateHolder {
    let text = String(
      decoding: FileManager.default.contents(atPath: layout.lock) ?? Data(), as: UTF8.self)
    let parts = text.trimmed.split(separator: " ").compactMap { Int($0) }
    return parts.count == 2
      ? StateHolder(pid: parts[0], since: parts[1]) : StateHolder(pid: nil, since: nil)
  }
}

/// The process that holds a state folder.
public struct StateHolder: Sendable, Hashable {
  /// `nil` in the moment between its lock and its writing.
  public let pid: Int?
  /// Epoch seconds.
  public let since: Int?

  public init(pid: Int?, since: Int?) {
    self.pid = pid
    self.since = since
  }
}

/// The line of `format`: version, and what kind of data.
struct StateFormat: Equatable {
  var holdsSimulatedData: Bool

  init(holdsSimulatedData: Bool) {
    self.holdsSimulatedData = holdsSimulatedData
  }

  /// `nil` for an empty folder.
  init?(reading layout: StateLayout) throws {
    guard let bytes = try PrivateFile.read(layout.format) else {
      // A ledger without its format file: somebody's copy lost a part.
      guard access(layout.ledger, F_OK) != 0 else {
        throw StateFolderError.notAStateFolder(layout.folder)
      }
      return nil
    }
    let parts = String(decoding: bytes, as: UTF8.self).trimmed.split(separator: " ")
    guard parts.count == 3, parts[0] == "lantian-state", let version = Int(parts[1]),
      parts[2] == "real" || parts[2] == "simulated"
    else { throw StateFolderError.notAStateFolder(layout.folder) }
    guard version <= StateFolder.formatVersion else {
      throw StateFolderError.newerFormat(path: layout.folder, version: version)
    }
    holdsSimulatedData = parts[2] == "simulated"
  }

  func write(_ layout: StateLayout) throws(FileFault) {
    let kind = holdsSimulatedData ? "simulated" : "real"
    try PrivateFile.write(
      Array("lantian-state \(StateFolder.formatVersion) \(kind)\n".utf8), to: layout.format)
  }
}

public enum StateFolderError: Error, Equatable, CustomStringConvertible {
  case inUse(path: String, by: StateHolder)
  case newerFormat(path: String, version: Int)
  case notAStateFolder(String)
  case otherData(path: String, holdsSimulatedData: Bool)
  case openToOthers(String)

  public var description: String {
    switch self {
    case .inUse(let path, let holder):
      "\(path) is in use by process \(holder.pid.map(String.init) ?? "unknown")"
        + (holder.since.map { " since \($0) (epoch seconds)" } ?? "")
        + "; stop that process first, or use another folder"
    case .newerFormat(let path, let version):
      "\(path) has state format \(version), this program knows up to \(StateFolder.formatVersion); "
        + "start a newer version"
    case .notAStateFolder(let path):
      "\(path)/format is missing or not ours; name a state folder, or an empty one"
    case .otherData(let path, let isSimulated):
      "\(path) holds \(isSimulated ? "simulated" : "real") data; "
        + "use another folder for \(isSimulated ? "real" : "simulated") data"
    case .openToOthers(let path):
      "\(path) may be entered by other users and belongs to somebody else; "
        + "run this as its owner, or let the owner `chmod 700` it"
    }
  }
}
