import AirQuality

/// What the columns of a bulletin's table give.
struct BulletinLayout {
  enum Column: Hashable {
    case city, place, composite, goodShare, rank
    case value(Pollutant)
  }

  let columns: [Column: Int]
  let names: [String]
  let hasSecondLine: Bool
  /// How many places the decimal point of a pollutant's figures moves to the bulletin's unit.
  let shifts: PollutantValues<Int>

  /// Where the figures stand.
  var figureColumns: [Int] {
    columns.filter { $0.key != .city && $0.key != .place }.map(\.value).sorted()
  }

  /// - Parameters:
  ///   - header: a row's cells.
  ///   - below: those of the row after it, which may be the header's second line: figures under
  ///     groups ("PM2.5" over "浓度" and "同比").
  /// - Returns: nil where the header names no place or no figure, and so is none.
  /// - Throws: `AirFileError` where two columns give the same.
  init?(
    header: [String], below: [String], row: Int, path: String, file: AirFileOptions
  ) throws(AirFileError) {
    let upper = header.map { BulletinText.plain($0) }
    let lower = Self.isSecondLine(below, of: upper) ? below.map { BulletinText.plain($0) } : []
    var columns: [Column: Int] = [:]
    var shifts = PollutantValues<Int>()
    var doubled: AirFileError?
    var (group, names): (String, [String]) = ("", [])
    for number in 0..<max(upper.count, lower.count) {
      let over = number < upper.count ? upper[number] : ""
      let under = number < lower.count ? lower[number] : ""
      if !over.isEmpty || under.isEmpty { group = over }
      names.append(under.isEmpty ? group : group + under)
      guard let (column, title) = Self.column(under: group, titled: under) else { continue }
      if let other = columns[column] {
        let both = [other + 1, number + 1]
        doubled = doubled ?? .twoColumns(path: path, row: row, name: names[number], columns: both)
        continue
      }
      columns[column] = number
      if case .value(let pollutant) = column {
        shifts[pollutant] = Self.shift(title, of: pollutant, file: file)
      }
    }
    if columns[.place] == nil { columns[.place] = columns.removeValue(forKey: .city) }
    self.columns = columns
    self.shifts = shifts
    self.names = names
    hasSecondLine = !lower.isEmpty
    guard columns[.place] != nil, !figureColumns.isEmpty else { return nil }
    if let doubled { throw doubled }
  }

  /// Whether a row is the second line of a header: it names no place and holds no number.
  private static func isSecondLine(_ row: [String], of header: [String]) -> Bool {
    let place = header.firstIndex {
      [.place, .city].contains(column(titled: $0))
    }
    guard let place, row.contains(where: { !$0.isEmpty }) else { return false }
    return (!row.indices.contains(place) || row[place].isEmpty)
      && row.allSatisfy { ExactDecimal(BulletinText.plain($0)) == nil }
  }

  /// What a column gives whose title stands under a group's, and the title that says so.
  private static func column(under group: String, titled title: String) -> (Column, String)? {
    let whole = group + title
    if let column = column(titled: whole) { return (column, whole) }
    // The rank under PM2.5 is not that of the place.
    if case .value = column(titled: group) { return nil }
    return column(titled: title).map { ($0, title) }
  }

  private static func shift(_ title: String, of pollutant: Pollutant, file: AirFileOptions) -> Int {
    let title = title.lowercased()
    let isMicrograms = ["µg", "μg", "ug", "微克"].contains { title.contains($0) }
    let isMilligrams = ["mg", "毫克"].contains { title.contains($0) }
    if pollutant == .co { return isMicrograms || file.isCOInMicrograms && !isMilligrams ? -3 : 0 }
    return isMilligrams && !isMicrograms ? 3 : 0
  }

  private static func column(titled title: String) -> Column? {
    let title = title.lowercased().filter { $0 != " " }
    // Changes and targets stand beside the figures; they are read over.
    guard !["同比", "环比", "变化", "改善", "上年", "去年", "目标"].contains(where: title.contains) else {
      return nil
    }
    let name = title.prefix { !"(（[".contains($0) }
    let bare = name.filter { !"、,，/·-_%".contains($0) }
    switch bare {
    case "城市", "设区市", "地市", "city": return .city
    case "区县", "县区", "各区", "各县", "各县市区", "各区县", "区", "县", "县市区", "区县市", "市县", "地区", "区域", "乡镇",
      "镇街", "乡镇街道", "镇街道",
      "街道", "名称", "行政区", "行政区划", "站点", "点位", "站点名称", "点位名称", "地点", "name", "district", "county",
      "town", "place", "area", "station":
      return .place
    case "综合指数", "空气质量综合指数", "环境空气质量综合指数", "空气综合指数", "composite", "compositeindex":
      return .composite
    case "优良率", "aqi优良率", "空气优良率", "空气质量优良率", "环境空气质量优良率", "优良天数比例", "优良天数比率",
      "优良天数占比", "优良比例", "空气质量优良天数比例", "goodshare", "goodday", "gooddays":
      return .goodShare
    case "排名", "名次", "排序", "综合指数排名", "空气质量排名", "rank": return .rank
    default: return pollutant(String(bare)).map { .value($0) }
    }
  }

  private static let pollutantNames: [(name: String, pollutant: Pollutant)] = [
    ("pm2.5", .pm25), ("pm25", .pm25), ("细颗粒物", .pm25), ("pm10", .pm10), ("可吸入颗粒物", .pm10),
    ("so2", .so2), ("二氧化硫", .so2), ("no2", .no2), ("二氧化氮", .no2), ("co", .co), ("一氧化碳", .co),
    ("o3", .o3), ("臭氧", .o3),
  ]

  /// What may stand behind a pollutant's name without making it another figure, longer words first.
  private static let statistics = [
    "第95百分位数", "第90百分位数", "95百分位数", "90百分位数", "第95百分位", "第90百分位", "95百分位", "90百分位",
    "percentile", "concentration", "百分位数", "日最大", "average", "8小时", "浓度", "均值", "平均", "滑动", "95per",
    "90per", "95th", "90th", "mean", "mda8", "avg", "per", "p95", "p90", "95", "90", "24小时", "8h",
    "日",
    "月", "年", "值", "的", "μg", "µg", "ug", "mg", "m3", "m³",
  ]

  /// Whether what stands behind a pollutant's name says the statistic that bulletins state of it, or
  /// none: means of SO2, NO2, PM10 and PM2.5, the 95th percentile of CO, the 90th of O3.
  private static func isHeadline(_ words: Substring, of pollutant: Pollutant) -> Bool {
    let (says95, says90) = (words.contains("95"), words.contains("90"))
    let saysPercentile = says95 || says90 || ["百分位", "per"].contains(where: words.contains)
    switch pollutant {
    case .co: return !says90 && (saysPercentile || !saysMean(words))
    case .o3:
      let says8h = ["8小时", "8h", "mda8"].contains(where: words.contains)
      return !says95 && (saysPercentile || says8h || !saysMean(words))
    default: return !saysPercentile
    }
  }

  private static func saysMean(_ words: Substring) -> Bool {
    ["均", "mean", "avg", "average"].contains(where: words.contains)
  }

  private static func pollutant(_ name: String) -> Pollutant? {
    guard let found = pollutantNames.first(where: { name.hasPrefix($0.name) }) else { return nil }
    var rest = name.dropFirst(found.name.count)
    guard isHeadline(rest, of: found.pollutant) else { return nil }
    while !rest.isEmpty {
      guard let word = statistics.first(where: { rest.hasPrefix($0) }) else { return nil }
      rest = rest.dropFirst(word.count)
    }
    return found.pollutant
  }
}

/// How bulletins set names and figures: blanks between characters, full-width and lowered digits.
enum BulletinText {
  /// Full-width letters, digits and signs as ASCII, lowered digits as digits; no blank in a text of
  /// Chinese characters, single ones elsewhere.
  static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: plain.append(Unicode.Scalar(scalar.value - 0xFEE0)!)
      case 0x2080...0x2089: plain.append(Unicode.Scalar(scalar.value - 0x2050)!)
      case 0x3000, 0xA0, 0x09: plain.append(" ")
      case 0x200B, 0xFEFF: break
      default: plain.append(scalar)
      }
    }
    let words = String(plain).split(separator: " ")
    let isChinese = plain.contains { (0x3400...0x9FFF).contains($0.value) }
    return words.joined(separator: isChinese ? "" : " ")
  }
}
