import ActionPlan
import Foundation

/// Plans that the tests rehearse.
enum Plans {
  static let here = URL(filePath: #filePath).deletingLastPathComponent()
  static let repository = here.deletingLastPathComponent().deletingLastPathComponent()

  /// Another county, other units, registers and indicators than any that ships.
  static let invented = reading(here.appending(path: "Plans/qinghe-2030").path)
  static let shangyu = reading(repository.appending(path: "Plans/shangyu-2021").path)

  static let inventedList = here.appending(path: "Plans/qinghe-clauses.yml")
  /// Kept beside the repository; a checkout without it says so and goes on.
  static let shangyuList = repository.appending(path: "../shared/plan/clauses.yml")
    .standardizedFileURL
  static let hasShangyuList = FileManager.default.fileExists(atPath: shangyuList.path)

  private static func reading(_ folder: String) -> (plan: Plan, files: [PlanFile]) {
    let reading = PlanFolder.read(folder)
    guard let plan = reading.plan else {
      preconditionFailure(
        "\(folder) has faults: " + reading.diagnostics.map(\.description).joined(separator: "\n"))
    }
    return (plan, reading.files)
  }

  static func plan(of files: [PlanFile]) throws -> Plan {
    let reading = PlanFolder.read(files: files)
    guard let plan = reading.plan else {
      throw Unreadable(lines: reading.diagnostics.map(\.description))
    }
    return plan
  }

  static func list(_ url: URL) throws -> ClauseList {
    let file = PlanFile(path: url.lastPathComponent, bytes: [UInt8](try Data(contentsOf: url)))
    let reading = ClauseList.read(file)
    guard let list = reading.list else {
      throw Unreadable(lines: reading.diagnostics.map(\.description))
    }
    return list
  }

  struct Unreadable: Error { let lines: [String] }
}
