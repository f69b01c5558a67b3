import ActionPlan
import Casework
import Ledger

struct DeskView: Sendable {
  struct UnitLine: Sendable {
    let name: String
    let open: String
    let late: String?
  }

  let now: Moment
  /// Who is on duty, in words.
  let dutyText: String
  let waitingCount: String
  let hasWaiting: Bool
  let openCount: String
  let lateCount: String
  let hasLate: Bool
  let closedToday: String
  let toSign: String
  let hasToSign: Bool
  let alarmsToJudge: String
  let hasAlarmsToJudge: Bool
  let mayViewAlarms: Bool
  let lateReports: String
  let hasLateReports: Bool
  let devicesOnline: String
  let devicesTotal: String
  let hasSilentDevices: Bool
  let waiting: [CaseLine]
  let open: [CaseLine]
  let told: [ToldLine]
  let hasTold: Bool
  let stations: [StationView]
  let units: [UnitLine]
  let legend: [AirView.LegendItem]

  init(
    _ board: DeskBoard, stations: [StationAir], devices: DeviceBoard, names: PlanNames,
    time: LocalTime, now: Int
  ) {
    let texts = names.texts
    func lines(_ files: [CaseFile]) -> [CaseLine] {
      files.map {
        CaseLine($0, facilities: board.facilities, names: names, time: time, now: now)
      }
    }
    self.now = Moment(now, now: now, time: time, texts: texts)
    dutyText =
      board.onDuty.isEmpty
      ? texts("duty.nobody")
      : texts("duty.onDuty", ["names": board.onDuty.joined(separator: texts("layout.separator"))])
    waitingCount = "\(board.waitingCount)"
    hasWaiting = board.waitingCount > 0
    openCount = "\(board.counts.open)"
    lateCount = "\(board.counts.late)"
    hasLate = board.counts.late > 0
    closedToday = "\(board.closedToday)"
    toSign = "\(board.toSign)"
    hasToSign = board.toSign > 0
    alarmsToJudge = "\(board.alarmsToJudge ?? 0)"
    hasAlarmsToJudge = board.alarmsToJudge ?? 0 > 0
    mayViewAlarms = board.alarmsToJudge != nil
    lateReports = "\(board.lateReports)"
    hasLateReports = board.lateReports > 0
    devicesOnline = "\(devices.onlineCount)"
    devicesTotal = "\(devices.devices.count)"
    hasSilentDevices = devices.onlineCount < devices.devices.count
    waiting = lines(board.waiting)
    open = lines(board.open)
    told = board.told.map {
      ToldLine($0, facilities: board.facilities, names: names, time: time, now: now)
    }
    hasTold = !told.isEmpty
    self.stations = stations.map { StationView($0, names: names, time: time, now: now) }
    units = board.counts.byUnit.compactMap { counts in
      counts.unit.map { unit in
        UnitLine(
          name: names.unit(unit) ?? unit, open: "\(counts.open)",
          late: counts.late > 0 ? "\(counts.late)" : nil)
      }
    }
    legend = AirView.legend(texts)
  }
}
