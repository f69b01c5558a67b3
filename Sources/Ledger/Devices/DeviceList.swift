public import ActionPlan
import Crypto
public import GRDB
public import Sheets

/// A list of devices, their points and what each raw key feeds, read from one CSV file.
///
/// One row is one binding. What belongs to a facility, point or device is written in its first row;
/// later rows repeat it or leave it empty.
///
/// | column | what |
/// |---|---|
/// | `mn` `password` `device_label` | the logger; `label` as `中文\|English` or one text for both |
/// | `st` | system type, two digits; may be empty |
/// | `facility` `facility_label` `facility_kind` | the regulated party; may be empty |
/// | `place` `longitude` `latitude` | of the point, and of the facility in its first row; WGS-84 |
/// | `point` `point_label` `point_kind` `station_role` | where it is measured |
/// | `key` `cn` | the raw key and the command it comes in |
/// | `quantity` `statistic` `window_s` `shift` | the series, and the power of ten to its unit |
/// | `interval_s` | seconds between uploads; may be empty |
/// | `edition` `segment_limit` `quirks` `coding` `sealing_key` `answer_s` `resends` `asked` `networks` | how the logger is spoken to; what is empty stays as it is |
public struct DeviceList: Sendable {
  public let facilities: [Facility]
  public let points: [MonitoringPoint]
  public let devices: [DeviceRecord]
  public let bindings: [BindingRecord]
  /// What is said of the devices' manners, by device number.
  let manners: [String: DeviceMannerChange]
  /// Lower-case hex SHA-256 of the file.
  public let sha256: String

  /// - Parameters:
  ///   - bytes: the file, UTF-8.
  ///   - file: how messages call it.
  /// - Throws: every fault: file, line, column, what was found, what to do.
  public static func read(
    _ bytes: [UInt8], file: String = "devices.csv", plan: Plan
  ) throws(DeviceListErrors) -> DeviceList {
    let table = try CSVTable(reading: bytes, file: file)
    var reader = try DeviceListReader(table: table, file: file, plan: plan)
    return try reader.read(sha256: Array(SHA256.hash(data: bytes)).hex)
  }

  /// The same from a workbook, or from CSV as spreadsheets write it.
  ///
  /// - Parameter sha256: lower-case hex, of the file.
  public static func read(
    _ table: SheetTable, sha256: String, plan: Plan
  ) throws(DeviceListErrors) -> DeviceList {
    let faults = DeviceListErrors(of: table)
    guard faults.isEmpty else { throw faults }
    var reader = try DeviceListReader(
      table: CSVTable(table), file: table.file, line: table.headerRow, plan: plan)
    return try reader.read(sha256: sha256)
  }

  /// Whether a text is the name of a column, by which a workbook's header is found.
  public static func isColumn(_ text: String) -> Bool {
    DeviceListReader.Column(rawValue: text) != nil
  }

  public static func read(
    _ csv: String, file: String = "devices.csv", plan: Plan
  ) throws(DeviceListErrors) -> DeviceList {
    try read(Array(csv.utf8), file: file, plan: plan)
  }

  /// Makes and changes what the list says; what it does not say stays as it is. The same list again
  /// changes nothing.
  ///
  /// - Parameters:
  ///   - isSimulated: whether these devices are made up; pages say so.
  ///   - at: epoch seconds; a key that now feeds another series does so from here on.
  /// - Throws: `DeviceError`, `PointError`, `FacilityError` where the list contradicts the ledger.
  public func apply(
    plan: Plan, isSimulated: Bool = false, by actor: Actor, at: Int, in db: Database
  ) throws -> DeviceListReport {
    var report = DeviceListReport()
    try db.inSavepoint {
      for facility in facilities where try Facilities.kept(facility.id, in: db) == facility.id {
        let merged = facility.keeping(
          try Facilities.find(facility.id, in: db), isSimulated: isSimulated)
        report.facilities.count(
          try Facilities.upsert(merged, plan: plan, by: actor, at: at, in: db))
      }
      for point in points {
        let point = try point.following(in: db)
        report.points.count(try Points.upsert(point, plan: plan, by: actor, at: at, in: db))
      }
      for device in devices {
        let merged = try device.keeping(
          try Devices.find(device.mn, in: db), isSimulated: isSimulated,
          manners[device.mn] ?? DeviceMannerChange(), in: db)
        report.devices.count(try Devices.upsert(merged, by: actor, at: at, in: db))
      }
      for binding in bindings {
        report.bindings.count(try Bindings.put(binding, plan: plan, at: at, in: db))
      }
      return .commit
    }
    if report.isChange {
      try AuditLog.append(
        actor: actor, action: "device-list.import", object: "device-list/\(sha256)",
        detail: report.counts, at: at, in: db)
    }
    return report
  }
}

public typealias DeviceListErrors = ImportFaults

/// What an import made, changed and left.
public struct DeviceListReport: Sendable, Hashable {
  public struct Counts: Sendable, Hashable {
    public var created = 0
    public var updated = 0
    public var unchanged = 0

    mutating func count(_ change: Change) {
      switch change {
      case .created: created += 1
      case .updated: updated += 1
      case .unchanged: unchanged += 1
      }
    }
  }
  public var facilities = Counts()
  public var points = Counts()
  public var devices = Counts()
  public var bindings = Counts()

  /// Whether anything was written.
  public var isChange: Bool {
    [facilities, points, devices, bindings].contains { $0.created + $0.updated > 0 }
  }

  var counts: [String: String] {
    var counts: [String: String] = [:]
    let all = [
      ("facilities", facilities), ("points", points), ("devices", devices), ("bindings", bindings),
    ]
    for (name, count) in all {
      counts[name] = "\(count.created) created, \(count.updated) updated"
    }
    return counts
  }
}

extension Facility {
  /// A list does not know the credit code, and may not say where it is.
  fileprivate func keeping(_ old: Facility?, isSimulated: Bool) -> Facility {
    Facility(
      id: id, name: name, creditCode: old?.creditCode, kind: kind, place: place ?? old?.place,
      position: position ?? old?.position, isSimulated: isSimulated)
  }
}

extension MonitoringPoint {
  /// Of the facility that a person said the list's one is.
  fileprivate func following(in db: Database) throws -> MonitoringPoint {
    MonitoringPoint(
      id: id, label: label, facility: try facility.map { try Facilities.kept($0, in: db) },
      kind: kind, place: place, position: position, role: role)
  }
}

extension DeviceRecord {
  /// A list may not say how a device is spoken to, nor know that its facility became another one.
  fileprivate func keeping(
    _ old: DeviceRecord?, isSimulated: Bool, _ change: DeviceMannerChange, in db: Database
  ) throws -> DeviceRecord {
    let isModbus = change.quirks.map { $0.contains(DeviceManner.quirkNames[0]) }
    return DeviceRecord(
      mn: mn, password: password, label: label,
      facility: try facility.map { try Facilities.kept($0, in: db) }, st: st,
      isEnabled: old?.isEnabled ?? true,
      acceptsModbusCRC: isModbus ?? old?.acceptsModbusCRC ?? false,
      segmentLimit: change.segmentLimit ?? old?.segmentLimit ?? 1024,
      edition: change.edition ?? old?.edition, isSimulated: isSimulated,
      intervalSeconds: intervalSeconds,
      manner: change.manner(from: old?.manner ?? DeviceManner()))
  }
}
