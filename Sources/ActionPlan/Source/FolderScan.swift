import Foundation

/// Takes the files of a plan folder from the disk: regular files inside it and nothing else.
struct FolderScan {
  let root: String
  let log: DiagnosticLog
  private var files: [PlanFile] = []
  private var totalBytes = 0
  private var isFull = false

  private init(root: String, log: DiagnosticLog) {
    self.root = root
    self.log = log
  }

  /// The plan files (`.yml`, `.yaml`, `.geojson`), sorted by path. Hidden files and other kinds, such as
  /// a README, are not part of the plan.
  static func files(in folder: String, log: DiagnosticLog) -> [PlanFile] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      log.error(
        Location(file: "plan.yml", line: 1, column: 1), "there is no folder \"\(folder)\"",
        "give the path of a plan folder, such as Plans/shangyu-2021")
      return []
    }
    var scan = FolderScan(root: folder, log: log)
    scan.visit("", depth: 0)
    return scan.files.sorted { $0.path < $1.path }
  }

  private mutating func visit(_ folder: String, depth: Int) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: absolute(folder)).sorted()
    } catch {
      log.error(
        Location(file: folder.isEmpty ? "." : folder, line: 1, column: 1),
        "this folder cannot be listed", "check that this user may read it")
      return
    }
    for name in names where !name.hasPrefix(".") {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      let top = Location(file: path, line: 1, column: 1)
      switch try? FileManager.default.attributesOfItem(atPath: absolute(path))[.type]
        as? FileAttributeType
      {
      case .typeSymbolicLink:
        log.error(
          top, "this is a symbolic link; a plan is made of its own files only",
          "put a copy of the file here")
      case .typeDirectory:
        guard depth + 1 < FolderLimits.depth else {
          log.error(
            top, "folders are nested deeper than \(FolderLimits.depth - 1)",
            "move its files to registers/, rules/ or procedures/")
          continue
        }
        visit(path, depth: depth + 1)
      case .typeRegular: take(path, at: top)
      default:
        log.error(top, "this is neither a file nor a folder", "remove it from the plan folder")
      }
    }
  }

  private mutating func take(_ path: String, at top: Location) {
    guard let limit = Self.limit(of: path), !isFull else { return }
    guard files.count < FolderLimits.files else {
      isFull = true
      log.error(
        top, "the folder holds more than \(FolderLimits.files) plan files",
        "put several elements into one file")
      return
    }
    switch Self.read(absolute(path), atMost: limit) {
    case .success(let bytes):
      totalBytes += bytes.count
      guard totalBytes <= FolderLimits.totalBytes else {
        isFull = true
        log.error(
          top, "the plan files add up to more than \(FolderLimits.totalBytes) bytes",
          "simplify the boundary files")
        return
      }
      files.append(PlanFile(path: path, bytes: bytes))
    case .failure(.tooLarge):
      log.error(top, "the file is larger than \(limit) bytes", "split it, or simplify the outline")
    case .failure(.unreadable):
      log.error(top, "the file cannot be read", "check that this user may read it")
    }
  }

  private func absolute(_ path: String) -> String { path.isEmpty ? root : "\(root)/\(path)" }

  /// Greatest size in bytes of a plan file; `nil` for files that are not the plan's.
  static func limit(of path: String) -> Int? {
    if path.hasSuffix(".yml") || path.hasSuffix(".yaml") { return FolderLimits.yamlBytes }
    return path.hasSuffix(".geojson") ? FolderLimits.boundaryBytes : nil
  }

  private enum ReadFailure: Error { case tooLarge, unreadable }

  /// Reads a regular file without following a link that took its place after it was listed.
  private static func read(_ path: String, atMost limit: Int) -> Result<[UInt8], ReadFailure> {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return .failure(.unreadable) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .failure(.unreadable)
    }
    guard status.st_size <= limit else { return .failure(.tooLarge) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Foundation.read(descriptor, &chunk, chunk.count)
      if count == 0 { return .success(bytes) }
      guard count > 0 else { return .failure(.unreadable) }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { return .failure(.tooLarge) }
    }
  }
}
