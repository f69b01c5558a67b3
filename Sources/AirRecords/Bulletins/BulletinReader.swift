import AirQuality

/// Takes the rows of a bulletin's table in, one after the other.
struct BulletinReader {
  private static let badRowsKept = 1_000
  private static let greatestMicrograms = ExactDecimal(5_000)
  private static let greatestCO = ExactDecimal(100)
  private static let greatestComposite = ExactDecimal(100)

  private struct PlaceKey: Hashable {
    let city: String?
    let name: String
  }

  private let layout: BulletinLayout
  private let path: String
  private var rows: [AirBulletin.Row] = []
  private var seen: [PlaceKey: Int] = [:]
  private var skippedRows: [Int]
  private var badRows: [BadRow] = []
  private var badCount = 0

  init(layout: BulletinLayout, path: String, skippedRows: [Int]) {
    self.layout = layout
    self.path = path
    self.skippedRows = skippedRows
  }

  mutating func take(_ rows: DelimitedRows) {
    let name = text(rows, .place)
    let figures = layout.figureColumns.map { BulletinText.plain(rows.text($0)) }
    if Self.isNote(name) || name.isEmpty && !figures.contains(where: { ExactDecimal($0) != nil }) {
      skippedRows.append(rows.line)
      return
    }
    guard !name.isEmpty else {
      return complain(rows, .place, "empty", "name the place or leave the row out")
    }
    guard !figures.allSatisfy(Self.isMissing) else {
      return complain(
        rows, .place, "\"\(name)\" without a figure", "give one or leave the row out")
    }
    let city = text(rows, .city)
    let key = PlaceKey(city: city, name: name)
    if let before = seen[key] {
      return complain(
        rows, .place, "\"\(name)\", which row \(before) gives already", "leave one of the two out")
    }
    let row = AirBulletin.Row(
      place: name, city: city.isEmpty ? nil : city,
      stated: PollutantValues { concentration(rows, of: $0) },
      composite: figure(
        rows, .composite, through: Self.greatestComposite, "no composite index is so large"),
      goodShare: goodShare(rows), rank: rank(rows), row: rows.line)
    guard
      !row.stated.pollutants.isEmpty || row.composite != nil || row.goodShare != nil
        || row.rank != nil
    else { return }
    seen[key] = rows.line
    self.rows.append(row)
  }

  func finish() -> AirBulletin {
    AirBulletin(
      path: path, rows: rows, skippedRows: skippedRows, badRows: badRows, badCount: badCount)
  }

  // MARK: - Figures

  private mutating func concentration(
    _ rows: DelimitedRows, of pollutant: Pollutant
  ) -> ExactDecimal? {
    let isCO = pollutant == .co
    return figure(
      rows, .value(pollutant), shift: layout.shifts[pollutant] ?? 0,
      through: isCO ? Self.greatestCO : Self.greatestMicrograms,
      "no place has so much; give \(isCO ? "mg/m³" : "µg/m³")")
  }

  /// In per cent; a fraction is refused, as 0.925 could be either.
  private mutating func goodShare(_ rows: DelimitedRows) -> ExactDecimal? {
    let written = text(rows, .goodShare)
    let share = figure(
      rows, .goodShare, ending: "%", through: ExactDecimal(100), "a share is at most 100 %")
    if let share, !written.hasSuffix("%"), share > .zero, share <= ExactDecimal(1) {
      complain(rows, .goodShare, written, "write per cent, as 92.5")
      return nil
    }
    return share
  }

  private mutating func rank(_ rows: DelimitedRows) -> Int? {
    let written = text(rows, .rank)
    guard !Self.isMissing(written) else { return nil }
    guard let rank = Int(written), (1...9_999).contains(rank) else {
      complain(rows, .rank, "\"\(written)\"", "write a whole number from 1 on")
      return nil
    }
    return rank
  }

  private mutating func figure(
    _ rows: DelimitedRows, _ column: BulletinLayout.Column, ending: String = "", shift: Int = 0,
    through greatest: ExactDecimal, _ remedy: String
  ) -> ExactDecimal? {
    let written = text(rows, column)
    guard !Self.isMissing(written) else { return nil }
    let number = written.hasSuffix(ending) ? written.dropLast(ending.count) : written[...]
    guard let stated = ExactDecimal(number.filter { $0 != " " })?.shifted(by: shift) else {
      complain(
        rows, column, "\"\(written)\"", "write a number, or nothing where there is none")
      return nil
    }
    guard stated >= .zero else {
      complain(rows, column, written, "a figure is at least 0; leave an invalid one out")
      return nil
    }
    guard stated <= greatest else {
      complain(rows, column, written, remedy)
      return nil
    }
    return stated.rounded(to: DenseSeries.decimals)
  }

  // MARK: - Cells

  private func text(_ rows: DelimitedRows, _ column: BulletinLayout.Column) -> String {
    layout.columns[column].map { BulletinText.plain(rows.text($0)) } ?? ""
  }

  private static func isMissing(_ text: String) -> Bool {
    ["", "-", "--", "—", "——", "/", "\\", "NA", "N/A", "NaN", "无"].contains(text)
  }

  private static func isNote(_ text: String) -> Bool {
    ["注:", "注1", "备注", "说明", "数据来源", "资料来源", "单位:", "Note:", "Source:"].contains {
      text.hasPrefix($0)
    }
  }

  private mutating func complain(
    _ rows: DelimitedRows, _ column: BulletinLayout.Column, _ found: String, _ remedy: String
  ) {
    badCount += 1
    guard badRows.count < Self.badRowsKept else { return }
    badRows.append(
      BadRow(
        file: path, row: rows.line, column: layout.columns[column].map { layout.names[$0] },
        found: found, remedy: remedy))
  }
}
