import ActionPlan
import Console
import GRDB
import Ledger

extension FolderCommand {
  static func createIntakeKey(
    _ name: String, purpose: String, account: String?, source: String?,
    in district: OpenDistrict
  ) async throws -> [String] {
    let at = district.now()
    let wanted = IntakeKey.Purpose(rawValue: purpose) ?? .cameras
    if let source, let plan = district.plan {
      guard let found = plan.source(source) else {
        throw CommandRefusal("the plan has no source \(source); declare it in sources.yml")
      }
      guard found.kind == .push else {
        throw CommandRefusal(
          "source \(source) is of kind \(found.kind.rawValue); only one of kind push is sent to us")
      }
    }
    let issued = try await district.ledger.write { db in
      let holder = try account.map { account in
        guard let found = try Accounts.find(name: account, in: db) else {
          throw CommandRefusal(
            "there is no account \(account); look it up with: lantian account list")
        }
        return found.id
      }
      return try IntakeKeys.create(
        name: name, for: wanted, as: holder, source: source, by: actor, at: at, in: db)
    }
    return ["intake key \(name) created; it is shown this once", "key: \(issued.token)"]
  }

  static func listIntakeKeys(in district: OpenDistrict) async throws -> [String] {
    let keys = try await district.ledger.read { db in try IntakeKeys.list(in: db) }
    let time = LocalTime(utcOffsetSeconds: district.plan?.utcOffsetSeconds ?? 0)
    return keys.map { key in
      var parts = [
        key.name, "for=\(key.purpose.rawValue)" + (key.source.map { "  source=\($0)" } ?? ""),
        key.revokedAt.map { "revoked=\(time.rfc3339($0))" } ?? "valid",
        "created=\(time.rfc3339(key.createdAt))",
      ]
      if let at = key.lastUsedAt { parts.append("used=\(time.rfc3339(at))") }
      return parts.joined(separator: "  ")
    }
  }

  static func revokeIntakeKey(
    _ name: String, in district: OpenDistrict
  ) async throws -> [String] {
    let at = district.now()
    try await district.ledger.write { db in
      try IntakeKeys.revoke(name: name, by: actor, at: at, in: db)
    }
    return ["intake key \(name) revoked; what is sent with it is refused from now on"]
  }
}
