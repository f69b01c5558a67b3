import ArgumentParser
import Foundation
import Ledger
import Telemetry

/// `lantian store`
struct StoreGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Looks after the files of frames and samples.",
    subcommands: [
      StoreExportCommand.self, StoreCheckCommand.self, StoreSalvageCommand.self,
    ])
}

/// `lantian store check`
struct StoreCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Says whether frames and samples are as they were written, also while they are served.")

  @Option(name: .long, help: "The state folder.") var data: String

  func run() async throws {
    let layout = StateLayout(folder: data)
    try Failing.plainly {
      var isSound = true
      for (path, damages) in [
        (layout.inbox, try InboxCheck.damages(of: layout.inbox)),
        (layout.telemetry, try StoreCheck.damages(of: layout.telemetry)),
      ] {
        for damage in damages { print("\(path): damaged: \(damage)") }
        if damages.isEmpty { print("\(path): as it was written") }
        isSound = isSound && damages.isEmpty
      }
      if !isSound { throw Unsound(folder: layout.folder) }
    }
  }

  private struct Unsound: Error, CustomStringConvertible {
    let folder: String
    var description: String {
      "stop the server and run `lantian store salvage --data \(folder)`, or restore a backup"
    }
  }
}

/// `lantian store salvage`
struct StoreSalvageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "salvage",
    abstract:
      "Makes sound files of what is whole in damaged ones; the damaged are kept beside them.")

  @Option(name: .long, help: "The state folder; nobody may serve it.") var data: String

  func run() async throws {
    let at = OpenDistrict.clock()
    try Failing.plainly {
      let folder = try StateFolder(opening: data, at: at)
      defer { withExtendedLifetime(folder) {} }
      let layout = folder.layout
      let offset = try? EmbeddedStore(reading: layout.telemetry).utcOffsetSeconds
      try salvage(layout.inbox, at: at, { try InboxCheck.damages(of: $0) }) { damaged, new in
        let salvage = try InboxSalvage.run(from: damaged, to: new)
        return ("\(salvage.kept) frames kept", salvage.lost)
      }
      try salvage(layout.telemetry, at: at, { try StoreCheck.damages(of: $0) }) { damaged, new in
        let salvage = try StoreSalvage.run(from: damaged, to: new, utcOffsetSeconds: offset)
        return ("\(salvage.kept) rows kept", salvage.lost)
      }
    }
  }

  private func salvage(
    _ path: String, at: Int, _ check: (String) throws -> [Damage],
    _ run: (_ damaged: String, _ new: String) throws -> (kept: String, lost: [Damage])
  ) throws {
    let damages = (try? check(path)) ?? [.structure("it cannot be opened")]
    guard !damages.isEmpty else {
      print("\(path): as it was written; nothing to do")
      return
    }
    for damage in damages { print("\(path): damaged: \(damage)") }
    let new = path + ".salvaged"
    try? FileManager.default.removeItem(atPath: new)
    let (kept, lost) = try run(path, new)
    for damage in lost { print("\(path): lost: \(damage)") }
    let aside = path + ".damaged-\(at)"
    for more in ["", "-wal"] where FileManager.default.fileExists(atPath: path + more) {
      try FileManager.default.moveItem(atPath: path + more, toPath: aside + more)
    }
    try? FileManager.default.removeItem(atPath: path + "-shm")
    for more in ["", "-wal"] where FileManager.default.fileExists(atPath: new + more) {
      try FileManager.default.moveItem(atPath: new + more, toPath: path + more)
    }
    print("\(path): \(kept); what was there is \(aside)")
    if !lost.isEmpty, path.hasSuffix("telemetry.sqlite") {
      print(
        "\(path): the next start applies the inbox's frames again, which brings back what they hold"
      )
    }
  }
}
