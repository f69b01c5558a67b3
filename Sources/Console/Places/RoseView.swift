import AirQuality

/// A rose of sixteen petals, as a picture of 260 by 260 round the origin.
struct RoseView: Sendable {
  struct Petal: Sendable {
    let path: String
    /// `rose-1`…: its class of speed; `rose-thin` of few hours.
    let style: String
    let title: String
  }

  struct Ring: Sendable {
    let radius: String
    /// Of its label, between the petals of north and north-north-east.
    let labelX: String
    let labelY: String
    let text: String
  }

  let name: String
  let unit: String
  let title: String
  let said: String
  let petals: [Petal]
  let rings: [Ring]

  /// The circle in the middle; petals begin at it.
  private static let (inner, outer) = (10.0, 100.0)

  /// How often the wind came from where.
  init(_ rose: WindRose, texts: Texts) {
    let shares = WindSector.allCases.map { sector in
      Double(rose.hours(from: sector)) / Double(max(1, rose.measured)) * 100
    }
    let scale = Scale(shares.max() ?? 0)
    name = texts("places.wind")
    unit = ""
    title = texts("places.windTitle")
    said =
      rose.prevailing.map { sector in
        texts(
          "places.windSaid",
          [
            "sector": texts.sector(sector),
            "share": rose.share(of: rose.hours(from: sector)).map { "\($0)" } ?? "",
            "calm": rose.share(of: rose.calm).map { "\($0)" } ?? "", "missing": "\(rose.missing)",
          ])
      } ?? texts("places.windStill")
    rings = scale.rings { texts("places.percent", ["number": $0]) }
    petals = WindSector.allCases.flatMap { sector -> [Petal] in
      var below = 0
      return rose.counts[sector.rawValue].enumerated().compactMap { speedClass, count in
        guard count > 0 else { return nil }
        defer { below += count }
        func share(_ hours: Int) -> Double { Double(hours) / Double(rose.measured) * 100 }
        return Petal(
          path: Drawing.petal(
            at: sector.degrees.approximate, from: scale.radius(share(below)),
            to: scale.radius(share(below + count)), halfWidth: 9),
          style: "rose-\(speedClass + 1)",
          title: texts(
            "places.petal",
            [
              "sector": texts.sector(sector), "class": Self.name(of: speedClass, rose.classes),
              "share": rose.share(of: count).map { "\($0)" } ?? "",
            ]))
      }
    }
  }

  /// How much of a pollutant came with the wind from where; nil where no sector has an hour.
  init?(_ rose: PollutionRose, of pollutant: Pollutant, texts: Texts) {
    guard let largest = rose.sectors.compactMap(\.mean).max() else { return nil }
    let scale = Scale(largest.approximate)
    name = texts.text(ofCode: "pollutant-\(pollutant.rawValue)", in: "air")
    unit = pollutant.unit
    title = texts("places.pollutionOf", ["pollutant": name])
    // A rare wind's chance mean is no headline.
    let sure = WindSector.allCases.filter { !rose.isThin($0) }
    let highest = sure.max { a, b in
      (rose.sectors[a.rawValue].mean ?? .zero) < (rose.sectors[b.rawValue].mean ?? .zero)
    }
    said =
      highest.map { sector in
        texts(
          "places.pollutionSaid",
          [
            "sector": texts.sector(sector),
            "mean": PatternChart.stated(rose.sectors[sector.rawValue].mean, pollutant),
            "calm": PatternChart.stated(rose.calm.mean, pollutant),
          ])
      } ?? texts("places.pollutionThin", ["hours": "\(rose.leastHours)"])
    rings = scale.rings { $0 }
    petals = WindSector.allCases.compactMap { sector in
      let mean = rose.sectors[sector.rawValue]
      guard let value = mean.mean else { return nil }
      return Petal(
        path: Drawing.petal(
          at: sector.degrees.approximate, from: Self.inner, to: scale.radius(value.approximate),
          halfWidth: 9),
        style: rose.isThin(sector) ? "rose-thin" : "rose-3",
        title: texts(
          "places.pollutionPetal",
          [
            "sector": texts.sector(sector), "mean": PatternChart.stated(value, pollutant),
            "unit": pollutant.unit, "hours": "\(mean.count)",
          ]))
    }
  }

  /// `0.3–1.5`, `> 7.9`: m/s; a bound belongs to the class that it ends.
  static func name(of speedClass: Int, _ classes: WindRose.SpeedClasses) -> String {
    guard speedClass < classes.greatest.count else {
      return "> \(classes.greatest.last ?? classes.calmBelow)"
    }
    let from = speedClass == 0 ? classes.calmBelow : classes.greatest[speedClass - 1]
    return "\(from)–\(classes.greatest[speedClass])"
  }

  private struct Scale {
    let step: Double
    let top: Double

    init(_ largest: Double) {
      step = Drawing.step(reaching: largest)
      top = step * max(1, (largest / step).rounded(.up))
    }

    func radius(_ value: Double) -> Double {
      RoseView.inner + value / top * (RoseView.outer - RoseView.inner)
    }

    func rings(_ text: (String) -> String) -> [Ring] {
      stride(from: step, through: top + step / 2, by: step).map { value in
        Ring(
          radius: Drawing.number(radius(value)), labelX: Drawing.number(radius(value) * 0.195),
          labelY: Drawing.number(-radius(value) * 0.981 + 4),
          text: text(Drawing.plain(value)))
      }
    }
  }
}

extension Texts {
  func sector(_ sector: WindSector) -> String {
    text(ofCode: "sector-\(sector.name)", in: "places")
  }
}
