import AirQuality

/// Takes the rows of one table in, one after the other.
struct RowReader {
  private static let badRowsKept = 1_000
  /// A slip of the pen must not make a series of ten thousand years.
  private static let years = 1980...2100
  private static let greatestWindSpeed = ExactDecimal(120)

  private let layout: Layout
  private let options: AirFileOptions
  private let file: String
  private var builders: [PlaceBuilder] = []
  private var numbers: [PlaceKey: Int] = [:]
  /// Where to look, so that no row has to ask the layout again.
  private let valueColumns: [(pollutant: Pollutant, column: Int)]
  private let cityColumn: Int?
  private let placeColumn: Int?
  private let timeColumn: Int?
  private let dateColumn: Int?
  private let hourColumn: Int?
  private let indexColumn: Int?
  private let windSpeedColumn: Int?
  private let windDirectionColumn: Int?
  private var lastPlace: (city: [UInt8], name: [UInt8], number: Int)?
  private var lastDay: (bytes: [UInt8], number: Int)?
  private var rowCount = 0
  private var valueCount = 0
  private var emptyCount = 0
  private var roundedCount = 0
  private var badRows: [BadRow] = []
  private var badCount = 0

  struct PlaceKey: Hashable {
    let city: String?
    let name: String
  }

  init(layout: Layout, options: AirFileOptions, file: String) {
    self.layout = layout
    self.options = options
    self.file = file
    valueColumns = Pollutant.allCases.compactMap { pollutant in
      // In a table of days the daily maximum 8 h mean of O3 counts.
      let daily = pollutant == .o3 && !layout.isHourly ? layout.columns[.ozone8h] : nil
      return (daily ?? layout.columns[.value(pollutant)]).map { (pollutant, $0) }
    }
    cityColumn = layout.columns[.city]
    placeColumn = layout.columns[.place]
    timeColumn = layout.columns[.time]
    dateColumn = layout.columns[.date]
    hourColumn = layout.columns[.hour]
    indexColumn = layout.columns[.aqi]
    windSpeedColumn = layout.isHourly ? layout.columns[.windSpeed] : nil
    windDirectionColumn = layout.isHourly ? layout.columns[.windDirection] : nil
  }

  mutating func take(_ rows: DelimitedRows) {
    rowCount += 1
    guard let slot = slot(rows) else { return }
    let place = place(rows)
    if layout.isLong { return takeLong(rows, slot: slot, place: place) }
    var taken = PollutantValues<ExactDecimal>()
    for (pollutant, column) in valueColumns {
      guard let value = value(rows, column, of: pollutant) else { continue }
      builders[place].add(value, of: pollutant, slot: slot)
      valueCount += 1
      if options.keepsPublished { taken[pollutant] = value }
    }
    takeWind(rows, slot: slot, place: place)
    takeIndex(rows, slot: slot, place: place, concentrations: taken)
  }

  private mutating func takeWind(_ rows: DelimitedRows, slot: Int, place: Int) {
    if let column = windSpeedColumn, let speed = windSpeed(rows, column) {
      builders[place].addWindSpeed(speed, slot: slot)
      valueCount += 1
    }
    if let column = windDirectionColumn, let direction = windDirection(rows, column) {
      builders[place].addWindDirection(direction, slot: slot)
      valueCount += 1
    }
  }

  private mutating func takeLong(_ rows: DelimitedRows, slot: Int, place: Int) {
    guard let nameColumn = layout.columns[.pollutant], let column = layout.columns[.amount] else {
      return
    }
    let name = rows.text(nameColumn)
    guard let pollutant = Layout.pollutant(named: name) else {
      // Other quantities may stand in the same table.
      if ["AQI", "空气质量指数"].contains(name) { return }
      complain(rows, nameColumn, "\"\(name)\"", "write PM2.5, PM10, SO2, NO2, CO or O3")
      return
    }
    let unit = layout.columns[.unit].map { rows.text($0).lowercased() } ?? ""
    guard let value = value(rows, column, of: pollutant, unit: unit) else { return }
    builders[place].add(value, of: pollutant, slot: slot)
    valueCount += 1
  }

  // MARK: - When

  private mutating func slot(_ rows: DelimitedRows) -> Int? {
    if let column = timeColumn { return time(rows, column) }
    guard let day = day(rows) else { return nil }
    guard let column = hourColumn else { return day }
    guard let hour = PlainNumber(rows.bytes(of: column))?.whole,
      (options.hoursAreEnds ? 0...24 : 0...23).contains(hour)
    else {
      complain(
        rows, column, "\"\(rows.text(column))\"",
        options.hoursAreEnds ? "write 1 to 24" : "write 0 to 23, or say that hours are ends")
      return nil
    }
    // Label 0 of ends is the midnight that ends the day before.
    return day * 24 + (options.hoursAreEnds ? hour - 1 : hour)
  }

  private mutating func day(_ rows: DelimitedRows) -> Int? {
    if let column = dateColumn {
      let bytes = rows.bytes(of: column)
      if let lastDay, lastDay.bytes.elementsEqual(bytes) { return lastDay.number }
      guard let day = Self.day(String(decoding: bytes, as: UTF8.self)),
        Self.years.contains(day.year)
      else {
        complain(rows, column, "\"\(rows.text(column))\"", "write a day as 2021-06-01")
        return nil
      }
      lastDay = (Array(bytes), day.dayNumber)
      return day.dayNumber
    }
    guard let yearColumn = layout.columns[.year], let monthColumn = layout.columns[.month],
      let dayColumn = layout.columns[.day]
    else { return nil }
    func number(_ column: Int) -> Int { PlainNumber(rows.bytes(of: column))?.whole ?? 0 }
    let (year, month, day) = (number(yearColumn), number(monthColumn), number(dayColumn))
    guard Self.years.contains(year), (1...12).contains(month),
      (1...CalendarDay.dayCount(ofMonth: month, in: year)).contains(day)
    else {
      complain(
        rows, dayColumn,
        "\"\(rows.text(yearColumn))-\(rows.text(monthColumn))-\(rows.text(dayColumn))\"",
        "write a year, a month and a day of it")
      return nil
    }
    return CalendarDay(year: year, month: month, day: day).dayNumber
  }

  /// `2021-06-01`, or its midnight, as spreadsheets may write a day.
  private static func day(_ text: String) -> CalendarDay? {
    let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
    guard let day = parts.first, parts.count < 2 || parts[1].allSatisfy({ "0:.".contains($0) })
    else {
      return nil
    }
    return CalendarDay(day)
  }

  /// `2021-06-01 08:00`, with T or a blank, seconds or not.
  private mutating func time(_ rows: DelimitedRows, _ column: Int) -> Int? {
    if let (day, hour) = Self.plainTime(rows.bytes(of: column)) {
      return day.dayNumber * 24 + (options.hoursAreEnds ? hour - 1 : hour)
    }
    let text = rows.text(column)
    let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
    // A workbook may show midnight as the day alone.
    guard (1...2).contains(parts.count), let day = CalendarDay(parts[0]),
      Self.years.contains(day.year),
      let hour = parts.count == 1 ? 0 : Int(parts[1].prefix { $0 != ":" }), (0...24).contains(hour)
    else {
      complain(rows, column, "\"\(text)\"", "write a time as 2021-06-01 08:00")
      return nil
    }
    return day.dayNumber * 24 + (options.hoursAreEnds ? hour - 1 : hour)
  }

  /// `2021-06-01 08:00` straight from its bytes, as most tables write it; nil for any other writing,
  /// which then is read with care.
  private static func plainTime(_ bytes: some Collection<UInt8>) -> (CalendarDay, hour: Int)? {
    guard bytes.count >= 16 else { return nil }
    var numbers = (0, 0, 0, 0)
    var place = 0
    for byte in bytes {
      switch place {
      case 0..<4, 5..<7, 8..<10, 11..<13:
        guard (0x30...0x39).contains(byte) else { return nil }
        let digit = Int(byte & 0x0F)
        switch place {
        case 0..<4: numbers.0 = numbers.0 * 10 + digit
        case 5..<7: numbers.1 = numbers.1 * 10 + digit
        case 8..<10: numbers.2 = numbers.2 * 10 + digit
        default: numbers.3 = numbers.3 * 10 + digit
        }
      case 4, 7: guard byte == UInt8(ascii: "-") else { return nil }
      case 10: guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "T") else { return nil }
      case 13: guard byte == UInt8(ascii: ":") else { return nil }
      default: break
      }
      place += 1
    }
    let (year, month, day, hour) = numbers
    guard years.contains(year), (1...12).contains(month), hour <= 24,
      (1...CalendarDay.dayCount(ofMonth: month, in: year)).contains(day)
    else { return nil }
    return (CalendarDay(year: year, month: month, day: day), hour)
  }

  // MARK: - Where

  private mutating func place(_ rows: DelimitedRows) -> Int {
    let cityBytes = cityColumn.map { rows.bytes(of: $0) }
    let nameBytes = placeColumn.map { rows.bytes(of: $0) }
    if let lastPlace, lastPlace.city.elementsEqual(cityBytes ?? .empty),
      lastPlace.name.elementsEqual(nameBytes ?? .empty)
    {
      return lastPlace.number
    }
    let city = cityColumn.map { rows.text($0) }
    let name = placeColumn.map { rows.text($0) } ?? options.place ?? city ?? "—"
    let key = PlaceKey(city: city, name: name)
    let number = numbers[key] ?? builders.count
    if number == builders.count {
      builders.append(PlaceBuilder(city: city, name: name))
      numbers[key] = number
    }
    lastPlace = (Array(cityBytes ?? .empty), Array(nameBytes ?? .empty), number)
    return number
  }

  // MARK: - What

  private mutating func value(
    _ rows: DelimitedRows, _ column: Int, of pollutant: Pollutant, unit: String = ""
  ) -> ExactDecimal? {
    let bytes = rows.bytes(of: column)
    if Self.isMissing(bytes) {
      emptyCount += 1
      return nil
    }
    guard let number = PlainNumber(bytes) else {
      complain(
        rows, column, "\"\(rows.text(column))\"", "write a number, or nothing where there is none")
      return nil
    }
    if number.mantissa == 0, options.isZeroMissing {
      emptyCount += 1
      return nil
    }
    guard number.mantissa >= 0 else {
      complain(
        rows, column, "\(rows.text(column))",
        "a concentration is at least 0; leave an invalid one out")
      return nil
    }
    guard var value = decimal(number, rows, column) else { return nil }
    let isMicrograms = unit.isEmpty ? layout.isCOInMicrograms : !unit.hasPrefix("m")
    if pollutant == .co, isMicrograms, let milligrams = value.shifted(by: -3) { value = milligrams }
    value = kept(value)
    guard value <= DenseSeries.greatest else {
      complain(rows, column, rows.text(column), "no instrument measures so much; check the unit")
      return nil
    }
    return value
  }

  private mutating func windSpeed(_ rows: DelimitedRows, _ column: Int) -> ExactDecimal? {
    let bytes = rows.bytes(of: column)
    if Self.isMissing(bytes) {
      emptyCount += 1
      return nil
    }
    guard let number = PlainNumber(bytes), number.mantissa >= 0 else {
      complain(
        rows, column, "\"\(rows.text(column))\"",
        "write m/s, at least 0, or nothing where there is none")
      return nil
    }
    guard let value = decimal(number, rows, column).map({ kept($0) }) else { return nil }
    guard value <= Self.greatestWindSpeed else {
      complain(rows, column, rows.text(column), "no wind blows so hard; write m/s")
      return nil
    }
    return value
  }

  private mutating func windDirection(_ rows: DelimitedRows, _ column: Int) -> ExactDecimal? {
    let bytes = rows.bytes(of: column)
    if Self.isMissing(bytes) {
      emptyCount += 1
      return nil
    }
    switch WindDirection(bytes) {
    case .degrees(let value): return value
    case .calm:
      emptyCount += 1
      return nil
    case nil: break
    }
    guard let number = PlainNumber(bytes), number.mantissa >= 0,
      let value = decimal(number, rows, column).map({ kept($0) }), value <= ExactDecimal(360)
    else {
      complain(
        rows, column, "\"\(rows.text(column))\"",
        "write degrees from 0 to 360, or N, NNE, NE … or 北, 北东北, 东北 …")
      return nil
    }
    return value
  }

  private mutating func decimal(
    _ number: PlainNumber, _ rows: DelimitedRows, _ column: Int
  ) -> ExactDecimal? {
    guard number.scale <= ExactDecimal.greatestScale else {
      complain(rows, column, "\"\(rows.text(column))\"", "write at most 18 decimals")
      return nil
    }
    // CO in µg/m³ takes three more.
    return ExactDecimal(number.mantissa, scale: number.scale)
      .rounded(to: ExactDecimal.greatestScale - 3)
  }

  private mutating func kept(_ value: ExactDecimal) -> ExactDecimal {
    guard value.scale > DenseSeries.decimals else { return value }
    let kept = value.rounded(to: DenseSeries.decimals)
    if kept != value { roundedCount += 1 }
    return kept
  }

  private static func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch bytes.count {
    case 0: true
    case 1: bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "_")
    case 2: bytes[0] == UInt8(ascii: "N") && bytes[1] == UInt8(ascii: "A")
    case 3:
      // NaN, and the dash of Chinese tables
      (bytes[0] == UInt8(ascii: "N") && bytes[2] == UInt8(ascii: "N"))
        || (bytes[0] == 0xE2 && bytes[1] == 0x80)
    default: false
    }
  }

  private mutating func takeIndex(
    _ rows: DelimitedRows, slot: Int, place: Int, concentrations: PollutantValues<ExactDecimal>
  ) {
    guard let column = indexColumn, !Self.isMissing(rows.bytes(of: column)) else { return }
    guard let aqi = PlainNumber(rows.bytes(of: column))?.whole, (0...1_000).contains(aqi) else {
      complain(rows, column, "\"\(rows.text(column))\"", "write a whole index from 0 to 500")
      return
    }
    guard options.keepsPublished, aqi > 0 || !options.isZeroMissing else { return }
    let level = layout.columns[.level].map { rows.text($0) }
    let primary = layout.columns[.primary].map { rows.text($0) } ?? ""
    builders[place].published.append(
      PublishedIndex(
        slot: slot, aqi: aqi, level: level?.isEmpty == false ? level : nil,
        primary: primary.split { ";,，、".contains($0) }.map { String($0).trimmingBlanks() }
          .filter { !["—", "-", "无", ""].contains($0) },
        hourlyRange: hourlyRange(rows), concentrations: concentrations, row: rows.line))
  }

  private func hourlyRange(_ rows: DelimitedRows) -> ClosedRange<Int>? {
    guard let column = layout.columns[.aqiRange] else { return nil }
    let ends = rows.text(column).split { "~～-".contains($0) }.compactMap { Int($0) }
    guard ends.count == 2, ends[0] <= ends[1] else { return nil }
    return ends[0]...ends[1]
  }

  private mutating func complain(
    _ rows: DelimitedRows, _ column: Int, _ found: String, _ remedy: String
  ) {
    badCount += 1
    guard badRows.count < Self.badRowsKept else { return }
    badRows.append(
      BadRow(
        file: file, row: rows.line,
        column: layout.names.indices.contains(column) ? layout.names[column] : nil,
        found: found, remedy: remedy))
  }

  func finish(path: String) -> AirFile {
    var (repeats, corrections) = (0, 0)
    let places = builders.map { builder in
      let built = builder.finish(isHourly: layout.isHourly)
      repeats += builder.repeatCount
      corrections += builder.correctionCount
      return built
    }
    return AirFile(
      path: path, isHourly: layout.isHourly, places: places, rowCount: rowCount,
      valueCount: valueCount, emptyCount: emptyCount, repeatCount: repeats,
      correctionCount: corrections, badRows: badRows, badCount: badCount,
      roundedCount: roundedCount)
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate static var empty: Self { .init(start: nil, count: 0) }
}
