import AirQuality

/// What is usual at a place by hour, weekday and wind, ready for its template.
struct PlacePatternsView: Sendable {
  struct SpeedClass: Sendable {
    let style: String
    let name: String
  }

  struct Winds: Sendable {
    let rose: RoseView
    let classes: [SpeedClass]
    let table: NumberTable
    let pollution: [RoseView]
    let pollutionTable: NumberTable?
  }

  let span: String
  let diurnal: [PatternChart]
  let hasDiurnal: Bool
  let diurnalTable: NumberTable
  let weekly: [PatternChart]
  let hasWeekly: Bool
  let weeklyTable: NumberTable
  let winds: Winds?

  init(_ shown: PlaceYear, texts: Texts) {
    let patterns = shown.patterns
    span = texts.span(
      (shown.month == nil ? shown.whole : shown.part ?? shown.whole)?.period ?? .year(shown.year))
    diurnal = patterns.diurnal.pairs.compactMap { PatternChart($1, of: $0, texts: texts) }
    hasDiurnal = !diurnal.isEmpty
    diurnalTable = Self.table(
      patterns.diurnal.mapValues(\.hours), caption: "diurnal", corner: "hour",
      labels: (0..<24).map { PatternChart.hours($0) }, texts)
    weekly = patterns.weekly.pairs.compactMap { PatternChart($1, of: $0, texts: texts) }
    hasWeekly = !weekly.isEmpty
    weeklyTable = Self.table(
      patterns.weekly.mapValues(\.days), caption: "weekly", corner: "weekday",
      labels: (1...7).map { texts.text(ofCode: "weekdayLong-\($0)", in: "places") }, texts)
    winds = patterns.wind.map { rose in
      Winds(
        rose: RoseView(rose, texts: texts),
        classes: (0..<rose.classes.count).map {
          SpeedClass(style: "rose-\($0 + 1)", name: RoseView.name(of: $0, rose.classes))
        },
        table: Self.table(of: rose, texts),
        pollution: patterns.pollution.pairs.compactMap { RoseView($1, of: $0, texts: texts) },
        pollutionTable: patterns.pollution.pollutants.isEmpty
          ? nil
          : Self.table(
            patterns.pollution.mapValues { $0.sectors + [$0.calm] }, caption: "pollutionRose",
            corner: "sector",
            labels: WindSector.allCases.map { texts.sector($0) } + [texts("places.calm")], texts))
    }
  }

  /// Means with their counts, a pollutant a column.
  private static func table(
    _ means: PollutantValues<[PatternMean]>, caption: String, corner: String, labels: [String],
    _ texts: Texts
  ) -> NumberTable {
    NumberTable(
      caption: texts.text(ofCode: caption, in: "places"),
      corner: texts.text(ofCode: corner, in: "places"),
      heads: means.pollutants.map { pollutant in
        NumberTable.Head(
          text: texts.text(ofCode: "pollutant-\(pollutant.rawValue)", in: "air") + " "
            + pollutant.unit)
      },
      rows: labels.enumerated().map { place, label in
        NumberTable.Row(
          label: label,
          cells: means.pairs.map { pollutant, means in
            NumberTable.Cell(
              value: PatternChart.stated(means[place].mean, pollutant),
              count: "\(means[place].count)")
          })
      })
  }

  /// Hours by sector and class.
  private static func table(of rose: WindRose, _ texts: Texts) -> NumberTable {
    func share(_ hours: Int) -> NumberTable.Cell {
      NumberTable.Cell(
        value: rose.share(of: hours).map { texts("places.percent", ["number": "\($0)"]) } ?? "—",
        count: nil)
    }
    func plain(_ hours: Int) -> NumberTable.Cell {
      NumberTable.Cell(value: "\(hours)", count: nil)
    }
    let rows = WindSector.allCases.map { sector in
      NumberTable.Row(
        label: texts.sector(sector),
        cells: rose.counts[sector.rawValue].map(plain)
          + [plain(rose.hours(from: sector)), share(rose.hours(from: sector))])
    }
    let blanks = Array(
      repeating: NumberTable.Cell(value: "", count: nil), count: rose.classes.count)
    return NumberTable(
      caption: texts("places.windTitle"), corner: texts("places.sector"),
      heads: (0..<rose.classes.count).map {
        NumberTable.Head(text: RoseView.name(of: $0, rose.classes) + " m/s")
      } + [
        NumberTable.Head(text: texts("places.hours")),
        NumberTable.Head(text: texts("places.share")),
      ],
      rows: rows + [
        NumberTable.Row(
          label: texts("places.calm"), cells: blanks + [plain(rose.calm), share(rose.calm)]),
        NumberTable.Row(
          label: texts("places.withoutWind"),
          cells: blanks + [plain(rose.missing), NumberTable.Cell(value: "", count: nil)]),
      ])
  }
}
