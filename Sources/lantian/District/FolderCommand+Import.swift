import ActionPlan
import GRDB
import Ledger

extension FolderCommand {
  static func importDevices(
    file: String, text: String, in district: OpenDistrict
  ) async throws -> [String] {
    let plan = try planInForce(district)
    let list = try DeviceList.read(text, file: file, plan: plan)
    let (at, isSimulated) = (district.now(), district.folder.holdsSimulatedData)
    let report = try await district.ledger.write { db in
      try list.apply(plan: plan, isSimulated: isSimulated, by: actor, at: at, in: db)
    }
    await district.changed()
    return [
      line("facilities", report.facilities), line("points", report.points),
      line("devices", report.devices), line("bindings", report.bindings),
    ]
  }

  static func importRegister(
    _ id: String, file: String, text: String, in district: OpenDistrict
  ) async throws -> [String] {
    let plan = try planInForce(district)
    guard let register = plan.register(id) else {
      let known = plan.registers.map(\.id).joined(separator: ", ")
      throw CommandRefusal("register \"\(id)\" is not in the plan; choose of \(known)")
    }
    let at = district.now()
    let report = try await district.ledger.write { db in
      try RegisterStore.importCSV(
        Array(text.utf8), file: file, into: register, plan: plan, by: actor, at: at, in: db)
    }
    await district.changed()
    return ["\(report.rows.count) rows added to \(id)"]
  }

  private static func planInForce(_ district: OpenDistrict) throws -> Plan {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal(
        "\(district.folder.layout.folder) has no plan yet; name one with --plan, or start"
          + " `lantian serve --plan DIR --data DIR` once")
    }
    return plan
  }

  private static func line(_ what: String, _ counts: DeviceListReport.Counts) -> String {
    "\(what): \(counts.created) created, \(counts.updated) updated, \(counts.unchanged) unchanged"
  }
}
