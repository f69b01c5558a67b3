import Foundation
import HJ212

/// Reads the files of a replay, of either kind, into one archive.
struct ArchiveReader {
  private enum Kind {
    case cities, beijing

    var columns: [ReplayArchive.Column] {
      switch self {
      case .cities:
        [
          .init(title: "PM2.5", key: "a34004-Avg", quantity: "pm25", shift: 0),
          .init(title: "PM10", key: "a34002-Avg", quantity: "pm10", shift: 0),
          .init(title: "SO2", key: "a21026-Avg", quantity: "so2", shift: 0),
          .init(title: "NO2", key: "a21004-Avg", quantity: "no2", shift: 0),
          .init(title: "CO", key: "a21005-Avg", quantity: "co", shift: 0),
          .init(title: "O3_1h", key: "a05024-Avg", quantity: "o3", shift: 0),
          .init(title: "O3_8h", key: "a0502408-Avg", quantity: "o3-8h", shift: 0),
        ]
      case .beijing:
        [
          .init(title: "PM2.5", key: "a34004-Avg", quantity: "pm25", shift: 0),
          .init(title: "PM10", key: "a34002-Avg", quantity: "pm10", shift: 0),
          .init(title: "SO2", key: "a21026-Avg", quantity: "so2", shift: 0),
          .init(title: "NO2", key: "a21004-Avg", quantity: "no2", shift: 0),
          // The file has µg/m³, the quantity mg/m³.
          .init(title: "CO", key: "a21005-Avg", quantity: "co", shift: -3),
          .init(title: "O3", key: "a05024-Avg", quantity: "o3", shift: 0),
        ]
      }
    }
  }

  private let label: HourLabel
  private let utcOffsetSeconds: Int
  private var archive = ReplayArchive()
  private var stationIndexes: [String: Int] = [:]
  private var namesOfNumbers: [String: String] = [:]
  private var seen: [Hour: Int] = [:]

  private struct Hour: Hashable {
    let station: Int
    let start: Int
  }

  init(label: HourLabel, utcOffsetSeconds: Int) {
    self.label = label
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  mutating func read(_ path: String) throws(ArchiveFault) {
    let data = try ArchiveFile.bytes(path)
    let positions = StationPositions(besides: path)
    do {
      var table = try ArchiveTable(data, name: path)
      let kind = try kind(table, path)
      guard archive.columns.isEmpty || archive.columns == kind.columns else {
        throw ArchiveFault.badTable(
          "\(path):1: another kind of archive than the files before it; replay them apart")
      }
      archive.columns = kind.columns
      switch kind {
      case .cities: try readCities(&table, path)
      case .beijing: try readBeijing(&table, path, positions)
      }
    } catch let fault as ArchiveFault {
      throw fault
    } catch {
      throw .badTable("\(error)")
    }
  }

  /// Orders rows by time, those of one hour as they stand in the files.
  func finish() -> ReplayArchive {
    var result = archive
    result.rows = archive.rows.enumerated()
      .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
    return result
  }

  private func kind(_ table: ArchiveTable, _ path: String) throws -> Kind {
    let titles = Set(table.header)
    if titles.isSuperset(of: ["city", "date", "hour", "station"]) { return .cities }
    if titles.isSuperset(of: ["year", "month", "day", "hour", "station"]) { return .beijing }
    throw ArchiveFault.unknownArchive(file: path, header: table.header)
  }

  private mutating func readCities(_ table: inout ArchiveTable, _ path: String) throws {
    let (city, date, hour, station) = (
      try table.column("city"), try table.column("date"), try table.column("hour"),
      try table.column("station")
    )
    let places = try archive.columns.map { try table.column($0.title) }
    var line = table.line
    while let row = try table.next() {
      let day = row[date].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
      guard day.count == 3, day.map(\.utf8.count) == [4, 2, 2] else {
        throw ArchiveFault.badField(file: path, line: line, column: "date", found: row[date])
      }
      let start = try start(day, row[hour], path, line)
      let index = try registered(
        row[city] + "/" + row[station], label: row[city] + " " + row[station], position: nil)
      try add(row, places, missing: "", station: index, start: start, path, line)
      line = table.line
    }
  }

  private mutating func readBeijing(
    _ table: inout ArchiveTable, _ path: String, _ positions: StationPositions
  ) throws {
    let day = try ["year", "month", "day"].map { try table.column($0) }
    let (hour, station) = (try table.column("hour"), try table.column("station"))
    let places = try archive.columns.map { try table.column($0.title) }
    var line = table.line
    while let row = try table.next() {
      let start = try start(day.map { row[$0] }, row[hour], path, line)
      let known = positions.stations[row[station]]
      let index = try registered(
        "Beijing/" + row[station], label: "北京 " + (known?.label ?? row[station]),
        position: known?.position)
      try add(row, places, missing: "NA", station: index, start: start, path, line)
      line = table.line
    }
  }

  private func start(
    _ day: [String], _ hour: String, _ path: String, _ line: Int
  ) throws(ArchiveFault) -> Int {
    func padded(_ text: String) -> String { text.utf8.count == 1 ? "0" + text : text }
    let text = day.map(padded).joined() + padded(hour) + "0000"
    guard let epoch = TimeLabel.epoch(text, utcOffsetSeconds: utcOffsetSeconds) else {
      throw .badField(
        file: path, line: line, column: "date and hour",
        found: day.joined(separator: "-") + " " + hour)
    }
    return label == .start ? epoch : epoch - 3600
  }

  private mutating func add(
    _ row: [String], _ places: [Int], missing: String, station: Int, start: Int, _ path: String,
    _ line: Int
  ) throws(ArchiveFault) {
    archive.rowCount += 1
    var values: [(column: Int, text: String)] = []
    for (column, place) in places.enumerated() where row[place] != missing && !row[place].isEmpty {
      guard row[place].utf8.allSatisfy(Self.isNumberByte) else {
        throw .badField(
          file: path, line: line, column: archive.columns[column].title, found: row[place])
      }
      values.append((column, row[place]))
    }
    guard !values.isEmpty else {
      archive.emptyCount += 1
      return
    }
    let hour = Hour(station: station, start: start)
    let repetition = seen[hour, default: 0]
    seen[hour] = repetition + 1
    archive.rows.append(
      ReplayRow(station: station, start: start, repetition: repetition, values: values))
  }

  private static func isNumberByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }

  private mutating func registered(
    _ name: String, label: String,
    position: (longitude: String, latitude: String)?
  ) throws(ArchiveFault) -> Int {
    if let index = stationIndexes[name] { return index }
    let mn = DeviceNumber.derived(from: name)
    if let other = namesOfNumbers[mn] {
      throw .sameDeviceNumber(mn: mn, first: other, second: name)
    }
    namesOfNumbers[mn] = name
    stationIndexes[name] = archive.stations.count
    archive.stations.append(
      ReplayStation(
        mn: mn, name: name, label: label, position: position))
    return archive.stations.count - 1
  }
}

/// Positions of stations in a `stations.csv` (station, name_cn, longitude, latitude) in the same
/// folder; empty without one.
private struct StationPositions {
  private(set) var stations:
    [String: (label: String, position: (longitude: String, latitude: String))] = [:]

  init(besides path: String) {
    let list = URL(fileURLWithPath: path).deletingLastPathComponent()
      .appendingPathComponent("stations.csv")
    guard let data = try? Data(contentsOf: list),
      var table = try? ArchiveTable(data, name: list.path),
      let station = try? table.column("station"), let name = try? table.column("name_cn"),
      let longitude = try? table.column("longitude"), let latitude = try? table.column("latitude")
    else { return }
    while let row = try? table.next() {
      stations[row[station]] = (row[name], (row[longitude], row[latitude]))
    }
  }
}

/// Device numbers for things that have none.
enum DeviceNumber {
  /// 24 hexadecimal digits from a name: FNV-1a of 64 bits, then of 32 with the name reversed.
  static func derived(from name: String) -> String {
    var high: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { high = (high ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var low: UInt32 = 2_166_136_261
    for byte in name.utf8.reversed() { low = (low ^ UInt32(byte)) &* 16_777_619 }
    func digits(_ value: UInt64, _ width: Int) -> String {
      let text = String(value, radix: 16, uppercase: true)
      return String(repeating: "0", count: width - text.count) + text
    }
    return digits(high, 16) + digits(UInt64(low), 8)
  }
}
