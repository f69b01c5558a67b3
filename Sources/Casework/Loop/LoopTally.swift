import GRDB

/// One loop's points in time, as `LoopBook` reads them.
struct Loop {
  let openedAt: Int
  let badAt: Int
  let dispatchedAt: Int?
  let dispatchDue: Int?
  let onSiteAt: Int?
  let onSiteDue: Int?
  let watchesQuiet: Bool
  let quietAt: Int?
  let closedAt: Int?
  let dueAt: Int?
  let lateSteps: Int

  /// By place: names would be looked up a million times.
  init(_ row: Row) {
    openedAt = row[1]
    badAt = row[2]
    dispatchedAt = row[3]
    dispatchDue = row[4]
    onSiteAt = row[5]
    onSiteDue = row[6]
    watchesQuiet = row[7]
    quietAt = row[8]
    closedAt = row[9]
    dueAt = row[10]
    lateSteps = row[11]
  }

  func at(_ stage: LoopStage) -> Int? {
    switch stage {
    case .found: openedAt
    case .dispatched: dispatchedAt
    case .onSite: onSiteAt
    case .quiet: quietAt
    case .closed: closedAt
    }
  }
}

/// Adds loops up.
struct LoopTally {
  private struct Stage {
    var reached: [Int] = []
    var open: [Int] = []
    var without = 0
    var inTime = 0
    var late = 0
    var undecided = 0
  }

  private var count = 0
  private var stages: [Stage] = LoopStage.allCases.map { _ in Stage() }

  mutating func add(_ loop: Loop, now: Int) {
    count += 1
    for (index, stage) in LoopStage.allCases.enumerated() {
      if stage == .quiet, !loop.watchesQuiet { continue }
      if let at = loop.at(stage) {
        stages[index].reached.append(max(at - loop.badAt, 0))
      } else if loop.closedAt == nil || stage == .quiet {
        stages[index].open.append(max(now - loop.badAt, 0))
      } else {
        stages[index].without += 1
      }
      judge(loop, stage, index, now: now)
    }
  }

  /// Of a stage that is still to come, the deadline that runs now says whether it is late already.
  private mutating func judge(_ loop: Loop, _ stage: LoopStage, _ index: Int, now: Int) {
    func byDeadline(_ at: Int?, _ due: Int?) {
      if let at {
        guard let due else { return }
        if at <= due { stages[index].inTime += 1 } else { stages[index].late += 1 }
      } else if loop.closedAt == nil, let running = loop.dueAt {
        if now > running { stages[index].late += 1 } else { stages[index].undecided += 1 }
      }
    }
    switch stage {
    case .found, .quiet: break
    case .dispatched: byDeadline(loop.dispatchedAt, loop.dispatchDue)
    case .onSite: byDeadline(loop.onSiteAt, loop.onSiteDue)
    case .closed:
      if loop.lateSteps > 0 || (loop.closedAt == nil && loop.dueAt.map { now > $0 } ?? false) {
        stages[index].late += 1
      } else if loop.closedAt != nil {
        stages[index].inTime += 1
      } else {
        stages[index].undecided += 1
      }
    }
  }

  func group(_ id: String?) -> LoopGroup {
    LoopGroup(
      id: id, count: count,
      stages: Dictionary(
        uniqueKeysWithValues: zip(LoopStage.allCases, stages).map { stage, figures in
          (
            stage,
            LoopFigures(
              times: LoopDistribution(reached: figures.reached, open: figures.open),
              without: figures.without, inTime: figures.inTime, late: figures.late,
              undecided: figures.undecided)
          )
        }))
  }
}
