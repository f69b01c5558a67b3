import ActionPlan
import AirQuality
import Console
import Crypto
import Detection
import Dispatch
import Foundation
import GRDB
import Ledger
import Sheets

extension FolderCommand {
  static func importDevices(
    _ path: String, sheet: String?, _ language: Language, in district: OpenDistrict
  ) async throws -> [String] {
    let plan = try planInForce(district)
    let texts = try CommandTexts(language: language)
    let list: DeviceList
    do {
      let (table, digest) = try await readTable(
        path, sheet: sheet, isColumn: DeviceList.isColumn)
      list = try DeviceList.read(table, sha256: digest, plan: plan)
    } catch let error as SheetError {
      throw CommandRefusal([texts.line(error), texts.nothingTaken].joined(separator: "\n"))
    } catch let faults as DeviceListErrors {
      throw CommandRefusal((texts.lines(faults) + [texts.nothingTaken]).joined(separator: "\n"))
    }
    let (at, isSimulated) = (district.now(), district.folder.holdsSimulatedData)
    let report = try await district.ledger.write { db in
      try list.apply(plan: plan, isSimulated: isSimulated, by: actor, at: at, in: db)
    }
    await district.changed()
    return [
      texts.devices("facilities", report.facilities), texts.devices("points", report.points),
      texts.devices("devices", report.devices), texts.devices("bindings", report.bindings),
    ]
  }

  static func importRegister(
    _ wanted: RegisterFile, token: String, in district: OpenDistrict
  ) async throws -> [String] {
    let (plan, register) = try register(wanted.register, in: district)
    let wording = try ImportWording(register: register, plan: plan, language: wanted.language)
    do {
      return try await take(wanted, token: token, plan, register, wording, in: district)
    } catch let error as SheetError {
      throw CommandRefusal(wording.line(error))
    } catch let error as RegisterImportError {
      throw CommandRefusal(wording.text(error.words))
    } catch let error as DatabaseError {
      throw CommandRefusal(wording.text("database", ["code": "\(error.resultCode.rawValue)"]))
    }
  }

  private static func take(
    _ wanted: RegisterFile, token: String, _ plan: Plan, _ register: Register,
    _ wording: ImportWording, in district: OpenDistrict
  ) async throws -> [String] {
    let (table, digest) = try await readTable(
      wanted.path, sheet: wanted.sheet
    ) { RegisterImport.isColumn($0, of: register) }
    let imports = RegisterImport(ledger: district.ledger, plan: plan)
    let at = district.now()
    func stage() async throws -> RegisterPreview {
      try await imports.stage(
        table, into: register, mode: wanted.addOnly ? .add : .merge, digest: digest, token: token,
        by: actor, at: at)
    }
    var preview = try await stage()
    var registered: [String] = []
    if let kind = wanted.newNames.flatMap({ Facility.Kind(rawValue: $0) }), !wanted.isTrial,
      !preview.unknownNames.isEmpty
    {
      registered = [
        try await registerNames(
          preview, kind: kind, digest: digest, plan: plan,
          try CommandTexts(language: wanted.language), in: district)
      ]
      try await imports.discard(preview.id)
      preview = try await stage()
    }
    let notes =
      registered + preview.notes.map { wording.text("note", ["note": wording.text($0)]) }
    guard preview.isSound else {
      let more =
        preview.moreFaults > 0 ? [wording.text("more", ["count": "\(preview.moreFaults)"])] : []
      throw CommandRefusal(
        (registered + preview.faults.map(wording.line) + more + [wording.text("nothingTaken")])
          .joined(separator: "\n"))
    }
    func said(_ key: String, _ added: Int, _ changed: Int, _ same: Int) -> [String] {
      let counts = [
        "register": register.id, "added": "\(added)", "changed": "\(changed)", "same": "\(same)",
      ]
      return notes + [wording.text(key, counts)]
    }
    let opens = try await openings(of: preview, plan: plan, wording, in: district)
    if wanted.isTrial {
      try await imports.discard(preview.id)
      return said("trial", preview.newRows, preview.changedRows, preview.sameRows) + opens
    }
    let report = try await imports.apply(preview.id, by: actor, at: at)
    await district.changed()
    return said("taken", report.newRows, report.changedRows, report.sameRows) + opens
  }

  /// A line for each rule that opens cases of what is imported.
  private static func openings(
    of preview: RegisterPreview, plan: Plan, _ wording: ImportWording, in district: OpenDistrict
  ) async throws -> [String] {
    let counts = try await district.ledger.read { db in
      try RowForecast.openings(ofImport: preview.id, into: preview.register, plan: plan, in: db)
    }
    return counts.sorted { $0.key < $1.key }.map { rule, count in
      wording.text(
        district.isServed ? "opens" : "opensLater", ["rule": rule, "count": "\(count)"])
    }
  }

  static func exportRegister(
    _ wanted: RegisterFile, isTemplate: Bool, in district: OpenDistrict
  ) async throws -> [String] {
    let (plan, register) = try register(wanted.register, in: district)
    let format = try tableFormat(of: wanted.path)
    let today = CalendarDay(ofEpoch: district.now(), utcOffsetSeconds: plan.utcOffsetSeconds)
    try await district.ledger.read { db in
      try RegisterExport(register, plan: plan, in: db).write(
        format, to: wanted.path, rows: isTemplate ? nil : RegisterQuery(), today: today, in: db)
    }
    return ["\(wanted.path) written"]
  }

  private static func register(
    _ id: String, in district: OpenDistrict
  ) throws -> (Plan, Register) {
    let plan = try planInForce(district)
    guard let register = plan.register(id) else {
      let known = plan.registers.map(\.id).joined(separator: ", ")
      throw CommandRefusal("register \"\(id)\" is not in the plan; choose of \(known)")
    }
    return (plan, register)
  }

  /// Reads on a thread of its own: a large table takes seconds.
  ///
  /// - Parameter isColumn: by which its header is found.
  static func readTable(
    _ path: String, sheet: String?, isColumn: @escaping @Sendable (String) -> Bool
  ) async throws -> (SheetTable, digest: String) {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let bytes = try SheetFile.read(path, name: name)
            let table = try SheetTable(reading: bytes, file: name, sheet: sheet, isName: isColumn)
            return (table, Array(SHA256.hash(data: bytes)).hex)
          })
      }
    }
  }

  private static func planInForce(_ district: OpenDistrict) throws -> Plan {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal(
        "\(district.folder.layout.folder) has no plan yet; name one with --plan, or start"
          + " `lantian serve --plan DIR --data DIR` once")
    }
    return plan
  }
}
