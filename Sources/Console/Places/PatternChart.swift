import AirQuality

/// The course of a day or a week of one pollutant as a small picture 260 wide and 110 high.
struct PatternChart: Sendable {
  struct Tick: Sendable {
    let at: String
    let text: String
  }

  struct Bar: Sendable {
    let x: String
    let y: String
    let height: String
    let middle: String
    let textY: String
    let text: String
  }

  let name: String
  let unit: String
  let title: String
  /// What stands out, in words.
  let said: String
  /// Of a day: the line, with gaps where hours have no value.
  let line: String?
  /// Of a week.
  let bars: [Bar]
  let levels: [Tick]
  let ticks: [Tick]

  private static let (left, width, height) = (26.0, 234.0, 110.0)

  /// Of a day; nil without a value.
  init?(_ pattern: DiurnalPattern, of pollutant: Pollutant, texts: Texts) {
    let means = pattern.hours.map { $0.mean?.approximate }
    guard let scale = Scale(means) else { return nil }
    var line = ""
    for (hour, mean) in means.enumerated() {
      guard let mean else { continue }
      let isFirst = hour == 0 || means[hour - 1] == nil
      line +=
        (isFirst ? "M" : "L") + Drawing.point(Self.x((Double(hour) + 0.5) / 24), scale.y(mean))
      // A single hour between gaps is a dot.
      if isFirst, hour == 23 || means[hour + 1] == nil { line += "h0.1" }
    }
    self.init(
      pollutant, scale, kind: "diurnal", texts: texts, line: line, bars: [],
      ticks: stride(from: 0, through: 24, by: 6).map {
        Tick(at: Drawing.number(Self.x(Double($0) / 24)), text: "\($0)")
      },
      said: Self.said(pattern.hours, pollutant, texts) { Self.hours($0) })
  }

  /// Of a week; nil without a value.
  init?(_ pattern: WeeklyPattern, of pollutant: Pollutant, texts: Texts) {
    let means = pattern.days.map { $0.mean?.approximate }
    guard let scale = Scale(means) else { return nil }
    let bars = pattern.days.enumerated().compactMap { day, mean -> Bar? in
      guard let value = mean.mean else { return nil }
      let top = scale.y(value.approximate)
      return Bar(
        x: Drawing.number(Self.x((Double(day) + 0.14) / 7)), y: Drawing.number(top),
        height: Drawing.number(Self.height - top),
        middle: Drawing.number(Self.x((Double(day) + 0.5) / 7)),
        textY: Drawing.number(top - 3), text: Self.short(value, pollutant))
    }
    self.init(
      pollutant, scale, kind: "weekly", texts: texts, line: nil, bars: bars,
      ticks: (0..<7).map { day in
        Tick(
          at: Drawing.number(Self.x((Double(day) + 0.5) / 7)),
          text: texts.text(ofCode: "weekday-\(day + 1)", in: "places"))
      },
      said: Self.said(pattern.days, pollutant, texts) {
        texts.text(ofCode: "weekdayLong-\($0 + 1)", in: "places")
      })
  }

  private init(
    _ pollutant: Pollutant, _ scale: Scale, kind: String, texts: Texts, line: String?,
    bars: [Bar], ticks: [Tick], said: String
  ) {
    name = texts.text(ofCode: "pollutant-\(pollutant.rawValue)", in: "air")
    unit = pollutant.unit
    title = texts.text(ofCode: "\(kind)Of", in: "places").replacing("{pollutant}", with: name)
    self.said = said
    self.line = line
    self.bars = bars
    self.ticks = ticks
    levels = scale.levels
  }

  /// Where zero and a round number above the largest value lie.
  private struct Scale {
    let step: Double
    let top: Double

    init?(_ means: [Double?]) {
      guard let largest = means.compactMap(\.self).max() else { return nil }
      step = Drawing.step(reaching: largest)
      top = step * max(1, (largest / step).rounded(.up))
    }

    func y(_ value: Double) -> Double { (1 - value / top) * PatternChart.height }

    var levels: [Tick] {
      stride(from: 0, through: top + step / 2, by: step).map {
        Tick(at: Drawing.number(y($0)), text: Drawing.plain($0))
      }
    }
  }

  /// - Parameter share: of the width, 0…1.
  private static func x(_ share: Double) -> Double { left + share * width }

  /// `08–09`
  static func hours(_ hour: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(hour))–\(two(hour + 1))"
  }

  /// One decimal more than reports print.
  static func stated(_ mean: ExactFraction?, _ pollutant: Pollutant) -> String {
    mean?.rounded(to: pollutant.reportedDecimals + 1).map { "\($0)" } ?? "—"
  }

  /// Three digits leave no room for a decimal above a bar.
  private static func short(_ mean: ExactFraction, _ pollutant: Pollutant) -> String {
    mean < ExactFraction(100)
      ? stated(mean, pollutant) : mean.rounded(to: 0).map { "\($0)" } ?? "—"
  }

  /// The highest and the lowest, in words.
  private static func said(
    _ means: [PatternMean], _ pollutant: Pollutant, _ texts: Texts, _ name: (Int) -> String
  ) -> String {
    let known = means.enumerated().compactMap { place, mean in mean.mean.map { (place, $0) } }
    guard let high = known.max(by: { $0.1 < $1.1 }), let low = known.min(by: { $0.1 < $1.1 })
    else { return "" }
    return texts(
      "places.extremes",
      [
        "high": name(high.0), "highest": stated(high.1, pollutant), "low": name(low.0),
        "lowest": stated(low.1, pollutant),
      ])
  }
}
