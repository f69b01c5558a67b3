import AirQuality
import Steering

/// One number of a pattern and the hours or days it is made of, ready for its template.
struct PatternPartView: Sendable {
  struct Row: Sendable {
    let when: String
    let href: String
    let value: String?
    let wind: String?
  }

  struct Month: Sendable {
    let name: String
    let count: String
    let rows: [Row]
  }

  let placeName: String
  let placeHref: String
  let title: String
  /// The number itself; nil where nothing was measured.
  let figure: String?
  let unit: String
  /// How it comes about.
  let steps: [FigureStep]
  let hasSteps: Bool
  let whenName: String
  let valueName: String?
  let windName: String?
  let months: [Month]
  let isEmpty: Bool

  init(_ reading: PatternReading, wording: FigureWording) {
    let (texts, query, inputs) = (wording.texts, reading.query, reading.inputs.inputs)
    let pollutant = query.pollutant
    placeName = reading.place.title
    placeHref =
      PlaceQuery.href(reading.place.id, year: reading.year, month: query.place.month)
      + (query.part.needsPollutant ? "" : "#wind")
    title = texts(
      "places.partTitle",
      [
        "what": pollutant.map(wording.pollutant) ?? texts("places.wind"),
        "part": texts.part(query.part), "period": texts.span(reading.period),
      ])
    isEmpty = inputs.isEmpty
    let count = "\(inputs.count)"
    if let pollutant {
      let mean = reading.inputs.mean
      figure = mean.map { PatternChart.stated($0, pollutant) }
      unit = pollutant.unit
      steps =
        reading.inputs.sum.flatMap { sum in
          mean.map { mean in
            [
              FigureStep(
                name: texts("places.partMean"),
                text: "\(sum.shown) ÷ \(count) \(mean.equalled)", code: "\(mean)")
            ]
          }
        } ?? []
    } else {
      let share = reading.rose.flatMap { $0.share(of: inputs.count) }
      figure = isEmpty ? nil : count
      unit = texts("places.hours")
      steps =
        share.map { share in
          [
            FigureStep(
              name: texts("places.share"),
              text: texts(
                "places.partShare",
                [
                  "count": count, "measured": "\(reading.rose?.measured ?? 0)",
                  "share": "\(share)",
                ]))
          ]
        } ?? []
    }
    hasSteps = !isEmpty && !steps.isEmpty
    let isOfDays = inputs.contains { $0.hour == nil }
    whenName = texts(isOfDays ? "places.partDay" : "places.partHour")
    valueName = pollutant.map { "\(wording.pollutant($0)) \($0.unit)" }
    let hasWind = inputs.contains { $0.speed != nil }
    windName = hasWind ? texts("places.wind") : nil
    months = Self.months(inputs, reading, texts)
  }

  private static func months(
    _ inputs: [PatternInputs.Input], _ reading: PatternReading, _ texts: Texts
  ) -> [Month] {
    var months: [Month] = []
    var rest = inputs[...]
    while let first = rest.first?.day {
      let month = AssessmentPeriod.month(first.month, of: first.year)
      let group = rest.prefix { month.contains($0.day) }
      rest = rest.dropFirst(group.count)
      months.append(
        Month(
          name: texts.span(month), count: "\(group.count)",
          rows: group.map { row($0, reading, texts) }))
    }
    return months
  }

  private static func row(
    _ input: PatternInputs.Input, _ reading: PatternReading, _ texts: Texts
  ) -> Row {
    Row(
      when: input.hour.map { "\(input.day) \(PatternChart.hours($0))" } ?? "\(input.day)",
      href: FigureLink.href(.index(input.day), at: reading.place.id), value: input.value?.shown,
      wind: input.speed.map { speed in
        texts("places.partWind", ["speed": ExactFraction(speed).shown])
          + (input.direction.map { " · \(ExactFraction($0).shown)°" } ?? "")
      })
  }
}

extension Texts {
  /// `08–09`, `星期一`, `北东北风 1.6–3.3 m/s`, `静风`.
  func part(_ part: PatternPart) -> String {
    switch part {
    case .hour(let hour): PatternChart.hours(hour)
    case .weekday(let weekday): text(ofCode: "weekdayLong-\(weekday)", in: "places")
    case .sector(let sector, let speedClass):
      self("places.partFrom", ["sector": self.sector(sector)])
        + (speedClass.map { " \(RoseView.name(of: $0, .beaufort)) m/s" } ?? "")
    case .calm: self("places.calm")
    }
  }
}
