import ActionPlan
import Casework

/// Cameras and kinds by how many of their alarms were false, and the hours of the day.
struct AlarmFiguresView: Sendable {
  struct Period: Sendable {
    let periodHref: String
    let periodName: String
    let isChosen: Bool
  }
  struct Counts: Sendable {
    let share: String
    let isPoor: Bool
    let alarms: String
    let trues: String
    let falses: String
    let doubtfuls: String
    let open: String
    let inTime: String
  }
  struct Line: Sendable {
    let lineHref: String
    let lineCamera: String
    let lineKind: String
    let numbers: Counts
  }
  struct Hour: Sendable {
    let hourName: String
    let alarms: String
    let falses: String
    let hasBar: Bool
    /// Of 100.
    let barWidth: String
    let share: String
  }

  /// Above half, people stop looking.
  private static let poor = 0.5

  let periods: [Period]
  let isEmpty: Bool
  let lines: [Line]
  let totals: Counts
  let isNarrowed: Bool
  let chosen: String
  let allHref: String
  let hours: [Hour]

  /// - Parameters:
  ///   - camera: id that the hours are narrowed to, with `kind`; nil for all.
  init(
    _ figures: [AlarmFigure], days: Int, camera: String?, kind: String?, wording: AlarmWording
  ) {
    let texts = wording.names.texts
    periods = AlarmFiguresController.days.map {
      Period(
        periodHref: "/cameras/figures?days=\($0)",
        periodName: texts("cameras.days", ["n": "\($0)"]), isChosen: $0 == days)
    }
    isEmpty = figures.isEmpty
    var sums: [[String]: AlarmCounts] = [:]
    for figure in figures {
      sums[[figure.camera, figure.kind], default: AlarmCounts()] =
        sums[[figure.camera, figure.kind], default: AlarmCounts()] + figure.counts
    }
    func order(_ sum: (key: [String], value: AlarmCounts)) -> (Double, Int, String) {
      (-(sum.value.falseShare ?? -1), -sum.value.nothing, sum.key.joined(separator: "\n"))
    }
    lines = sums.sorted { order($0) < order($1) }.map { key, counts in
      Line(
        lineHref: "/cameras/figures?days=\(days)&camera=\(LocalPath.encode(key[0]))"
          + "&kind=\(LocalPath.encode(key[1]))",
        lineCamera: wording.camera(key[0]), lineKind: wording.names.alarm(key[1]),
        numbers: Self.counts(counts))
    }
    totals = Self.counts(sums.values.reduce(AlarmCounts(), +))
    isNarrowed = camera != nil || kind != nil
    chosen = texts(
      "cameras.chosen",
      [
        "camera": camera.map(wording.camera) ?? texts("cameras.allCameras"),
        "kind": kind.map(wording.names.alarm) ?? texts("cameras.allKinds"),
      ])
    allHref = "/cameras/figures?days=\(days)"
    let shown = figures.filter {
      (camera == nil || $0.camera == camera) && (kind == nil || $0.kind == kind)
    }
    hours = (0..<24).map { hour in
      let counts = shown.filter { $0.hour == hour }.map(\.counts).reduce(AlarmCounts(), +)
      let share = counts.falseShare
      return Hour(
        hourName: Self.hour(hour), alarms: "\(counts.all)", falses: "\(counts.nothing)",
        hasBar: share != nil, barWidth: "\(Int(((share ?? 0) * 100).rounded()))",
        share: Self.percent(share))
    }
  }

  private static func counts(_ counts: AlarmCounts) -> Counts {
    Counts(
      share: percent(counts.falseShare), isPoor: counts.falseShare.map { $0 > poor } ?? false,
      alarms: "\(counts.all)", trues: "\(counts.real)", falses: "\(counts.nothing)",
      doubtfuls: "\(counts.doubtful)", open: "\(counts.waiting)",
      inTime: counts.judged == 0 ? "—" : "\(counts.inTime) / \(counts.judged)")
  }

  private static func percent(_ share: Double?) -> String {
    share.map { "\(Int(($0 * 100).rounded())) %" } ?? "—"
  }

  private static func hour(_ hour: Int) -> String {
    "\(hour < 10 ? "0" : "")\(hour):00"
  }
}
