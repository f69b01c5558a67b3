import AirQuality

/// What the columns of a table give, found by their names in either language.
struct Layout {
  enum Column: Hashable {
    case city, place, date, hour, year, month, day, time
    case value(Pollutant)
    /// Daily maximum or running 8 h mean of O3.
    case ozone8h
    case aqi, level, primary
    /// Lowest and highest hourly index of a day, `53~87`.
    case aqiRange
    case windSpeed, windDirection
    /// A long table: one value a row.
    case pollutant, amount, unit
  }

  let columns: [Column: Int]
  let names: [String]
  /// Divides concentrations of CO: 1,000 where a table gives µg/m³.
  let isCOInMicrograms: Bool

  /// - Throws: `AirFileError` where what, when or where is missing.
  init(header: [String], path: String, file: AirFileOptions) throws(AirFileError) {
    names = header
    var columns: [Column: Int] = [:]
    var isCOInMicrograms = file.isCOInMicrograms
    for (place, title) in header.enumerated() {
      let (name, unit) = Self.parts(of: title)
      guard let column = Self.column(named: name) else { continue }
      if let other = columns[column] {
        throw .twoColumns(path: path, name: title, columns: [other + 1, place + 1])
      }
      if column == .windSpeed, unit?.hasPrefix("km") ?? false {
        throw .cannotRead(
          path: path, reason: "\"\(title)\" is not in m/s; convert it or leave it out")
      }
      columns[column] = place
      if column == .value(.co),
        unit.map({ $0.hasPrefix("u") || $0.hasPrefix("µ") || $0.hasPrefix("μ") }) ?? false
      {
        isCOInMicrograms = true
      }
    }
    // The multi-site set gives CO in µg/m³ without saying so in its header.
    if header.first == "No", header.contains("WSPM") { isCOInMicrograms = true }
    self.columns = columns
    self.isCOInMicrograms = isCOInMicrograms
    let hasDay =
      columns[.date] != nil || columns[.time] != nil
      || (columns[.year] != nil && columns[.month] != nil && columns[.day] != nil)
    func missing(_ needed: String) -> AirFileError {
      .noColumn(path: path, needed: needed, found: header)
    }
    guard hasDay else { throw missing("the day (date, time, or year, month and day)") }
    let isLong = columns[.pollutant] != nil && columns[.amount] != nil
    guard
      isLong || Pollutant.allCases.contains(where: { columns[.value($0)] != nil })
        || columns[.ozone8h] != nil || columns[.aqi] != nil
    else { throw missing("a pollutant (PM2.5, PM10, SO2, NO2, CO, O3), or pollutant and value") }
  }

  var isLong: Bool { columns[.pollutant] != nil && columns[.amount] != nil }
  /// Whether rows are hours; else days.
  var isHourly: Bool { columns[.hour] != nil || columns[.time] != nil }

  func name(_ column: Column) -> String? { columns[column].map { names[$0] } }

  /// A title's name in small letters, and the unit that may stand in brackets behind it.
  private static func parts(of title: String) -> (name: String, unit: String?) {
    let open = title.firstIndex { "(（[".contains($0) }
    let name = (open.map { title[..<$0] } ?? title[...]).lowercased()
      .filter { !$0.isWhitespace }
    let unit = open.map { title[title.index(after: $0)...].prefix { !")）]".contains($0) } }
    return (name, unit.map { $0.lowercased() })
  }

  /// The pollutant that a name means; nil for anything else.
  static func pollutant(named name: String) -> Pollutant? {
    if case .value(let pollutant) = column(named: parts(of: name).name) { return pollutant }
    return nil
  }

  private static func column(named name: String) -> Column? {
    switch name {
    case "city", "城市", "area", "地市": .city
    case "station", "site", "place", "positionname", "站点", "站点名称", "监测站点", "点位", "点位名称": .place
    case "date", "日期", "监测日期": .date
    case "hour", "小时", "时": .hour
    case "year", "年", "年份": .year
    case "month", "月", "月份": .month
    case "day", "日": .day
    case "time", "datetime", "timepoint", "时间", "监测时间": .time
    case "pm2.5", "pm25", "pm2_5", "细颗粒物": .value(.pm25)
    case "pm10", "可吸入颗粒物", "颗粒物": .value(.pm10)
    case "so2", "二氧化硫": .value(.so2)
    case "no2", "二氧化氮": .value(.no2)
    case "co", "一氧化碳": .value(.co)
    case "o3", "o3_1h", "臭氧", "臭氧1小时": .value(.o3)
    case "o3_8h", "o3-8h", "o38h", "臭氧8小时", "o3_mda8": .ozone8h
    case "aqi", "空气质量指数": .aqi
    case "aqi_range", "aqi范围": .aqiRange
    case "level", "quality", "级别", "类别", "空气质量类别": .level
    case "primary_pollutant", "primarypollutant", "首要污染物": .primary
    case "pollutant", "item", "factor", "污染物", "项目", "因子": .pollutant
    case "value", "concentration", "浓度", "数值", "值": .amount
    case "unit", "单位": .unit
    case "wspm", "wind_speed", "windspeed", "ws", "风速": .windSpeed
    case "wd", "wind_direction", "winddirection", "风向": .windDirection
    default: nil
    }
  }
}

/// What a file does not say about itself.
public struct AirFileOptions: Sendable, Hashable, Codable {
  /// Hours are labelled by their end (1…24, or 0 for midnight) instead of their begin (0…23).
  public var hoursAreEnds = false
  /// 0 stands for a missing value.
  public var isZeroMissing = false
  public var isCOInMicrograms = false
  /// Keeps published indices with their rows' concentrations, for a comparison.
  public var keepsPublished = false
  /// Name of the place in a table of one place without a column for it.
  public var place: String?
  /// Name of a workbook's sheet; the first one that is not hidden where nil.
  public var sheet: String?

  public init() {}
}
