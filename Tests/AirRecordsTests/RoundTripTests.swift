import AirQuality
import Foundation
import TableFixtures
import Testing

@testable import AirRecords

/// Random tables, written in every form and read back.
struct RoundTripTests {
  /// One place's hours; nil where there is none.
  private struct Place {
    let city: String
    let name: String
    /// Day, hour, and values in tenths by pollutant, then of the wind's speed and its direction.
    var hours: [(day: Int, hour: Int, tenths: [Int?])] = []
  }

  private static let firstDay = CalendarDay(year: 2020, month: 12, day: 30)
  private static let names = ["PM2.5", "PM10", "SO2", "NO2", "CO", "O3", "WSPM", "wd"]

  private func places(_ seed: Int) -> [Place] {
    var chance = Chance(UInt64(seed))
    return (0...chance.below(3)).map { number in
      var place = Place(city: "绍兴, \"越\"", name: "站 \(number)")
      for day in 0...chance.below(3) {
        for hour in 0..<24 where chance.below(3) > 0 {
          let tenths = (0..<8).map { column -> Int? in
            guard chance.below(5) > 0 else { return nil }
            return chance.below(column == 7 ? 3_601 : column == 6 ? 300 : 5_000)
          }
          if tenths.contains(where: { $0 != nil }) { place.hours.append((day, hour, tenths)) }
        }
      }
      return place
    }
  }

  private func text(_ tenths: Int?) -> String {
    tenths.map { $0 % 10 == 0 ? "\($0 / 10)" : "\($0 / 10).\($0 % 10)" } ?? ""
  }

  private func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }

  private func day(_ number: Int) -> CalendarDay {
    CalendarDay(dayNumber: Self.firstDay.dayNumber + number)
  }

  private func wide(_ places: [Place]) -> String {
    var lines = [(["city", "station", "date", "hour"] + Self.names).joined(separator: ",")]
    for place in places {
      for (number, hour, tenths) in place.hours {
        lines.append(
          ([quoted(place.city), place.name, "\(day(number))", "\(hour)"] + tenths.map { text($0) })
            .joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func long(_ places: [Place]) -> String {
    var lines = ["城市\t站点\t时间\t污染物\t浓度"]
    for place in places {
      for (number, hour, tenths) in place.hours {
        for (name, value) in zip(Self.names.prefix(6), tenths) where value != nil {
          lines.append(
            [quoted(place.city), place.name, "\(day(number)) \(hour):00", name, text(value)]
              .joined(separator: "\t"))
        }
      }
    }
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  /// Days as serial numbers with a format, values as Excel's binary numbers.
  private func workbook(_ places: [Place]) throws -> [UInt8] {
    var rows = TableFiles.row(
      1, (["city", "station", "time"] + Self.names).map { TableFiles.inline($0) })
    var number = 1
    for place in places {
      for (dayNumber, hour, tenths) in place.hours {
        number += 1
        let serial = Double(day(dayNumber).dayNumber + 25_569) + Double(hour) / 24
        rows += TableFiles.row(
          number,
          [
            TableFiles.inline(place.city), TableFiles.inline(place.name),
            TableFiles.number("\(serial)", style: 1),
          ]
            + tenths.map { $0.map { TableFiles.number("\(Double($0) * 0.1)") } ?? "<c/>" })
      }
    }
    return try TableFiles.workbook(rows, cells: "<xf numFmtId=\"0\"/><xf numFmtId=\"22\"/>")
  }

  private func read(_ bytes: [UInt8]) throws -> AirFile {
    try TableFiles.with(bytes) { try AirFile.read($0) }
  }

  /// What was written, hour by hour.
  private func expect(
    _ file: AirFile, holds places: [Place], columns: Int, _ form: String, seed: Int
  ) throws {
    let comment = Comment("\(form), seed \(seed)")
    let written = places.filter {
      $0.hours.contains { $0.tenths.prefix(columns).contains { $0 != nil } }
    }
    #expect(file.badRows == [], comment)
    #expect(
      file.valueCount
        == places.flatMap(\.hours).flatMap { $0.tenths.prefix(columns) }.count { $0 != nil },
      comment)
    #expect(file.places.map(\.title) == written.map { "\($0.city) \($0.name)" }, comment)
    for (place, given) in zip(file.places, written) {
      var found: [HourlyValues?] = Pollutant.allCases.map { place.hours[$0] }
      found += [place.wind?.speed, place.wind?.direction]
      for column in 0..<columns {
        var count = 0
        for (number, hour, tenths) in given.hours {
          guard let value = tenths[column] else { continue }
          count += 1
          let values = try #require(found[column], comment)
          let first = (day(number).dayNumber - values.firstDay.dayNumber) * 24
          #expect(values[first + hour] == ExactDecimal(Int64(value), scale: 1), comment)
        }
        let held = found[column].map { values in (0..<values.hourCount).count { values[$0] != nil }
        }
        #expect(held ?? 0 == count, comment)
      }
    }
  }

  @Test(arguments: 1...12)
  func `a table of hours reads back the same in every form`(seed: Int) throws {
    let places = places(seed).filter { !$0.hours.isEmpty }
    guard !places.isEmpty else { return }
    let table = Array(wide(places).utf8)
    try expect(read(table), holds: places, columns: 8, "wide", seed: seed)
    try expect(read(TableFiles.gzip(table)), holds: places, columns: 8, "gzip", seed: seed)
    try expect(read(Array(long(places).utf8)), holds: places, columns: 6, "long", seed: seed)
    try expect(read(workbook(places)), holds: places, columns: 8, "workbook", seed: seed)
  }
}
