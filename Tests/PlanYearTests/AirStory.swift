import ActionPlan
import AirQuality
import AirRecords
import Foundation
import GRDB
import Ledger
import Steering

@testable import Rehearsal

/// The city's daily figures, taken into the book of air as it publishes them, and what the plan's
/// objectives say of them once the year is over.
struct AirStory {
  static func objectives(of district: YearDistrict) async throws -> [String: ObjectiveReading] {
    let plan = district.plan
    let path = district.rehearsal.folder.path("air.csv")
    try Data(table(of: plan).utf8).write(to: URL(filePath: path))
    let file = try AirFile.read(path)
    let readings = try await district.ledger.write { db in
      _ = try AirBook.import(
        file, digest: "d", status: .published, by: YearDistrict.clerk, at: district.now, in: db)
      let air = try DistrictAir(plan: plan, in: db)
      guard let place = air.district else { throw YearFault("the book has no district") }
      return try ObjectiveReading.all(
        ObjectiveReading.Sources(
          of: place, air: air, origin: CalendarDay(year: 2022, month: 1, day: 1), in: db))
    }
    return Dictionary(uniqueKeysWithValues: readings.map { ($0.objective.id, $0) })
  }

  /// The facts of `published-air`, later ones in place of earlier; the year before and the other
  /// districts of the city level.
  private static func table(of plan: Plan) throws -> String {
    var days: [String: String] = [:]
    let sheets = try FactSheet.all(of: plan)
    for row in sheets.first(where: { $0.register == "published-air" })?.rows ?? [] {
      guard days[row.cells[0]] == nil || row.arrival.way == .correction else { continue }
      days[row.cells[0]] = row.cells[2...7].joined(separator: ",")
    }
    let level = [
      "新昌县": "18,35,5,18,0.6,120", "嵊州市": "22,40,6,22,0.7,130", "诸暨市": "30,52,7,31,1.0,155",
      "越城区": "32,55,7,32,1.0,160", "柯桥区": "33,58,8,34,1.0,160",
    ]
    var text = "station,date,PM2.5,PM10,SO2,NO2,CO,O3_8h\n"
    let first = CalendarDay(year: 2020, month: 1, day: 1).dayNumber
    for day in (first..<first + 366 + 365).map({ "\(CalendarDay(dayNumber: $0))" }) {
      text += "上虞区,\(day),\(days[day] ?? "27,50,6,30,0.8,100")\n"
      for (name, values) in level { text += "\(name),\(day),\(values)\n" }
    }
    return text
  }
}
