import ActionPlan
import AirQuality
import AirRecords
import Foundation
import GRDB
import Ledger
import Testing

@testable import Steering

struct FigureStandingTests {
  private let house: FreshLedger
  private let origin = CalendarDay(year: 2021, month: 6, day: 1)

  init() throws { house = try FreshLedger() }

  private var plan: Plan {
    let label = Label(zh: "x", en: "x")
    let names = ["上虞区", "新昌县"].map { AirPlaceName(name: $0) }
    return Plan(
      id: "p", title: label, digest: "d", utcOffsetSeconds: 28_800,
      center: Coordinate(longitude: 0, latitude: 0), zoom: 1, boundary: nil, units: [], places: [],
      quantities: [], objectives: [], clauses: [], registers: [], rules: [], procedures: [],
      airDistrict: names[0],
      rankings: [
        AirRanking(
          id: "districts", label: label, clause: nil, members: .places(names), ties: .competition,
          isPublic: true)
      ])
  }

  private func objective(_ measure: Objective.Measure, _ target: Objective.Target?) -> Objective {
    Objective(
      id: "O", clause: "O", label: Label(zh: "x", en: "x"), measure: measure, target: target)
  }

  /// Level air from 2020 on: PM2.5 of the district as given, of the other 25.
  private func take(pm25: Int, yearBefore: Int) async throws {
    var text = "station,date,PM2.5,PM10,SO2,NO2,CO,O3_8h\n"
    let first = CalendarDay(year: 2020, month: 1, day: 1)
    for number in first.dayNumber..<origin.dayNumber {
      let day = CalendarDay(dayNumber: number)
      text += "上虞区,\(day),\(day.year == 2021 ? pm25 : yearBefore),40,6,20,0.6,120\n"
      text += "新昌县,\(day),25,40,6,20,0.6,120\n"
    }
    let path = house.folder.appending(path: "air.csv")
    try Data(text.utf8).write(to: path)
    let file = try AirFile.read(path.path)
    try await house.ledger.write { db in
      _ = try AirBook.import(
        file, digest: "d", status: .published, by: .system("test"), at: 1, in: db)
    }
  }

  private func standing(_ objective: Objective) async throws -> FigureStanding? {
    let (plan, origin) = (plan, origin)
    return try await house.ledger.read { db in
      let air = try DistrictAir(plan: plan, in: db)
      let place = try #require(air.district)
      return try FigureStanding(
        of: objective, at: place, daily: try air.record(of: place, in: db), air: air,
        origin: origin, in: db)
    }
  }

  @Test(arguments: [(30, ObjectiveStanding.Course.onCourse), (36, .atRisk)])
  func `class two is met while every pollutant is within its limit`(
    pm25: Int, course: ObjectiveStanding.Course
  ) async throws {
    try await take(pm25: pm25, yearBefore: 30)
    let standing = try await standing(objective(.classTwo(.bulletin), nil))
    #expect(standing?.course == course)
    #expect(standing?.period.description == "2021-01-01..2021-05-31")
  }

  @Test(arguments: [(20, 1, ObjectiveStanding.Course.onCourse), (30, 2, .atRisk)])
  func `a rank counts among the places that have figures`(
    pm25: Int, rank: Int, course: ObjectiveStanding.Course
  ) async throws {
    try await take(pm25: pm25, yearBefore: 30)
    let standing = try await standing(
      objective(.rank(in: "districts"), Objective.Target(.atMost, ExactDecimal(1), unit: "")))
    guard case .rank(let table, let found)? = standing?.reading else {
      Issue.record("no rank")
      return
    }
    #expect(table.rankedCount == 2)
    #expect(found == rank)
    #expect(standing?.course == course)
  }

  @Test(arguments: [(30, ObjectiveStanding.Course.onCourse), (33, .atRisk)])
  func `a change on year is judged by its figure and shows the others`(
    pm25: Int, course: ObjectiveStanding.Course
  ) async throws {
    try await take(pm25: pm25, yearBefore: 30)
    let standing = try await standing(
      objective(
        .changeOnYear(.pollutant(.pm25)), Objective.Target(.atMost, ExactDecimal(0), unit: "%")))
    guard case .change(let changes, _)? = standing?.reading else {
      Issue.record("no change")
      return
    }
    #expect(changes.count == PlaceFigures.Kind.allCases.count)
    #expect(standing?.course == course)
  }

  @Test func `nothing taken in, no place to judge`() async throws {
    let plan = plan
    let district = try await house.ledger.read { db in
      try DistrictAir(plan: plan, in: db).district
    }
    #expect(district == nil)
  }
}
