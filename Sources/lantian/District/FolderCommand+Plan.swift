import ActionPlan
import Foundation
import GRDB
import Ledger
import Rehearsal

extension FolderCommand {
  /// A plan folder as it was read where the command was given.
  struct PlanChange: Codable, Sendable {
    struct File: Codable, Sendable {
      var path: String
      var bytes: Data
    }
    var files: [File]
    /// What the reader made of them: whoever takes them in must come to the same.
    var digest: String
  }

  static func previewPlan(
    _ change: PlanChange, in district: OpenDistrict
  ) async throws -> [String] {
    let (plan, _) = try checked(change)
    let (old, at) = (district.plan, district.now())
    guard old?.digest != plan.digest else { return ["this plan is in force already"] }
    let outlook = try await district.ledger.write { db in
      try PlanOutlook(of: plan, after: old, now: at, in: db)
    }
    guard outlook.complaints.isEmpty else {
      throw CommandRefusal(outlook.text.joined(separator: "\n"))
    }
    return outlook.parts.isEmpty
      ? ["no register, case, indicator or task is touched"] : outlook.text
  }

  static func applyPlan(
    _ change: PlanChange, in district: OpenDistrict
  ) async throws -> [String] {
    let (plan, files) = try checked(change)
    let (old, at) = (district.plan, district.now())
    let (outlook, isNew, people) = try await district.ledger.write { db in
      let outlook = try PlanOutlook(of: plan, after: old, now: at, in: db)
      guard outlook.complaints.isEmpty else {
        throw CommandRefusal(outlook.text.joined(separator: "\n"))
      }
      try RegisterStore.migrate(to: plan, at: at, in: db)
      let isNew = try PlanArchive.store(
        digest: plan.digest, planID: plan.id, files: files, by: actor, at: at, in: db)
      return (outlook, isNew, try Accounts.follow(plan, by: actor, at: at, in: db))
    }
    guard isNew else { return ["this plan is in force already"] }
    var lines = outlook.text + ["plan \(plan.id) is in force, digest \(plan.digest)"]
    if !people.isEmpty {
      lines.append(
        "\(people.joined(separator: ", ")) may do what their roles say now; their sessions are closed"
      )
    }
    if let old {
      lines.append("the earlier one stays in the archive, digest \(old.digest)")
    }
    if district.isServed {
      lines.append(
        "the server that runs works by the earlier plan until it is restarted with this one")
    }
    return lines
  }

  private static func checked(_ change: PlanChange) throws -> (Plan, [PlanFile]) {
    let files = change.files.map { PlanFile(path: $0.path, bytes: [UInt8]($0.bytes)) }
    let reading = PlanFolder.read(files: files)
    guard let plan = reading.plan else {
      throw CommandRefusal(
        reading.diagnostics.map(\.description).joined(separator: "\n")
          + "\nthe plan has errors; nothing was changed")
    }
    guard plan.digest == change.digest else {
      throw CommandRefusal(
        "the server reads this plan otherwise than this command: they are of different versions; "
          + "restart the server")
    }
    return (plan, files)
  }
}
