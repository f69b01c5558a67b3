import Glibc
public import Logging

/// A folder into which a source's files are laid. A file that has not changed between two looks is
/// taken, once, and moved to `done/`, or to `refused/` with a note beside it that says why.
///
/// Hidden files and what ends in `.part` or `.tmp` are still being written and stay.
public actor DropFolder {
  private let source: String
  private let folder: String
  private let desk: SourceDesk
  private let logger: Logger
  /// Files met at the last look.
  private var met: [String: DropFile.Look] = [:]

  /// Files of one look, at most; the others wait for the next.
  private static let filesPerTurn = 200

  public init(source: String, folder: String, desk: SourceDesk, logger: Logger) {
    self.source = source
    self.folder = folder
    self.desk = desk
    self.logger = logger
  }

  /// Takes the files that have come to rest.
  public func turn() async {
    do throws(DropFault) {
      for name in ["done", "refused"] { try DropFile.makeFolder(folder + "/" + name) }
      var seen: [String: DropFile.Look] = [:]
      for name in try DropFile.names(in: folder).prefix(Self.filesPerTurn) {
        guard let look = DropFile.look(at: folder + "/" + name) else { continue }
        if met[name] == look { try await take(name) } else { seen[name] = look }
      }
      met = seen
    } catch {
      desk.fail(source, "\(error)")
    }
  }

  private func take(_ name: String) async throws(DropFault) {
    let path = folder + "/" + name
    let bytes: [UInt8]
    do throws(DropFault) {
      bytes = try DropFile.read(path, limit: SourceDesk.byteLimit)
    } catch {
      desk.fail(source, "\(name): \(error)")
      if case .tooLong = error { try refuse(name, ["\(error)"]) }
      return
    }
    let receipt: SourceReceipt
    do throws(SourceFault) {
      receipt = try await desk.take(bytes, of: source, from: name)
    } catch {
      // What the disk refused stays, and is tried again at the next look.
      if case .notStored = error { return }
      return try refuse(name, ["\(error)"])
    }
    let look = desk.look(at: bytes, of: source, from: name)
    var lines = look.complaints
    if receipt.isRepeat { lines.append("the same file came before; nothing of it is new") }
    if look.values == 0, !look.complaints.isEmpty {
      try refuse(name, lines)
    } else {
      try move(name, to: "done", lines)
    }
  }

  private func refuse(_ name: String, _ lines: [String]) throws(DropFault) {
    logger.notice("file refused", metadata: ["source": "\(source)", "file": "\(name)"])
    try move(name, to: "refused", lines)
  }

  /// Where the name is taken, a number is put before it.
  private func move(_ name: String, to place: String, _ lines: [String]) throws(DropFault) {
    let target = folder + "/" + place + "/"
    var free = name
    var number = 2
    while DropFile.exists(target + free) {
      free = "\(number)-\(name)"
      number += 1
    }
    if !lines.isEmpty {
      try DropFile.write(lines.map { $0 + "\n" }.joined(), to: target + free + ".txt")
    }
    guard rename(folder + "/" + name, target + free) == 0 else {
      throw .cannotMove(name, errno)
    }
  }
}
