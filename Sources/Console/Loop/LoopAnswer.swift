import Casework

/// The times of loops for a program.
struct LoopAnswer: Encodable, Sendable {
  struct Bin: Encodable, Sendable {
    let from: Int
    /// Left out of the last.
    let until: Int?
    let reached: Int
    let open: Int
  }
  /// Seconds; left out where so many have not come there.
  struct Stage: Encodable, Sendable {
    let stage: String
    let reached: Int
    let open: Int
    let without: Int
    let median: Int?
    let ninth: Int?
    let inTime: Int
    let late: Int
    let undecided: Int
    let histogram: [Bin]
  }
  struct Group: Encodable, Sendable {
    /// Left out of those without, and of all together.
    let id: String?
    let count: Int
    let stages: [Stage]

    init(_ group: LoopGroup) {
      id = group.id
      count = group.count
      stages = LoopStage.allCases.compactMap { stage in
        group.stages[stage].map { figures in
          Stage(
            stage: stage.rawValue, reached: figures.times.reachedCount,
            open: figures.times.openCount, without: figures.without,
            median: figures.times.quantile(0.5), ninth: figures.times.quantile(0.9),
            inTime: figures.inTime, late: figures.late, undecided: figures.undecided,
            histogram: figures.times.histogram.map {
              Bin(from: $0.from, until: $0.until, reached: $0.reached, open: $0.open)
            })
        }
      }
    }
  }
  let from: String
  let until: String
  let by: String
  let all: Group
  let groups: [Group]

  init(_ report: LoopReport, query: LoopQuery) {
    from = "\(query.from)"
    until = "\(query.until)"
    by = query.by.rawValue
    all = Group(report.all)
    groups = report.groups.map(Group.init)
  }
}
