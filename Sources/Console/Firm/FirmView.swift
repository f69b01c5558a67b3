import ActionPlan
import Casework
import Detection
import Ledger

/// A firm's page, ready for its template.
struct FirmView: Sendable {
  struct Figure: Sendable {
    let name: String
    let value: String
    let isBad: Bool
    let href: String
  }

  struct LedgerLine: Sendable {
    let href: String
    let name: String
    let countText: String
  }

  struct FindingLine: Sendable {
    let name: String
    let since: Moment
    let span: String
    let isLasting: Bool
    let isCase: Bool
  }

  let title: String
  let liveHref: String
  let now: Moment
  let problem: String
  let hasProblem: Bool
  /// Somebody of the bureau looks at what the firm sees.
  let isGuest: Bool
  let facilityHref: String
  /// A contact of several firms may change to another one.
  let hasOthers: Bool
  let figures: [Figure]
  let asks: [FirmAskView]
  let hasAsks: Bool
  let monitors: [FirmMonitorView]
  let hasMonitors: Bool
  let devices: [FirmMonitorView.Device]
  let hasDevices: Bool
  let findings: [FindingLine]
  let hasFindings: Bool
  let stops: [StopView]
  let hasStops: Bool
  let mayDeclare: Bool
  let declareHref: String
  let ledgers: [LedgerLine]
  let hasLedgers: Bool
  let documents: [FirmDocumentView]
  let hasDocuments: Bool

  init(
    _ reading: FirmReading, monitors: FirmMonitors, account: Account, names: PlanNames,
    time: LocalTime, now: Int, problem: String = ""
  ) {
    let (texts, facility) = (names.texts, reading.facility)
    let mayAcknowledge = Policy.may(account, .acknowledge, .facility(facility.id))
    title = texts(facility.name)
    liveHref = FirmAddress.page(facility.id) + "/live"
    self.now = Moment(now, now: now, time: time, texts: texts)
    self.problem = problem
    hasProblem = !problem.isEmpty
    isGuest = account.roles != [.enterprise]
    facilityHref = "/facilities/\(LocalPath.encode(facility.id))"
    hasOthers = !isGuest && account.facilities.count > 1
    asks = FirmAskView.list(
      reading, mayAcknowledge: mayAcknowledge, names: names, time: time, now: now)
    hasAsks = !asks.isEmpty
    self.monitors = monitors.points.map {
      FirmMonitorView($0, names: names, time: time, now: now)
    }
    hasMonitors = !self.monitors.isEmpty
    devices = monitors.devices.map {
      FirmMonitorView.Device($0, texts: texts, time: time, now: now)
    }
    hasDevices = !devices.isEmpty
    findings = reading.findings.map { Self.line($0, names: names, time: time, now: now) }
    hasFindings = !findings.isEmpty
    let mayDeclare = Policy.may(account, .declareStop, .facility(facility.id))
    self.mayDeclare = mayDeclare && names.plan.declarations != nil
    declareHref = FirmAddress.page(facility.id) + "/stops/new"
    stops = reading.stops.map { stop in
      StopView(
        stop, reading: reading, mayWithdraw: mayDeclare, account: account, names: names,
        time: time, now: now)
    }
    hasStops = !stops.isEmpty
    ledgers = reading.ledgers.map { ledger in
      LedgerLine(
        href: FirmAddress.ledger(ledger.register.id, of: facility.id),
        name: texts(ledger.register.label), countText: RegisterListView.count(ledger.count, texts))
    }
    hasLedgers = !ledgers.isEmpty
    documents = reading.documents.map {
      FirmDocumentView($0, names: names, time: time, now: now)
    }
    hasDocuments = !documents.isEmpty
    let over = monitors.points.flatMap(\.lines).count(where: \.isOver)
    let off = monitors.devices.count { $0.state == .offline || $0.state == .silent }
    let late = asks.count(where: \.isLate)
    figures = [
      Figure(
        name: texts("firm.figureAsks"), value: "\(asks.count)", isBad: late > 0, href: "#asks"),
      Figure(
        name: texts("firm.figureOver"), value: "\(over)", isBad: over > 0, href: "#monitors"),
      Figure(
        name: texts("firm.figureOffline"), value: "\(off)", isBad: off > 0, href: "#monitors"),
      Figure(
        name: texts("firm.figureStops"),
        value: "\(reading.stops.count { $0.state(at: now) == .running })", isBad: false,
        href: "#stops"),
    ]
  }

  private static func line(
    _ finding: Finding, names: PlanNames, time: LocalTime, now: Int
  ) -> FindingLine {
    let texts = names.texts
    return FindingLine(
      name: names.plan.rule(finding.rule).map { texts($0.label) } ?? finding.rule,
      since: Moment(finding.start, now: now, time: time, texts: texts),
      span: finding.endedAt.map {
        texts("firm.lasted", ["duration": texts.duration(seconds: max($0 - finding.start, 0))])
      } ?? texts("firm.lasting"),
      isLasting: finding.endedAt == nil, isCase: finding.reached == .opened)
  }
}
