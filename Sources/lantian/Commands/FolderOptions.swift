import ActionPlan
import ArgumentParser
import Foundation
import Ledger

/// The flags of every command that works in a state folder.
struct FolderOptions: ParsableArguments {
  @Option(name: .long, help: "The state folder.")
  var data: String

  @Option(
    name: .long,
    help: "The plan folder; needed only before the folder is served for the first time.")
  var plan: String?

  init() {}

  /// For a command that is about the folder's plan itself.
  init(data: String) {
    self.data = data
    plan = nil
  }

  /// Does the command: by itself where nobody holds the folder, else through the server that does.
  ///
  /// - Throws: `ExitCode.failure` after the reasons were printed.
  func perform(_ command: FolderCommand) async throws {
    let answer = try await answer(to: command)
    let lines = answer.lines.map { $0 + "\n" }.joined()
    guard answer.isDone else {
      FileHandle.standardError.write(Data(lines.utf8))
      throw ExitCode.failure
    }
    print(lines, terminator: "")
  }

  private var layout: StateLayout { StateLayout(folder: data) }

  private func answer(to command: FolderCommand) async throws -> FolderAnswer {
    guard command.beginsFolder || FileManager.default.fileExists(atPath: layout.format) else {
      return FolderAnswer(
        isDone: false, lines: ["\(layout.folder) is not a state folder; name one with --data"])
    }
    do {
      let reading = try plan.map { try PlanReading(checking: $0) }
      let district = try await OpenDistrict(
        opening: data, plan: reading, holdsSimulatedData: nil)
      return await command.run(in: district)
    } catch StateFolderError.inUse(let path, let holder) {
      guard plan == nil else {
        let pid = holder.pid.map { " (process \($0))" } ?? ""
        return FolderAnswer(
          isDone: false,
          lines: ["\(path) is being served\(pid) under its own plan; leave --plan out"])
      }
      return try await FolderSocket(path: layout.socket).send(command)
    } catch {
      return FolderAnswer(isDone: false, lines: ["\(error)"])
    }
  }
}

extension PlanReading {
  /// Reads a plan folder that must be without error.
  ///
  /// - Throws: `CommandRefusal` with every diagnostic.
  init(checking folder: String) throws {
    self = PlanFolder.read(folder)
    guard plan != nil else {
      throw CommandRefusal(
        diagnostics.map { $0.line(under: folder) }.joined(separator: "\n")
          + "\nthe plan has errors; nothing was started")
    }
  }
}
