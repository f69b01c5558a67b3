import ActionPlan
import DataQuality
import Ledger
import Telemetry

/// One mark with its chart, ready for its template.
struct QualityMarkView: Sendable {
  struct Cause: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let checkName: String
  let explanation: String
  let grounds: String
  let isEvasion: Bool
  let seriesName: String
  /// Those of the same point that are missing over the same span.
  let otherSeries: String
  let others: String
  let hasOthers: Bool
  let pointName: String
  let facilityName: String
  let hasFacility: Bool
  let deviceName: String
  let deviceHref: String
  let hasDevice: Bool
  let began: Moment
  let ended: Moment
  let firstSeen: Moment
  let isOpen: Bool
  let causeName: String
  let note: String
  let hasNote: Bool
  let settledBy: String
  let settledAt: String
  let chartSource: String
  let chartUnit: String
  let chartFrom: String
  let chartUntil: String
  let maySettle: Bool
  let action: String
  let reopenAction: String
  let causes: [Cause]
  let unsent: String
  let noteLimit: String
  let problem: String
  let hasProblem: Bool

  /// Shown before and after the span, at least and as a share of it.
  private static let marginSeconds = 86_400

  init(
    _ mark: QualityMark, others: [QualityMark], reading: QualityReading, settler: Account?,
    maySettle: Bool, form: SubmittedForm, problem: String, names: PlanNames, time: LocalTime,
    now: Int
  ) {
    let texts = names.texts
    let wording = MarkWording(names: names) { id in
      reading.points[id].map { texts($0.label) } ?? id
    }
    func moment(_ epoch: Int) -> Moment { Moment(epoch, now: now, time: time, texts: texts) }
    let key = mark.series
    checkName = wording.check(mark)
    explanation = wording.about(mark)
    grounds = wording.grounds(mark)
    isEvasion = mark.isOfEvasion
    seriesName = "\(names.quantity(key.quantity)) · \(texts.statistic(of: key))"
    otherSeries = others.map { names.quantity($0.series.quantity) }
      .joined(separator: texts("layout.separator"))
    self.others = texts("quality.others", ["n": "\(others.count)"])
    hasOthers = !others.isEmpty
    let point = reading.points[key.point]
    pointName = point.map { texts($0.label) } ?? key.point
    let facility = point?.facility.flatMap { reading.facilities[$0] }
    facilityName = facility.map { texts($0.name) } ?? ""
    hasFacility = facility != nil
    let device = reading.feeding[key].flatMap { reading.devices[$0] }
    deviceName = device.map { texts($0.label) } ?? ""
    deviceHref = device.map { "/devices/\(LocalPath.encode($0.mn))" } ?? ""
    hasDevice = device != nil
    began = moment(mark.from)
    ended = moment(mark.until)
    firstSeen = moment(mark.firstSeen)
    isOpen = mark.isOpen
    causeName = mark.settlement.map { texts("quality.cause-\($0.cause.rawValue)") } ?? ""
    note = mark.settlement?.note ?? ""
    hasNote = !note.isEmpty
    settledBy = settler?.displayName ?? ""
    settledAt = mark.settlement.map { time.minute($0.at) } ?? ""
    let margin = max(Self.marginSeconds, (mark.until - mark.from) / 2)
    // The picture of a long span is drawn of hours: weeks of minutes nobody could tell apart.
    let isLong = mark.until - mark.from + 2 * margin > 3 * 86_400 && key.windowSeconds < 3_600
    chartSource =
      "/api/series?point=\(LocalPath.encode(key.point))"
      + "&quantity=\(LocalPath.encode(key.quantity))&statistic=\(key.statistic.rawValue)"
      + "&window=\(key.windowSeconds)&resolution=\(isLong || key.windowSeconds == 3_600 ? "hour" : "raw")"
    chartUnit = names.unitOfMeasure(key.quantity)
    chartFrom = String(mark.from - margin)
    chartUntil = String(min(mark.until + margin, now))
    self.maySettle = maySettle
    action = "/quality/\(mark.id)/settlement"
    reopenAction = "/quality/\(mark.id)/reopening"
    let chosen = form.text("cause")
    causes = QualityMark.Cause.allCases.map {
      Cause(
        value: $0.rawValue, name: texts("quality.cause-\($0.rawValue)"),
        isChosen: $0.rawValue == chosen)
    }
    unsent = form.text("note") ?? ""
    noteLimit = "\(QualityMarks.noteLimit)"
    self.problem = problem
    hasProblem = !problem.isEmpty
  }
}
