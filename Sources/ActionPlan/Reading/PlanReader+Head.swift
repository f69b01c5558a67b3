import AirQuality

/// What `plan.yml` says.
struct PlanHead {
  let id: String
  let title: Label
  let utcOffsetSeconds: Int
  let center: Coordinate
  let zoom: Int
  let outlines: OutlineSettings
  let airDistrict: AirPlaceName?
  let year: Int?
  let chapters: [PlanReader.ChapterTitle]
  let calendar: WorkCalendar?
  let dailyBudget: Int?
  let loop: LoopThresholds
  /// Read once the procedures are, whose categories it names.
  let reports: Value?
  /// Also where the calendar is faulty.
  let hasCalendar: Bool

  /// The last day of the plan's year.
  var lastDay: CalendarDay? { year.map { CalendarDay(year: $0, month: 12, day: 31) } }
}

extension PlanReader {
  func readHead() -> PlanHead? {
    guard let file = files.first(where: { $0.path == "plan.yml" }) else {
      if !log.hasErrors {
        log.error(
          Location(file: "plan.yml", line: 1, column: 1), "the folder has no plan.yml",
          "add it with plan, title, utc-offset and map; Docs/plan-language.md shows how")
      }
      return nil
    }
    let before = log.errorCount
    let documents = YAMLDocuments.read(file, log: log)
    guard let root = documents.first else {
      if log.errorCount == before {
        log.error(
          Location(file: "plan.yml", line: 1, column: 1), "the file is empty",
          "write plan, title, utc-offset and map")
      }
      return nil
    }
    if documents.count > 1 {
      log.error(
        documents[1].location, "plan.yml holds a second document", "keep one; remove the --- line")
    }
    guard let table = Table(root, "the plan", .plan, log: log) else { return nil }
    let id = table.required("plan", "add an id, such as plan: shangyu-2021")
      .flatMap { self.id($0, .word, "the plan's id") }
    let title = self.label(table, "title")
    let year = table["year"].flatMap { whole($0, "the plan's year", in: Self.years) }
    let offset = table.required("utc-offset", ParsedOffset.remedy).flatMap(self.utcOffset)
    let map = table.required("map", "add map: {center: [longitude, latitude], zoom: 11}")
      .flatMap(self.map)
    let outlines = OutlineSettings(
      district: table["boundary"].flatMap { outline($0, "boundary", .outline) },
      places: table["place-boundaries"].flatMap { outline($0, "place-boundaries", .placeOutlines) })
    let airDistrict = table["air"].flatMap(self.airDistrict)
    let chapters = table["chapters"].map(self.chapters) ?? []
    let calendar = table["calendar"].flatMap {
      self.calendar($0, utcOffsetSeconds: offset ?? 0)
    }
    let budget = table["daily-budget"].flatMap { whole($0, "daily-budget", in: Self.budgets) }
    let loop = table["loop"].map(self.loop)
    // A faulty name is told once: objectives need not tell that there is none.
    guard let id, let title, let offset, let map, table["air"] == nil || airDistrict != nil,
      table["year"] == nil || year != nil
    else { return nil }
    return PlanHead(
      id: id, title: title, utcOffsetSeconds: offset, center: map.0, zoom: map.1,
      outlines: outlines, airDistrict: airDistrict, year: year, chapters: chapters,
      calendar: calendar, dailyBudget: budget, loop: (loop ?? nil) ?? LoopThresholds(),
      reports: table["reports"], hasCalendar: table["calendar"] != nil)
  }

  private func airDistrict(_ value: Value) -> AirPlaceName? {
    guard let table = Table(value, "air", .air, log: log) else { return nil }
    return table.required("district", "add district: {name: …, city: …}")
      .flatMap { airPlaceName($0, "the district of air") }
  }

  private func utcOffset(_ value: Value) -> Int? {
    guard case .text(let text) = value.content, let offset = ParsedOffset(text) else {
      log.error(
        value.location, "utc-offset is \(value.kind), which is no offset", ParsedOffset.remedy)
      return nil
    }
    return offset.seconds
  }

  private func map(_ value: Value) -> (Coordinate, Int)? {
    guard let table = Table(value, "map", .map, log: log) else { return nil }
    let center = table.required("center", "add center: [longitude, latitude]")
      .flatMap { coordinate($0, "center") }
    let zoom = table.required("zoom", "add zoom: 11").flatMap { value -> Int? in
      guard case .text(let text) = value.content, let zoom = Int(text), (1...20).contains(zoom)
      else {
        log.error(value.location, "zoom is \(value.kind)", "write a whole number from 1 to 20")
        return nil
      }
      return zoom
    }
    guard let center, let zoom else { return nil }
    return (center, zoom)
  }
}
