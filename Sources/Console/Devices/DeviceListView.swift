import ActionPlan
import Ledger

struct DeviceListView: Sendable {
  struct Line: Sendable {
    let mn: String
    let href: String
    let name: String
    let facility: String?
    let kind: String?
    let state: String
    let stateName: String
    let isGood: Bool
    let isBad: Bool
    let last: Moment?
    let frames: String
    let faults: String?
    let isSimulated: Bool
  }

  struct StateChoice: Sendable {
    let value: String
    let name: String
    let count: String
    let isChosen: Bool
  }

  struct Stranger: Sendable {
    let mn: String
    let peer: String
    let frames: String
    let kept: String
    let last: Moment
    let adoptHref: String
  }

  let now: Moment
  let query: String
  let liveHref: String
  let states: [StateChoice]
  let lines: [Line]
  let count: String
  let total: String
  let strangers: [Stranger]
  let strangerCount: String
  let hasStrangers: Bool
  let mayAdopt: Bool

  init(
    _ board: DeviceBoard, filter: DeviceFilter, strangers: [UnknownDevice], mayAdopt: Bool,
    names: PlanNames, time: LocalTime, now: Int
  ) {
    let texts = names.texts
    self.now = Moment(now, now: now, time: time, texts: texts)
    query = filter.text
    liveHref =
      "/devices/live?q=\(LocalPath.encode(filter.text))&state=\(filter.state?.rawValue ?? "")"
    states = DeviceBoard.State.allCases.map { state in
      StateChoice(
        value: state.rawValue, name: texts("device.state-\(state.rawValue)"),
        count: "\(board.devices.count { $0.state == state })", isChosen: state == filter.state)
    }
    lines = board.devices.compactMap { entry -> Line? in
      let record = entry.record
      let facility = record.facility.flatMap { board.facilities[$0] }.map { texts($0.name) }
      let name = texts(record.label)
      guard filter.includes(entry, words: [record.mn, name, facility ?? ""]) else { return nil }
      return Line(
        mn: record.mn, href: "/devices/\(LocalPath.encode(record.mn))", name: name,
        facility: facility,
        kind: record.st.map { texts.system($0) },
        state: entry.state.rawValue, stateName: texts("device.state-\(entry.state.rawValue)"),
        isGood: entry.state == .online, isBad: entry.state == .offline || entry.state == .silent,
        last: entry.link?.lastFrameAt.map { Moment($0, now: now, time: time, texts: texts) },
        frames: "\(entry.link?.frames ?? 0)",
        faults: entry.link.flatMap { $0.faults > 0 ? "\($0.faults)" : nil },
        isSimulated: record.isSimulated)
    }
    count = "\(lines.count)"
    total = "\(board.devices.count)"
    self.strangers = strangers.prefix(50).map {
      Stranger(
        mn: $0.mn, peer: $0.peer, frames: "\($0.frames)", kept: "\($0.keptFrames)",
        last: Moment($0.lastAt, now: now, time: time, texts: texts),
        adoptHref: "/devices/new?mn=\(LocalPath.encode($0.mn))")
    }
    self.mayAdopt = mayAdopt
    strangerCount = "\(strangers.count)"
    hasStrangers = !strangers.isEmpty
  }
}
