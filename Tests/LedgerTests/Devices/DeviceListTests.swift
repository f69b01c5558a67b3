import ActionPlan
import GRDB
import Ledger
import Testing

struct DeviceListTests {
  private static let header = """
    mn,password,device_label,st,facility,facility_label,facility_kind,place,longitude,latitude,\
    point,point_label,point_kind,station_role,key,cn,quantity,statistic,window_s,shift,interval_s
    """
  private static let first = """
    MN1,123456,一号|Logger 1,31,firm-9,"绿洲, 有限公司|Oasis",enterprise,town-a,120.8650,30.0330,\
    p-9,生产线|Line,production,,i11001-Rtd,2011,power,rtd,0,-3,60
    """
  private static let second = "MN1,,,,firm-9,,,,,,p-9,,,,i11001-Avg,2061,power,avg,3600,-3,"

  private func text(_ rows: [String]) -> String {
    ([Self.header] + rows).joined(separator: "\r\n") + "\r\n"
  }

  private func apply(_ list: DeviceList, to bench: Bench, at: Int = 10) async throws
    -> DeviceListReport
  {
    try await bench.ledger.write { db in
      try list.apply(plan: plan, by: clerk, at: at, in: db)
    }
  }

  @Test func `a list makes what it names, and the same list again changes nothing`() async throws {
    let bench = try Bench()
    let list = try DeviceList.read(text([Self.first, Self.second]), plan: plan)
    let report = try await apply(list, to: bench)
    #expect(report.facilities.created == 1)
    #expect(report.points.created == 1)
    #expect(report.devices.created == 1)
    #expect(report.bindings.created == 2)
    let (facility, point, device, bindings) = try await bench.ledger.read { db in
      (
        try Facilities.find("firm-9", in: db), try Points.find("p-9", in: db),
        try Devices.find("MN1", in: db), try Bindings.list(in: db)
      )
    }
    #expect(facility?.name == Label(zh: "绿洲, 有限公司", en: "Oasis"))
    #expect(point?.position == Coordinate(longitude: 120.865, latitude: 30.033))
    #expect(device?.intervalSeconds == 60)
    #expect(device?.facility == "firm-9")
    #expect(bindings.map(\.windowSeconds) == [3_600, 0])
    let again = try await apply(list, to: bench, at: 20)
    #expect(!again.isChange)
    #expect(again.bindings.unchanged == 2)
  }

  @Test func `a list that does not say where a facility is leaves it where it is known to be`()
    async throws
  {
    let bench = try await Bench.withFirm()
    let silent = Self.first.replacing("firm-9", with: "firm-1")
      .replacing("town-a,120.8650,30.0330", with: ",,").replacing("Oasis", with: "New")
    _ = try await apply(try DeviceList.read(text([silent]), plan: plan), to: bench)
    let firm = try await bench.ledger.read { db in try Facilities.find("firm-1", in: db) }
    #expect(firm?.name.en == "New" && firm?.place == "town-a")
  }

  @Test func `a row without a device registers a point that a source feeds`() async throws {
    let bench = try Bench()
    let alone = ",,,,,,,town-a,120.8650,30.0330,kitchen-1,厨房|Kitchen,other,,,,,,,,"
    let list = try DeviceList.read(text([alone, Self.first]), plan: plan)
    let report = try await apply(list, to: bench)
    #expect(report.points.created == 2)
    #expect(report.devices.created == 1)
    #expect(report.bindings.created == 1)
    let point = try await bench.ledger.read { db in try Points.find("kitchen-1", in: db) }
    #expect(point?.label == Label(zh: "厨房", en: "Kitchen"))
  }

  @Test func `a fault speaks Chinese too`() throws {
    let error = #expect(throws: DeviceListErrors.self) {
      try DeviceList.read(text([Self.first.replacing("2011", with: "11")]), plan: plan)
    }
    #expect(error?.faults.map(\.remedyWords.zh) == ["请填写四位数字，如 2011"])
  }

  @Test func `every fault is named with line, column, what was found and what to do`() throws {
    let rows = [
      "M N,123456,仪,3,firm-9,,factory,moon,999,,P 1,,pipe,micro,a b,11,nothing,mode,x,0,0",
      Self.first, Self.first,
      Self.second.replacing("MN1,,", with: "MN1,654321,"),
    ]
    let error = #expect(throws: DeviceListErrors.self) {
      try DeviceList.read(text(rows), plan: plan)
    }
    let wanted = """
      devices.csv:2: column facility_label: found ""; write a label, as 中文|English or one text for both
      devices.csv:2: column facility_kind: found "factory"; write one of enterprise, site, station, \
      gas-station, restaurant, mine, depot, garage, other
      devices.csv:2: column point_label: found ""; write a label, as 中文|English or one text for both
      devices.csv:2: column point_kind: found "pipe"; write one of air-station, production, treatment, \
      bypass, dust, vapour, stack, weather, other
      devices.csv:2: column point: found "P 1"; write 1 to 64 letters a-z, digits or hyphens, \
      beginning with a letter or digit
      devices.csv:2: column longitude: found "999"; write longitude and latitude in WGS-84 degrees, \
      e.g. 120.865 and 30.033
      devices.csv:2: column mn: found "M N"; write 1 to 24 letters or digits, as set in the logger
      devices.csv:2: column window_s: found "x"; write a whole number
      devices.csv:2: column key: found "a b"; write factor and suffix as sent, e.g. a34004-Rtd
      devices.csv:2: column cn: found "11"; write four digits, e.g. 2011
      devices.csv:2: column quantity: found "nothing"; write the id of one of the plan's quantities
      devices.csv:2: column statistic: found "mode"; write one of rtd, avg, min, max, cou, rs
      devices.csv:3: column facility_label: found "绿洲, 有限公司|Oasis"; line 2 leaves it empty; \
      write it there, in the first row
      devices.csv:3: column facility_kind: found "enterprise"; line 2 says "factory"; write the same, \
      or leave it empty
      devices.csv:4: column facility_label: found "绿洲, 有限公司|Oasis"; line 2 leaves it empty; \
      write it there, in the first row
      devices.csv:4: column facility_kind: found "enterprise"; line 2 says "factory"; write the same, \
      or leave it empty
      devices.csv:4: column key: found "i11001-Rtd"; line 3 binds the same key and command already; \
      remove one
      devices.csv:4: column quantity: found "power"; line 3 feeds the same series already; change one \
      or remove it
      devices.csv:5: column password: found ""; line 3 says otherwise; write the same, or leave it empty
      """
    #expect(error?.description == wanted)
  }

  @Test(arguments: [
    ("place", "moon", "write the id of one of the plan's places"),
    ("longitude", "999", "write WGS-84 degrees"),
    ("latitude", "", "write longitude and latitude in WGS-84 degrees, e.g. 120.865 and 30.033"),
    ("station_role", "town", "leave it empty; only air stations have one"),
    ("st", "2x", "write two digits, e.g. 22, or leave it empty"),
    ("cn", "201", "write four digits, e.g. 2011"),
    ("quantity", "gold", "write the id of one of the plan's quantities"),
    ("statistic", "mode", "write one of rtd, avg, min, max, cou, rs"),
    ("window_s", "60", "write 0 for rtd and rs, 1 to 31622400 seconds for the others"),
    ("shift", "13", "write a power of ten from -12 to 12"),
    ("interval_s", "0", "write 1 to 86400 seconds, or leave it empty"),
    ("key", "a=b", "write factor and suffix as sent, e.g. a34004-Rtd"),
    ("password", "", "write 1 to 32 bytes without ; = & or #, as set in the logger"),
    (
      "point", "P", "write 1 to 64 letters a-z, digits or hyphens, beginning with a letter or digit"
    ),
    ("point_label", "a|b|c", "write 中文|English or one text for both, each of 1 to 200 characters"),
  ])
  func `each cell has its own remedy`(column: String, cell: String, remedy: String) throws {
    let names = Self.header.split(separator: ",").map(String.init)
    var cells = Self.first.replacing("\"绿洲, 有限公司|Oasis\"", with: "绿洲|Oasis")
      .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let index = try #require(names.firstIndex(of: column))
    cells[index] = cell
    let row = cells.joined(separator: ",")
    let error = #expect(throws: DeviceListErrors.self) {
      try DeviceList.read(text([row]), plan: plan)
    }
    #expect(error?.faults.map(\.remedy) == [remedy])
    #expect(error?.faults.first?.line == 2)
  }

  private static let mannerHeader =
    header + ",edition,segment_limit,quirks,coding,sealing_key,answer_s,resends,asked,networks"
  private static let key = "00112233445566778899aabbccddeeff"

  private func mannered(_ cells: String) throws -> DeviceList {
    try DeviceList.read(Self.mannerHeader + "\n" + Self.first + "," + cells + "\n", plan: plan)
  }

  @Test func `a list says how a logger is spoken to, and what it leaves empty stays`() async throws
  {
    let bench = try Bench()
    let full =
      "2025,512,modbus-crc length-three-digits,gb18030,\(Self.key),5,1,no,10.8.0.0/16 ::1"
    _ = try await apply(try mannered(full), to: bench)
    let first = try await bench.ledger.read { db in try Devices.find("MN1", in: db) }
    #expect(first?.edition == "2025" && first?.segmentLimit == 512)
    #expect(first?.acceptsModbusCRC == true)
    #expect(
      first?.manner
        == DeviceManner(
          coding: "gb18030", hasThreeDigitLength: true, sealingKey: Self.key, answerSeconds: 5,
          resends: 1, mayBeAsked: false, networks: ["10.8.0.0/16", "::1"]))
    let again = try await apply(try mannered(",,,,,,,,"), to: bench)
    #expect(!again.isChange)
    _ = try await apply(try mannered(",,length-counts-tail,,,,,yes,"), to: bench)
    let last = try await bench.ledger.read { db in try Devices.find("MN1", in: db) }
    #expect(last?.acceptsModbusCRC == false && last?.edition == "2025")
    #expect(last?.manner.countsTailInLength == true && last?.manner.hasThreeDigitLength == false)
    #expect(last?.manner.mayBeAsked == true && last?.manner.answerSeconds == 5)
    let details = try await bench.ledger.read { db in
      try AuditLog.entries(object: "device/MN1", in: db).compactMap(\.detail)
    }
    #expect(details.map { $0["sealing-key"] } == [nil, "changed"])
    #expect(!details.contains { $0.values.contains(Self.key) })
  }

  @Test(arguments: [
    ("2012,,,,,,,,", "edition"), (",9,,,,,,,", "segment_limit"), (",,fast,,,,,,", "quirks"),
    (",,,ascii,,,,,", "coding"), (",,,,12ab,,,,", "sealing_key"), (",,,,,0,,,", "answer_s"),
    (",,,,,,100,,", "resends"), (",,,,,,,maybe,", "asked"), (",,,,,,,,10.8.0.0/40", "networks"),
  ])
  func `each cell of a manner has its own fault`(cells: String, column: String) {
    let error = #expect(throws: DeviceListErrors.self) { try mannered(cells) }
    #expect(error?.faults.map(\.column) == [column])
    #expect(error?.faults.contains { $0.found.contains("12ab") } == false)
  }

  @Test func `devices of an older ledger keep what was known of them`() async throws {
    let older = LedgerSchema.migrations.filter { $0.id != "ledger.devices.2" }
    let bench = try Bench(migrations: older)
    try await bench.ledger.write { db in
      try db.execute(
        sql: """
          INSERT INTO device (mn, password, label_zh, label_en, is_enabled, accepts_modbus_crc,
            segment_limit, edition, is_simulated, interval_s, changed_at)
          VALUES ('MN1', 'x', '仪', 'logger', 1, 1, 2048, '2005', 0, 60, 1);
          INSERT INTO monitoring_point (id, label_zh, label_en, kind, changed_at)
          VALUES ('p-1', '点', 'point', 'other', 1);
          INSERT INTO device_binding (mn, raw_key, cn, point, quantity, statistic, window_s,
            shift, from_at) VALUES ('MN1', 'a-Rtd', '2011', 'p-1', 'pm25', 'rtd', 0, 0, 0);
          """)
    }
    let ledger = try LedgerDatabase(path: bench.folder + "/ledger.sqlite")
    let (device, bindings) = try await ledger.read { db in
      (try Devices.find("MN1", in: db), try Bindings.list(in: db))
    }
    #expect(device?.segmentLimit == 2048 && device?.edition == "2005")
    #expect(device?.manner == DeviceManner())
    #expect(bindings.map(\.mn) == ["MN1"])
  }

  @Test func `a header that does not fit is told at once`() throws {
    let error = #expect(throws: DeviceListErrors.self) {
      try DeviceList.read("mn,mn,colour\nx,y,z\n", plan: plan)
    }
    let found = error?.faults.map(\.found) ?? []
    #expect(found.contains("column mn twice"))
    #expect(found.contains("column colour"))
    #expect(found.contains("no column quantity"))
  }

  @Test func `faults beyond two hundred are counted`() throws {
    let rows = (1...300).map { Self.second.replacing("MN1", with: "M-\($0)") }
    let error = #expect(throws: DeviceListErrors.self) {
      try DeviceList.read(text(rows), plan: plan)
    }
    #expect(error?.faults.count == 200)
    #expect((error?.more ?? 0) > 0)
  }

  @Test func `a series fed by another device already is refused, and nothing is written`()
    async throws
  {
    let bench = try Bench()
    _ = try await apply(try DeviceList.read(text([Self.first]), plan: plan), to: bench)
    let rival = try DeviceList.read(
      text([Self.first.replacing("MN1", with: "MN2").replacing("Line", with: "Line 2")]), plan: plan
    )
    await #expect(throws: DeviceError.self) { try await apply(rival, to: bench) }
    let (device, point) = try await bench.ledger.read { db in
      (try Devices.find("MN2", in: db), try Points.find("p-9", in: db))
    }
    #expect(device == nil)
    #expect(point?.label.en == "Line")
  }

  @Test(.timeLimit(.minutes(1)))
  func `eighteen hundred stations with eight factors each are read and applied in seconds`()
    async throws
  {
    let quantities = ["pm25", "pm10", "so2", "no2", "co", "o3", "wind", "rain"]
    let rows = (1...1_800).flatMap { station in
      quantities.map { quantity in
        "MN\(station),123456,站\(station)|Station \(station),22,,,,town-a,120.\(station),30.1,"
          + "s-\(station),站\(station),air-station,town,\(quantity)-Rtd,2011,\(quantity),rtd,0,0,3600"
      }
    }
    let csv = text(rows)
    let bench = try Bench()
    let clock = ContinuousClock()
    let start = clock.now
    let list = try DeviceList.read(csv, plan: plan)
    let read = clock.now - start
    let report = try await apply(list, to: bench)
    let all = clock.now - start
    #expect(report.bindings.created == 14_400)
    #expect(all < .seconds(20), "read \(read), all \(all)")
  }
}
