import ActionPlan
import AirQuality
import ArgumentParser
import Foundation

/// Starts a plan.
struct PlanNewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Starts a plan folder with a small sound plan to change.",
    discussion:
      "A folder that holds anything already is refused. Docs/tutorial.md goes on from there.")

  @Argument(help: "The new folder; its name becomes the plan's id where it may be one.")
  var folder: String

  @Option(help: "The plan's year; this year unless given.")
  var year: Int?

  func validate() throws {
    if let year, !PlanStarter.years.contains(year) {
      throw ValidationError(
        "--year is \(year); write a year from \(PlanStarter.years.lowerBound) to \(PlanStarter.years.upperBound)"
      )
    }
  }

  func run() async throws {
    let root = URL(filePath: folder, directoryHint: .isDirectory)
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: root.path, isDirectory: &isFolder) {
      guard isFolder.boolValue, try manager.contentsOfDirectory(atPath: root.path).isEmpty else {
        throw ValidationError("\(folder) is there already and not empty; name a new folder")
      }
    }
    let today = CalendarDay(
      ofEpoch: Int(Date().timeIntervalSince1970), utcOffsetSeconds: 8 * 3600)
    for file in PlanStarter.files(named: root.lastPathComponent, year: year ?? today.year) {
      let target = root.appending(path: file.path)
      try manager.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.bytes).write(to: target)
    }
    let reading = PlanFolder.read(root.path)
    print(PlanCheck.summary(of: reading))
    print("Next: change its files, then lantian plan check \(folder)")
  }
}
