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

  init(_ shown: PlaceYear, place: Int64, texts: Texts) {
    func href(_ part: PatternPart, _ pollutant: Pollutant?) -> String {
      PatternQuery.href(
        part, of: pollutant, place: place, year: shown.year, month: shown.month)
    }
    let patterns = shown.patterns
    span = texts.span(
      (shown.month == nil ? shown.whole : shown.part ?? shown.whole)?.period ?? .year(shown.year))
    diurnal = patterns.diurnal.pairs.compactMap { PatternChart($1, of: $0, texts: texts) }
    hasDiurnal = !diurnal.isEmpty
    diurnalTable = Self.table(
      patterns.diurnal.mapValues(\.hours), caption: "diurnal", corner: "hour",
      parts: (0..<24).map { .hour($0) }, href: href, texts)
    weekly = patterns.weekly.pairs.compactMap { PatternChart($1, of: $0, texts: texts) }
    hasWeekly = !weekly.isEmpty
    weeklyTable = Self.table(
      patterns.weekly.mapValues(\.days), caption: "weekly", corner: "weekday",
      parts: (1...7).map { .weekday($0) }, href: href, texts)
    winds = patterns.wind.map { rose in
      Winds(
        rose: RoseView(rose, texts: texts),
        classes: (0..<rose.classes.count).map {
          SpeedClass(style: "rose-\($0 + 1)", name: RoseView.name(of: $0, rose.classes))
        },
        table: Self.table(of: rose, href: href, texts),
        pollution: patterns.pollution.pairs.compactMap { RoseView($1, of: $0, texts: texts) },
        pollutionTable: patterns.pollution.pollutants.isEmpty
          ? nil
          : Self.table(
            patterns.pollution.mapValues { $0.sectors + [$0.calm] }, caption: "pollutionRose",
            corner: "sector",
            parts: WindSector.allCases.map { .sector($0, speedClass: nil) } + [.calm], href: href,
            texts))
    }
  }

  /// Means with their counts, a pollutant a column; each opens to what it is made of.
  private static func table(
    _ means: PollutantValues<[PatternMean]>, caption: String, corner: String, parts: [PatternPart],
    href: (PatternPart, Pollutant?) -> String, _ texts: Texts
  ) -> NumberTable {
    NumberTable(
      caption: texts.text(ofCode: caption, in: "places"),
      corner: texts.text(ofCode: corner, in: "places"),
      heads: means.pollutants.map { pollutant in
        NumberTable.Head(
          text: texts.text(ofCode: "pollutant-\(pollutant.rawValue)", in: "air") + " "
            + pollutant.unit)
      },
      rows: parts.enumerated().map { place, part in
        NumberTable.Row(
          label: texts.label(part),
          cells: means.pairs.map { pollutant, means in
            NumberTable.Cell(
              value: PatternChart.stated(means[place].mean, pollutant),
              count: "\(means[place].count)",
              opensAt: means[place].count == 0 ? nil : href(part, pollutant))
          })
      })
  }

  /// Hours by sector and class.
  private static func table(
    of rose: WindRose, href: (PatternPart, Pollutant?) -> String, _ texts: Texts
  ) -> NumberTable {
    func opening(_ hours: Int, _ part: PatternPart) -> String? {
      hours == 0 ? nil : href(part, nil)
    }
    func share(_ hours: Int, _ part: PatternPart) -> NumberTable.Cell {
      NumberTable.Cell(
        value: rose.share(of: hours).map { texts("places.percent", ["number": "\($0)"]) } ?? "—",
        count: nil, opensAt: opening(hours, part))
    }
    func plain(_ hours: Int, _ part: PatternPart) -> NumberTable.Cell {
      NumberTable.Cell(value: "\(hours)", count: nil, opensAt: opening(hours, part))
    }
    func whole(_ hours: Int, _ part: PatternPart) -> [NumberTable.Cell] {
      [plain(hours, part), share(hours, part)]
    }
    let blank = NumberTable.Cell(value: "", count: nil, opensAt: nil)
    let rows = WindSector.allCases.map { sector in
      NumberTable.Row(
        label: texts.sector(sector),
        cells: rose.counts[sector.rawValue].enumerated().map { speedClass, hours in
          plain(hours, .sector(sector, speedClass: speedClass))
        } + whole(rose.hours(from: sector), .sector(sector, speedClass: nil)))
    }
    let blanks = Array(repeating: blank, count: rose.classes.count)
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
          label: texts("places.calm"), cells: blanks + whole(rose.calm, .calm)),
        NumberTable.Row(
          label: texts("places.withoutWind"),
          cells: blanks + [
            NumberTable.Cell(value: "\(rose.missing)", count: nil, opensAt: nil), blank,
          ]),
      ])
  }
}

extension Texts {
  /// A row's head: `08–09`, `星期一`, `北东北`, `静风`.
  fileprivate func label(_ part: PatternPart) -> String {
    if case .sector(let sector, nil) = part { self.sector(sector) } else { self.part(part) }
  }
}
