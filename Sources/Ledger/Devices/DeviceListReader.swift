import ActionPlan
import AirQuality

/// Turns the rows of a device list into records, and collects every fault on the way.
struct DeviceListReader {
  enum Column: String, CaseIterable {
    case mn, password, st, facility, place, longitude, latitude, point, key, cn, quantity
    case statistic, shift, edition, quirks, coding, resends, asked, networks
    case deviceLabel = "device_label"
    case facilityLabel = "facility_label"
    case facilityKind = "facility_kind"
    case pointLabel = "point_label"
    case pointKind = "point_kind"
    case stationRole = "station_role"
    case windowSeconds = "window_s"
    case intervalSeconds = "interval_s"
    case segmentLimit = "segment_limit"
    case sealingKey = "sealing_key"
    case answerSeconds = "answer_s"

    static let required: [Column] = [
      .mn, .password, .deviceLabel, .point, .pointLabel, .pointKind, .key, .cn, .quantity,
      .statistic,
    ]
  }

  private let table: CSVTable
  private let file: String
  private let plan: Plan
  private let indices: [Column: Int]
  private var faults = ImportFaults()
  private var row = CSVRow(line: 1, fields: [])

  private var facilities: [String: Facility] = [:]
  private var points: [String: MonitoringPoint] = [:]
  private var devices: [String: DeviceRecord] = [:]
  private var order: (facilities: [String], points: [String], devices: [String]) = ([], [], [])
  private var bindings: [BindingRecord] = []
  private var manners: [String: DeviceMannerChange] = [:]
  private var firstRows: [Column: [String: CSVRow]] = [:]
  private var boundKeys: [[String]: Int] = [:]
  private var fedSeries: [[String]: Int] = [:]

  /// - Parameter line: of the header.
  init(table: CSVTable, file: String, line: Int = 1, plan: Plan) throws(ImportFaults) {
    self.table = table
    self.file = file
    self.plan = plan
    var indices: [Column: Int] = [:]
    var faults = ImportFaults()
    func fault(_ found: Label, _ remedy: Label) {
      faults.add(ImportFault(file: file, line: line, column: nil, found: found, remedy: remedy))
    }
    for (index, name) in table.header.enumerated() {
      guard let column = Column(rawValue: name) else {
        let known = Column.allCases.map(\.rawValue).joined(separator: ", ")
        fault(
          Label(zh: "列 \(name)", en: "column \(name)"),
          Label(zh: "可用的列：\(known)", en: "use the columns \(known)"))
        continue
      }
      if indices.updateValue(index, forKey: column) != nil {
        fault(
          Label(zh: "列 \(name) 出现两次", en: "column \(name) twice"),
          Label(zh: "请只留一列", en: "name each column once"))
      }
    }
    for column in Column.required where indices[column] == nil {
      fault(
        Label(zh: "没有 \(column.rawValue) 列", en: "no column \(column.rawValue)"),
        Label(zh: "请补上，这一列必填", en: "add it; it is required"))
    }
    guard faults.isEmpty else { throw faults }
    self.indices = indices
  }

  mutating func read(sha256: String) throws(ImportFaults) -> DeviceList {
    for row in table.rows {
      self.row = row
      readFacility()
      readPoint()
      if isPointAlone { continue }
      readDevice()
      readBinding()
    }
    guard faults.isEmpty else { throw faults }
    return DeviceList(
      facilities: order.facilities.compactMap { facilities[$0] },
      points: order.points.compactMap { points[$0] },
      devices: order.devices.compactMap { devices[$0] }, bindings: bindings,
      manners: manners, sha256: sha256)
  }

  private static let idRule = Label(zh: "编号是 1 至 64 个小写字母、数字或连字符", en: LedgerID.rule)

  /// What is measured there comes by a source and not by a device.
  private var isPointAlone: Bool {
    [Column.mn, .password, .deviceLabel, .key, .cn, .quantity].allSatisfy { cell($0) == nil }
  }

  // MARK: - The owners

  private mutating func readFacility() {
    guard let id = cell(.facility) else { return }
    guard isFirst(id, of: .facility, [.facilityLabel, .facilityKind]) else { return }
    let (label, kind) = (label(.facilityLabel), choice(.facilityKind, Facility.Kind.allCases))
    if !LedgerID.isValid(id) { return fault(.facility, Self.idRule) }
    guard let label, let kind else { return }
    let facility = Facility(
      id: id, name: label, kind: kind, place: cell(.place), position: position())
    do throws(FacilityError) {
      try Facilities.check(facility, plan: plan)
    } catch {
      switch error {
      case .unknownPlace, .badPosition: break  // the point of the same row says so
      default:
        return fault(
          .facilityLabel, Label(zh: "请填写 1 至 200 字的名称", en: "write a name of 1 to 200 characters"))
      }
    }
    facilities[id] = facility
    order.facilities.append(id)
  }

  private mutating func readPoint() {
    guard let id = cell(.point) else {
      return fault(.point, Label(zh: "请填写监测点编号", en: "write the id of the point"))
    }
    let own: [Column] = [
      .facility, .pointLabel, .pointKind, .stationRole, .place, .longitude, .latitude,
    ]
    guard isFirst(id, of: .point, own) else { return }
    let (label, kind) = (label(.pointLabel), choice(.pointKind, MonitoringPoint.Kind.allCases))
    if !LedgerID.isValid(id) { fault(.point, Self.idRule) }
    var role: MonitoringPoint.StationRole?
    if cell(.stationRole) != nil {
      role = choice(.stationRole, MonitoringPoint.StationRole.allCases)
    }
    let isPlaced = cell(.longitude) != nil || cell(.latitude) != nil
    let position = position()
    if isPlaced, position == nil {
      fault(
        .longitude,
        Label(
          zh: "请填写 WGS-84 经度和纬度，如 120.865 和 30.033",
          en: "write longitude and latitude in WGS-84 degrees, e.g. 120.865 and 30.033"))
    }
    guard let label, let kind else { return }
    let point = MonitoringPoint(
      id: id, label: label, facility: cell(.facility), kind: kind, place: cell(.place),
      position: position, role: role)
    do throws(PointError) {
      try Points.check(point, plan: plan)
    } catch {
      switch error {
      case .badID: break  // said above
      case .unknownPlace:
        fault(.place, Label(zh: "请填写方案中一个区域的代码", en: "write the id of one of the plan's places"))
      case .badPosition: fault(.longitude, Label(zh: "请填写 WGS-84 经纬度", en: "write WGS-84 degrees"))
      case .roleWithoutStation:
        fault(
          .stationRole, Label(zh: "请留空，只有空气站才有", en: "leave it empty; only air stations have one"))
      case .badLabel, .unknownFacility:
        fault(
          .pointLabel, Label(zh: "请填写 1 至 200 字的名称", en: "write a label of 1 to 200 characters"))
      }
    }
    points[id] = point
    order.points.append(id)
  }

  private mutating func readDevice() {
    guard let mn = cell(.mn) else {
      return fault(.mn, Label(zh: "请填写设备编号（MN）", en: "write the device number"))
    }
    let own: [Column] = [
      .password, .deviceLabel, .st, .facility, .intervalSeconds, .edition, .segmentLimit, .quirks,
      .coding, .sealingKey, .answerSeconds, .resends, .asked, .networks,
    ]
    guard isFirst(mn, of: .mn, own) else { return }
    guard let label = label(.deviceLabel) else { return }
    let interval = whole(.intervalSeconds, or: nil)
    let change = mannerChange(mn)
    let device = DeviceRecord(
      mn: mn, password: cell(.password) ?? "", label: label, facility: cell(.facility),
      st: cell(.st), segmentLimit: change.segmentLimit ?? 1024, edition: change.edition,
      intervalSeconds: interval, manner: change.manner(from: DeviceManner()))
    do throws(DeviceError) {
      try Devices.check(device)
    } catch { report(error) }
    devices[mn] = device
    manners[mn] = change
    order.devices.append(mn)
  }

  private mutating func mannerChange(_ mn: String) -> DeviceMannerChange {
    var change = DeviceMannerChange()
    change.edition = cell(.edition)
    change.segmentLimit = whole(.segmentLimit, or: nil)
    change.quirks = words(.quirks)
    if let strange = change.quirks?.first(where: { !DeviceManner.quirkNames.contains($0) }) {
      report(.badQuirk(mn: mn, strange))
    }
    change.coding = cell(.coding)
    change.sealingKey = cell(.sealingKey)
    change.answerSeconds = whole(.answerSeconds, or: nil)
    change.resends = whole(.resends, or: nil)
    change.networks = words(.networks)
    switch cell(.asked) {
    case nil: break
    case "yes"?: change.mayBeAsked = true
    case "no"?: change.mayBeAsked = false
    case .some(let other): report(.badAsking(mn: mn, other))
    }
    return change
  }

  /// `nil` where the cell is empty.
  private func words(_ column: Column) -> [String]? {
    cell(column)?.split(separator: " ").map(String.init)
  }

  private mutating func readBinding() {
    guard let mn = cell(.mn), let point = cell(.point) else { return }
    let window = whole(.windowSeconds, or: 0)
    let shift = whole(.shift, or: 0)
    let binding = BindingRecord(
      mn: mn, rawKey: cell(.key) ?? "", cn: cell(.cn) ?? "", point: point,
      quantity: cell(.quantity) ?? "", statistic: cell(.statistic) ?? "",
      windowSeconds: window ?? 0, shift: shift ?? 0)
    for error in Bindings.faults(of: binding, plan: plan) {
      if window == nil, case .badWindow = error { continue }
      report(error)
    }
    let key = [mn, binding.rawKey, binding.cn]
    if let line = boundKeys.updateValue(row.line, forKey: key) {
      fault(
        .key,
        Label(
          zh: "第 \(line) 行已绑定同一因子和命令，请去掉一行",
          en: "line \(line) binds the same key and command already; remove one"))
    }
    let series = [point, binding.quantity, binding.statistic, String(binding.windowSeconds)]
    if let line = fedSeries.updateValue(row.line, forKey: series) {
      fault(
        .quantity,
        Label(
          zh: "第 \(line) 行已供给同一序列，请改一行或去掉",
          en: "line \(line) feeds the same series already; change one or remove it"))
    }
    bindings.append(binding)
  }

  // MARK: - Cells

  /// Whether this row is the first to name the owner. A later row must repeat what the first one
  /// says, or leave it empty.
  private mutating func isFirst(_ id: String, of owner: Column, _ columns: [Column]) -> Bool {
    guard let first = firstRows[owner]?[id] else {
      firstRows[owner, default: [:]][id] = row
      return true
    }
    for column in columns {
      guard let index = indices[column], !row.fields[index].isEmpty,
        row.fields[index] != first.fields[index]
      else { continue }
      let said = first.fields[index]
      let remedy =
        switch (column, said) {
        case (.password, _), (.sealingKey, _):
          Label(
            zh: "与第 \(first.line) 行不同，请写成一样，或留空",
            en: "line \(first.line) says otherwise; write the same, or leave it empty")
        case (_, ""):
          Label(
            zh: "第 \(first.line) 行留空，请写在那里（第一次出现的行）",
            en: "line \(first.line) leaves it empty; write it there, in the first row")
        default:
          Label(
            zh: "第 \(first.line) 行是“\(said)”，请写成一样，或留空",
            en: "line \(first.line) says \"\(said)\"; write the same, or leave it empty")
        }
      fault(column, remedy)
    }
    return false
  }

  /// `nil` where the cell is empty or there is no such column.
  private func cell(_ column: Column) -> String? {
    guard let index = indices[column] else { return nil }
    let text = row.fields[index].trimmed
    return text.isEmpty ? nil : text
  }

  private mutating func label(_ column: Column) -> Label? {
    guard let text = cell(column) else {
      fault(
        column,
        Label(
          zh: "请填写名称：“中文|English”，或两种语言共用一个",
          en: "write a label, as 中文|English or one text for both"))
      return nil
    }
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.count <= 200 }),
      text.unicodeScalars.allSatisfy(\.isPrintable)
    else {
      fault(
        column,
        Label(
          zh: "请写“中文|English”或共用一个，各 1 至 200 字",
          en: "write 中文|English or one text for both, each of 1 to 200 characters"))
      return nil
    }
    return Label(zh: parts[0], en: parts.count == 2 ? parts[1] : parts[0])
  }

  private mutating func choice<Choice: RawRepresentable<String>>(
    _ column: Column, _ choices: [Choice]
  ) -> Choice? {
    if let choice = cell(column).flatMap(Choice.init(rawValue:)) { return choice }
    let known = choices.map(\.rawValue).joined(separator: ", ")
    fault(column, Label(zh: "请填写：\(known)", en: "write one of \(known)"))
    return nil
  }

  /// `nil` with a fault where the cell holds something else than a whole number.
  private mutating func whole(_ column: Column, or empty: Int?) -> Int? {
    guard let text = cell(column) else { return empty }
    if let number = Int(text) { return number }
    fault(column, Label(zh: "请填写整数", en: "write a whole number"))
    return nil
  }

  private func position() -> Coordinate? {
    guard let longitude = cell(.longitude).flatMap({ ExactDecimal($0) }),
      let latitude = cell(.latitude).flatMap({ ExactDecimal($0) })
    else { return nil }
    return Coordinate(longitude: longitude.approximate, latitude: latitude.approximate)
  }

  private mutating func fault(_ column: Column, _ remedy: Label) {
    // A secret never shows, not even a wrong one.
    let found =
      column == .password || column == .sealingKey
      ? "" : indices[column].map { row.fields[$0] } ?? ""
    faults.add(
      ImportFault(
        file: file, line: row.line, column: column.rawValue, found: Label(found), remedy: remedy))
  }

  private mutating func report(_ error: DeviceError) {
    let column: Column
    switch error {
    case .badMN, .noSuchDevice, .sameDevice, .measuresAlready: column = .mn
    case .badPassword: column = .password
    case .badLabel: column = .deviceLabel
    case .badSystemType: column = .st
    case .badEdition: column = .edition
    case .badSegmentLimit: column = .segmentLimit
    case .badQuirk: column = .quirks
    case .badCoding: column = .coding
    case .badSealingKey: column = .sealingKey
    case .badAnswerSeconds: column = .answerSeconds
    case .badResends: column = .resends
    case .badAsking: column = .asked
    case .badNetwork: column = .networks
    case .badInterval: column = .intervalSeconds
    case .unknownFacility: column = .facility
    case .badKey, .seriesFedTwice: column = .key
    case .badCommand: column = .cn
    case .unknownPoint: column = .point
    case .unknownQuantity: column = .quantity
    case .badStatistic: column = .statistic
    case .badWindow: column = .windowSeconds
    case .badShift: column = .shift
    }
    fault(column, error.remedyWords)
  }
}
