import ActionPlan
public import Ledger

/// What somebody wants to do to a task.
public enum TaskStep: Sendable, Hashable {
  /// A report on an item; nil for what is owed next.
  case report(item: String?, TaskWords, progress: Int?, isCompletion: Bool)
  /// A helper's share.
  case contribute(unit: String, TaskWords)
  /// The lead unit asks a helper for its share.
  case ask(unit: String, String)
  /// Judges the report of this sequence; nil for the oldest one that waits.
  case accept(report: Int?, note: String)
  /// For correction, on a ground.
  case giveBack(report: Int?, why: String)
  case withdraw(report: Int)
}

/// What a report says and shows. Texts are kept as written.
public struct TaskWords: Sendable, Hashable {
  /// Longest text, in characters.
  public static let textLimit = 4_000
  /// Most files with one report, the letter's pages among them.
  public static let fileLimit = 12

  public var text: String
  /// Staged in the Ledger's `AttachmentStore`; they are named by a row when the report is taken.
  public var evidence: [StagedAttachment]
  /// The unit's letter, where the duty desk reports for it.
  public var letters: [StagedAttachment]

  public init(
    _ text: String, evidence: [StagedAttachment] = [], letters: [StagedAttachment] = []
  ) {
    self.text = text
    self.evidence = evidence
    self.letters = letters
  }

  fileprivate func check(isOnBehalf: Bool) throws(TaskRefusal) {
    try Self.check(text, orElse: .textMissing)
    let files = evidence.count + letters.count
    guard files <= Self.fileLimit else {
      throw .tooManyFiles(found: files, limit: Self.fileLimit)
    }
    if isOnBehalf, letters.isEmpty { throw .letterMissing }
  }

  fileprivate static func check(
    _ text: String, orElse refusal: TaskRefusal?
  ) throws(TaskRefusal) {
    if let refusal, text.allSatisfy(\.isWhitespace) { throw refusal }
    guard text.count <= textLimit else {
      throw .textTooLong(found: text.count, limit: textLimit)
    }
  }
}

/// Who wants to do it, and what they are to the task.
public struct TaskMover: Sendable, Hashable {
  /// As the audit log names them; two movers with one name are one person.
  public let name: String
  public let unit: String?
  public let parts: Set<TaskPart>

  public init(name: String, unit: String?, parts: Set<TaskPart>) {
    self.name = name
    self.unit = unit
    self.parts = parts
  }
}

/// An allowed step: the entry it makes and whom it is told.
public struct TaskMove: Sendable, Hashable {
  public enum Tell: String, Sendable {
    /// A report waits to be judged.
    case reported = "task-reported"
    case accepted = "task-accepted"
    case returned = "task-returned"
    /// The helper is asked for its share.
    case asked = "task-asked"
    /// A helper's share came in.
    case contributed = "task-contributed"
  }
  public let kind: TaskEvent.Kind
  public var item: String?
  public var report: Int?
  public var helper: String?
  public var isOnBehalf = false
  public var progress: Int?
  public var isCompletion = false
  public var words = TaskWords("")
  public let told: [Recipient]
  public let tell: Tell?
}

/// The rules of a task: what may be done by whom, and what follows.
///
/// Pure: it knows neither clock nor database. `TaskBook` asks it and does what it says.
public struct TaskMachine: Sendable {
  public let standing: TaskStanding

  public init(_ standing: TaskStanding) {
    self.standing = standing
  }

  private var task: PlanTask { standing.task }

  /// - Throws: `TaskRefusal`, which says what is missing; nothing has changed then.
  public func move(_ step: TaskStep, by mover: TaskMover) throws(TaskRefusal) -> TaskMove {
    guard !standing.isCompleted else { throw .completed }
    switch step {
    case .report(let item, let words, let progress, let isCompletion):
      return try report(
        item, words, progress: progress, isCompletion: isCompletion, by: mover)
    case .contribute(let unit, let words):
      return try contribute(words, of: unit, by: mover)
    case .ask(let unit, let text):
      return try ask(unit, text, by: mover)
    case .accept(let report, let note):
      try TaskWords.check(note, orElse: nil)
      return try judge(report, .accepted, note, by: mover)
    case .giveBack(let report, let why):
      try TaskWords.check(why, orElse: .groundMissing)
      return try judge(report, .returned, why, by: mover)
    case .withdraw(let report):
      return try withdraw(report, by: mover)
    }
  }

  /// What a person may do now, for a page's forms.
  public func mayReport(_ mover: TaskMover) -> Bool {
    !standing.isCompleted && !mover.parts.isDisjoint(with: [.lead, .desk])
  }

  public func mayJudge(_ report: TaskStanding.Report, _ mover: TaskMover) -> Bool {
    !standing.isCompleted && report.fate == .waiting && mover.parts.contains(.judge)
      && report.event.actor != mover.name
  }

  public func mayWithdraw(_ report: TaskStanding.Report, _ mover: TaskMover) -> Bool {
    !standing.isCompleted && report.fate == .waiting && report.event.actor == mover.name
  }

  private func report(
    _ wanted: String?, _ words: TaskWords, progress: Int?, isCompletion: Bool, by mover: TaskMover
  ) throws(TaskRefusal) -> TaskMove {
    guard !mover.parts.isDisjoint(with: [.lead, .desk]) else { throw .notYours }
    let isOnBehalf = !mover.parts.contains(.lead)
    let item = try item(wanted)
    switch item.state {
    case .accepted: throw .alreadyAccepted(item: item.item.id)
    case .reported: throw .alreadyReported(item: item.item.id)
    case .ahead where !item.item.isMilestone: throw .notYet(item: item.item.id)
    default: break
    }
    if let progress, !(0...100).contains(progress) { throw .progressOutOfRange(progress) }
    try words.check(isOnBehalf: isOnBehalf)
    return TaskMove(
      kind: .reported, item: item.item.id, isOnBehalf: isOnBehalf, progress: progress,
      isCompletion: isCompletion || item.item.isFinal, words: words,
      told: [task.isCoordinator ? .role(.duty) : .unit(task.coordinator)], tell: .reported)
  }

  private func item(_ wanted: String?) throws(TaskRefusal) -> TaskStanding.Item {
    if let wanted {
      guard let item = standing.item(wanted) else { throw .unknownItem(wanted) }
      return item
    }
    guard let next = standing.next else { throw .nothingOwed }
    return next
  }

  private func contribute(
    _ words: TaskWords, of unit: String, by mover: TaskMover
  ) throws(TaskRefusal) -> TaskMove {
    guard task.clause.with.contains(unit) else { throw .unknownHelper(unit) }
    let isOwn = mover.parts.contains(.helper) && mover.unit == unit
    guard isOwn || mover.parts.contains(.desk) else { throw .notYours }
    try words.check(isOnBehalf: !isOwn)
    return TaskMove(
      kind: .contributed, helper: unit, isOnBehalf: !isOwn, words: words,
      told: [.unit(task.id.unit)], tell: .contributed)
  }

  private func ask(
    _ unit: String, _ text: String, by mover: TaskMover
  ) throws(TaskRefusal) -> TaskMove {
    guard mover.parts.contains(.lead) else { throw .notYours }
    guard task.clause.with.contains(unit) else { throw .unknownHelper(unit) }
    try TaskWords.check(text, orElse: .textMissing)
    return TaskMove(
      kind: .asked, helper: unit, words: TaskWords(text), told: [.unit(unit)], tell: .asked)
  }

  private func judge(
    _ wanted: Int?, _ kind: TaskEvent.Kind, _ text: String, by mover: TaskMover
  ) throws(TaskRefusal) -> TaskMove {
    let report = try waiting(wanted)
    guard report.event.actor != mover.name else { throw .ownReport }
    guard mover.parts.contains(.judge) else {
      throw mover.parts.contains(.lead) ? .ownReport : .notYours
    }
    return TaskMove(
      kind: kind, item: report.event.item, report: report.event.sequence, words: TaskWords(text),
      told: [.unit(task.id.unit)], tell: kind == .accepted ? .accepted : .returned)
  }

  private func withdraw(_ wanted: Int, by mover: TaskMover) throws(TaskRefusal) -> TaskMove {
    let report = try waiting(wanted)
    guard report.event.actor == mover.name else { throw .notYourReport }
    return TaskMove(
      kind: .withdrawn, item: report.event.item, report: report.event.sequence, told: [],
      tell: nil)
  }

  private func waiting(_ wanted: Int?) throws(TaskRefusal) -> TaskStanding.Report {
    let waiting = standing.items.compactMap(\.report).filter { $0.fate == .waiting }
      .sorted { $0.event.sequence < $1.event.sequence }
    guard let found = waiting.first(where: { wanted == nil || $0.event.sequence == wanted }) else {
      throw .nothingWaiting
    }
    return found
  }
}
