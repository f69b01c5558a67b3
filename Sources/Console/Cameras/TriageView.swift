import ActionPlan
import Casework
import Ledger

/// The page on which the desk looks through alarms, ready for its template.
struct TriageView: Sendable {
  struct Line: Sendable {
    let lineID: String
    let lineHref: String
    let lineKind: String
    let lineCamera: String
    let linePlace: String
    let lineSeen: Moment
    /// Nil for one that is judged.
    let lineDue: Deadline?
    let lineVerdict: String
    /// `good`, `bad` or `warn`.
    let verdictClass: String
    let who: String
  }

  let now: Moment
  let liveHref: String
  let waitingText: String
  let hasAlarm: Bool
  let alarm: LookedAlarm?
  let queue: [Line]
  let hasQueue: Bool
  let hasNextPicture: Bool
  let nextPicture: String
  let judged: [Line]
  let hasJudged: Bool
  let hasDone: Bool
  let doneText: String
  let mayUndo: Bool
  let undoID: String
  let problem: String
  let hasProblem: Bool

  init(
    _ reading: TriageReading, account: Account, problem: String, names: PlanNames,
    time: LocalTime, now: Int
  ) {
    let texts = names.texts
    let wording = AlarmWording(names: names, cameras: reading.cameras, time: time, now: now)
    self.now = Moment(now, now: now, time: time, texts: texts)
    liveHref = "/cameras/live" + (reading.alarm.map { "?alarm=\($0.id)" } ?? "")
    waitingText = texts("cameras.waiting", ["n": "\(reading.waitingCount)"])
    let mayJudge = Policy.may(account, .judgeAlarm)
    alarm = reading.alarm.flatMap { alarm in
      reading.file.map {
        LookedAlarm(alarm, of: $0, reading, mayJudge: mayJudge, wording: wording)
      }
    }
    hasAlarm = alarm != nil
    func line(_ alarm: TriagedAlarm) -> Line {
      Line(
        lineID: "\(alarm.id)", lineHref: "/cameras?alarm=\(alarm.id)",
        lineKind: wording.kind(alarm), lineCamera: wording.camera(alarm),
        linePlace: wording.place(alarm),
        lineSeen: Moment(alarm.alarm.occurredAt, now: now, time: time, texts: texts),
        lineDue: alarm.judgement == nil
          ? Deadline(alarm.dueAt, now: now, time: time, texts: texts) : nil,
        lineVerdict: wording.verdict(alarm), verdictClass: wording.verdictClass(alarm),
        who: alarm.judgement.flatMap { reading.people[$0.by] } ?? "")
    }
    queue = reading.queue.map(line)
    hasQueue = !queue.isEmpty
    hasNextPicture = mayJudge && hasQueue
    nextPicture = reading.queue.first.map { AlarmWording.picture($0.id) } ?? ""
    judged = reading.judged.map(line)
    hasJudged = !judged.isEmpty
    let done = reading.done.map { wording.done($0, file: reading.doneFile) }
    doneText = done ?? ""
    hasDone = done != nil
    mayUndo =
      mayJudge
      && reading.done?.judgement.map { now - $0.at <= AlarmDesk.undoSeconds } ?? false
    undoID = reading.done.map { "\($0.id)" } ?? ""
    self.problem = problem
    hasProblem = !problem.isEmpty
  }
}

/// One alarm with everything that helps to judge it.
struct LookedAlarm: Sendable {
  struct Near: Sendable {
    let nearHref: String
    let nearPicture: String
    let nearKind: String
    let nearCamera: String
    let distance: String
    let nearSeen: Moment
    let nearVerdict: String
  }
  struct Unit: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let id: String
  let picture: String
  let pictureText: String
  let kindName: String
  let cameraName: String
  let placeName: String
  let seen: Moment
  let dueBy: Deadline
  let isWaiting: Bool
  let caseHref: String
  let caseNumber: String
  let caseState: String
  let hasTogether: Bool
  let together: String
  let isJudged: Bool
  let verdictName: String
  let mayJudge: Bool
  /// It waits for somebody else's verdict.
  let isOthers: Bool
  let request: String
  let units: [Unit]
  let hasUnits: Bool
  /// `30.03,120.89`; nil where nothing is known of the place.
  let mapAt: String?
  let near: [Near]
  let hasNear: Bool
  let cases: [NearbyCaseView]
  let hasCases: Bool

  init(
    _ alarm: TriagedAlarm, of file: CaseFile, _ reading: TriageReading, mayJudge: Bool,
    wording: AlarmWording
  ) {
    let (names, texts) = (wording.names, wording.names.texts)
    func moment(_ at: Int) -> Moment {
      Moment(at, now: wording.now, time: wording.time, texts: texts)
    }
    id = "\(alarm.id)"
    picture = AlarmWording.picture(alarm.id)
    kindName = wording.kind(alarm)
    cameraName = wording.camera(alarm)
    placeName = wording.place(alarm)
    seen = moment(alarm.alarm.occurredAt)
    pictureText = texts(
      "cameras.picture", ["camera": cameraName, "time": seen.full, "kind": kindName])
    dueBy = Deadline(alarm.dueAt, now: wording.now, time: wording.time, texts: texts)
    caseHref = "/cases/\(file.id)"
    caseNumber = file.number
    caseState = CaseWording(plan: names.plan, texts: texts).state(of: file)
    hasTogether = reading.togetherCount > 0
    together = texts("cameras.together", ["n": "\(reading.togetherCount)"])
    isJudged = alarm.judgement != nil
    isWaiting = !isJudged
    verdictName = wording.verdict(alarm)
    self.mayJudge = mayJudge && !isJudged
    isOthers = !mayJudge && !isJudged
    request = RequestID.make()
    units =
      reading.mayDispatch
      ? names.plan.units.map {
        Unit(value: $0.id, name: texts($0.label), isChosen: $0.id == file.townUnit)
      } : []
    hasUnits = self.mayJudge && !units.isEmpty
    mapAt = alarm.position.map { "\($0.latitude),\($0.longitude)" }
    near = reading.near.map { near in
      Near(
        nearHref: "/cameras?alarm=\(near.alarm.id)",
        nearPicture: AlarmWording.picture(near.alarm.id), nearKind: wording.kind(near.alarm),
        nearCamera: wording.camera(near.alarm),
        distance: texts("cameras.metres", ["n": "\(near.metres)"]),
        nearSeen: moment(near.alarm.alarm.occurredAt), nearVerdict: wording.verdict(near.alarm))
    }
    hasNear = !near.isEmpty
    cases = reading.nearCases.map {
      NearbyCaseView($0, names: names, time: wording.time, now: wording.now)
    }
    hasCases = !cases.isEmpty
  }
}
