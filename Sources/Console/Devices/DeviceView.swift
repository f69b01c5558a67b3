import ActionPlan
import AirQuality
import DataQuality
import Ledger
import Telemetry

struct DeviceView: Sendable {
  struct SeriesLine: Sendable {
    let key: String
    let href: String
    let quantity: String
    let statistic: String
    let point: String
    let rawKey: String
    let value: String?
    let unit: String
    let flag: String?
    let isFlagged: Bool
    let time: Moment?
    let isChosen: Bool
  }

  struct RangeChoice: Sendable {
    let href: String
    let name: String
    let isChosen: Bool
  }

  struct Row: Sendable {
    let time: String
    let value: String
    let low: String?
    let high: String?
    let flag: String?
    let isFlagged: Bool
    let revised: String?
    let count: String?
  }

  struct FaultLine: Sendable {
    let last: Moment
    let name: String
    let found: String
    let count: String
  }

  let now: Moment
  let mn: String
  let name: String
  let liveHref: String
  let facility: String?
  let kind: String?
  let edition: String?
  let interval: String?
  let state: String
  let stateName: String
  let isGood: Bool
  let isBad: Bool
  let isSimulated: Bool
  let connected: Moment?
  let last: Moment?
  let peer: String?
  let frames: String
  let refused: String
  let series: [SeriesLine]
  let chart: DeviceChart?
  let ranges: [RangeChoice]
  let rows: [Row]
  let isRolledUp: Bool
  let faults: [FaultLine]
  let asking: DeviceAskedView
  let mayEdit: Bool
  let editHref: String
  let hasNextPassword: Bool
  let marks: [MarkLine]
  let hasMarks: Bool
  let marksHref: String

  /// The newest open marks that the page shows.
  static let mostMarks = 10

  struct MarkLine: Sendable {
    let href: String
    let checkName: String
    let seriesName: String
    let grounds: String
  }

  init(
    _ record: DeviceRecord, facility: Facility?, link: DeviceLink?, series: [DeviceSeries],
    chosen: DeviceSeries?, range: DeviceRange, rows: [DeviceRow], faults: [DeviceFault],
    marks: [QualityMarkLine], points: [MonitoringPoint], asking: DeviceAskedView, mayEdit: Bool,
    names: PlanNames, time: LocalTime, now: Int
  ) {
    let texts = names.texts
    func moment(_ epoch: Int) -> Moment { Moment(epoch, now: now, time: time, texts: texts) }
    let path = "/devices/\(LocalPath.encode(record.mn))"
    func query(_ series: DeviceSeries?, _ range: DeviceRange?) -> String {
      var parts: [String] = []
      if let series { parts.append("series=\(LocalPath.encode(series.name))") }
      if let range { parts.append("range=\(range.rawValue)") }
      return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
    self.now = moment(now)
    self.asking = asking
    self.mayEdit = mayEdit
    editHref = "\(path)/edit"
    hasNextPassword = record.manner.nextPassword != nil
    mn = record.mn
    name = texts(record.label)
    liveHref = "\(path)/live\(query(chosen, range))"
    self.facility = facility.map { texts($0.name) }
    kind = record.st.map { texts.system($0) }
    edition = record.edition
    interval = record.intervalSeconds.map { texts.duration(seconds: $0) }
    let condition = DeviceBoard.state(record, link, now: now)
    state = condition.rawValue
    stateName = texts("device.state-\(condition.rawValue)")
    isGood = condition == .online
    isBad = condition == .offline || condition == .silent
    isSimulated = record.isSimulated
    connected = link?.connectedSince.map(moment)
    last = link?.lastFrameAt.map(moment)
    peer = link?.peer
    frames = "\(link?.frames ?? 0)"
    refused = "\(link?.faults ?? 0)"
    self.series = series.map { line in
      SeriesLine(
        key: line.name, href: path + query(line, nil),
        quantity: names.quantity(line.key.quantity), statistic: texts.statistic(of: line.key),
        point: line.point.map { texts($0.label) } ?? line.key.point, rawKey: line.rawKey,
        value: line.latest?.value.description, unit: names.unitOfMeasure(line.key.quantity),
        flag: line.latest.flatMap { texts.flag($0.flag) },
        isFlagged: line.latest.map { !$0.flag.isValid } ?? false,
        time: line.latest.map { moment($0.start) }, isChosen: line.name == chosen?.name)
    }
    chart = chosen.map {
      DeviceChart($0, range: range, names: names, time: time, now: now)
    }
    ranges = DeviceRange.allCases.map { choice in
      RangeChoice(
        href: path + query(chosen, choice), name: texts("device.range-\(choice.rawValue)"),
        isChosen: choice == range)
    }
    isRolledUp = range.resolution != .raw
    self.rows = rows.map { row in
      Row(
        time: range.resolution == .day ? time.date(row.start) : time.second(row.start),
        value: row.value ?? "—", low: row.low, high: row.high,
        flag: row.flag.flatMap { texts.flag($0) }, isFlagged: row.flag.map { !$0.isValid } ?? false,
        revised: row.revisions > 0
          ? texts("device.revised", ["n": "\(row.revisions)"]) : nil,
        count: row.count.map { "\(row.valid ?? 0)/\($0)" })
    }
    let wording = MarkWording(names: names) { id in
      points.first { $0.id == id }.map { texts($0.label) } ?? id
    }
    self.marks = marks.map { line in
      MarkLine(
        href: "/quality/\(line.mark.id)", checkName: wording.check(line.mark),
        seriesName: line.seriesName(names) ?? names.quantity(line.mark.series.quantity),
        grounds: wording.grounds(line.mark))
    }
    hasMarks = !marks.isEmpty
    marksHref = "/quality?device=\(LocalPath.encode(record.mn))&state=all"
    self.faults = faults.map { fault in
      FaultLine(
        last: moment(fault.at), name: texts.text(ofCode: fault.code, in: "fault"),
        found: fault.found, count: "\(fault.count)")
    }
  }
}

/// What the chart's script needs, as attributes.
struct DeviceChart: Sendable {
  let title: String
  let unit: String
  let source: String
  let seconds: String
  let isLive: Bool

  init(
    _ series: DeviceSeries, range: DeviceRange, names: PlanNames, time: LocalTime, now: Int
  ) {
    let key = series.key
    title = "\(names.quantity(key.quantity)) · \(names.texts.statistic(of: key))"
    unit = names.unitOfMeasure(key.quantity)
    // The script adds from and until, so that a live chart moves on.
    source =
      "/api/series?point=\(LocalPath.encode(key.point))&quantity=\(LocalPath.encode(key.quantity))"
      + "&statistic=\(key.statistic.rawValue)&window=\(key.windowSeconds)"
      + "&resolution=\(range.resolution.rawValue)"
    seconds = "\(range.seconds)"
    isLive = range == .hour || range == .day
  }
}
