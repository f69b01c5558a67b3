/// The list that `lantian device import` reads: one line a binding.
public struct ReplayDeviceList: Sendable {
  public static let columns = [
    "mn", "password", "device_label", "st", "facility", "facility_label", "facility_kind", "place",
    "longitude", "latitude", "point", "point_label", "point_kind", "station_role", "key", "cn",
    "quantity", "statistic", "window_s", "shift", "interval_s",
  ]

  private(set) var lines: [[String]] = []

  /// Devices, points and bindings of an archive's stations.
  public init(_ archive: ReplayArchive, password: String) {
    for station in archive.stations {
      let point = "replay-" + station.mn.lowercased()
      for column in archive.columns {
        lines.append([
          station.mn, password, station.label, "22", "", "", "", "",
          station.position?.longitude ?? "", station.position?.latitude ?? "", point,
          station.label, "air-station", "town", column.key, "2061", column.quantity, "avg", "3600",
          String(column.shift), "3600",
        ])
      }
    }
  }

  /// Comma-separated text with a header line.
  public var text: String { Self.text([Self.columns] + lines) }

  /// The stations as rows of a register with name, point and role, for rules that watch stations.
  public var stationRegister: String {
    var known: Set<String> = []
    let rows = lines.filter { known.insert($0[0]).inserted }.map { [$0[11], $0[10], $0[13]] }
    return Self.text([["name", "point", "role"]] + rows)
  }

  private static func text(_ lines: [[String]]) -> String {
    lines.map { line in line.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
