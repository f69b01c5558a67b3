public import ActionPlan
import AirQuality
public import GRDB
public import Ledger

/// Something that was done in the field, perhaps hours ago without a network, and arrives now.
public struct FieldItem: Sendable {
  public enum Work: Sendable, Hashable {
    /// A step of a case; the version is that of the case as its taker saw it.
    case step(case: Int64, to: String, isSkip: Bool, version: Int)
    case note(case: Int64)
    /// A checklist that was filled in, with values by the id of their field.
    case inspection(checklist: String, values: [String: FieldValue])
    case route(PatrolRoute)
    case removeRoute(id: String)
    /// A stop of a route, counted from 0.
    case visit(route: String, stop: Int)
  }

  public let work: Work
  public let evidence: StepEvidence
  public let doing: TimeOfDoing
  /// When and where each photo of the evidence was taken.
  public let photos: [TakenPhoto]
  /// 8 to 56 letters, digits and hyphens, made on the phone; unique per person.
  public let requestID: String
  /// Everything that was asked, but for when it was sent: a repeat is known by it.
  public let content: String

  public init(
    work: Work, evidence: StepEvidence, doing: TimeOfDoing, photos: [TakenPhoto],
    requestID: String, content: String
  ) {
    self.work = work
    self.evidence = evidence
    self.doing = doing
    self.photos = photos
    self.requestID = requestID
    self.content = content
  }
}

/// What became of an item when it first arrived; a repeat is told the same.
public struct FieldReceipt: Sendable, Hashable, Codable {
  /// The case right after it; nil for what is about none.
  public var caseID: Int64?
  public var version: Int?
  public var state: String?
  /// The row of the inspection's register.
  public var row: Int64?
  /// Epoch seconds of the server.
  public let arrivedAt: Int
  public var doubt: String?
}

/// The book of what phones bring in. Each item is one transaction and is done once, however often it
/// is sent: whoever does not hear the answer sends it again.
public enum FieldBook {
  /// Beyond these an inspection is no inspection any more.
  static let mostValues = 200

  /// - Parameters:
  ///   - plan: the plan in force, for its units and its checklists.
  ///   - now: epoch seconds of the server.
  /// - Throws: `CaseRefusal`, `FieldRefusal`, or what SQLite said; nothing has changed then.
  public static func take(
    _ item: FieldItem, from account: Account, plan: Plan, at now: Int, in db: Database
  ) throws -> FieldReceipt {
    guard Policy.may(account, .workInField) else { throw FieldRefusal.notYours }
    guard item.requestID.utf8.count <= 56 else { throw CaseRefusal.badRequestID }
    let (actor, id) = (Actor.account(account.id), "field-\(item.requestID)")
    if let first = try CaseBook.answer(to: id, of: item.content, by: actor, in: db) {
      return try decoded(FieldReceipt.self, first)
    }
    let newest = try FieldPhotos.newest(in: db)
    let receipt = try perform(item, account, plan: plan, at: now, in: db)
    try FieldPhotos.keepTakings(item.photos, of: actor, recordedAfter: newest, in: db)
    try RequestLog.record(
      try encoded(receipt), to: id, by: actor, body: item.content.utf8, at: now, in: db)
    return receipt
  }

  private static func perform(
    _ item: FieldItem, _ account: Account, plan: Plan, at now: Int, in db: Database
  ) throws -> FieldReceipt {
    var receipt = FieldReceipt(
      arrivedAt: now, doubt: item.doing.doubt(arrivedAt: now)?.rawValue)
    switch item.work {
    case .step(let id, let target, let isSkip, let version):
      var evidence = item.evidence
      evidence.field = FieldEvidence(doing: item.doing, photos: item.photos)
      receipt.tell(
        try CaseBook.take(
          step: target, case: id, by: account, evidence: evidence, isSkip: isSkip,
          requestID: item.requestID, versionSeen: version, plan: plan, at: now, in: db),
        item.doing)
    case .note(let id):
      receipt.tell(
        try CaseBook.annotate(
          case: id, by: account, note: item.evidence.note, photos: item.evidence.photos,
          position: item.evidence.position,
          field: FieldEvidence(doing: item.doing, photos: item.photos), requestID: item.requestID,
          at: now,
          in: db), item.doing)
    case .inspection(let checklist, let values):
      receipt.row = try inspect(
        checklist, values, item, by: account, plan: plan, at: now, in: db)
    case .route(let route):
      try PatrolBook.keep(route, by: account, at: now, in: db)
    case .removeRoute(let id):
      try PatrolBook.remove(id, by: account, at: now, in: db)
    case .visit(let route, let stop):
      try PatrolBook.visit(
        route, stop: stop, by: account, position: item.evidence.position, note: item.evidence.note,
        doing: item.doing, utcOffsetSeconds: plan.utcOffsetSeconds, at: now, in: db)
    }
    return receipt
  }

  /// Writes the row of a filled-in checklist: who filled it in, when and where are the server's to write.
  private static func inspect(
    _ id: String, _ given: [String: FieldValue], _ item: FieldItem, by account: Account,
    plan: Plan, at now: Int, in db: Database
  ) throws -> Int64 {
    guard let register = plan.register(id), register.checklist == id else {
      throw FieldRefusal.unknownChecklist(id)
    }
    guard given.count <= mostValues else { throw FieldRefusal.unknownChecklist(id) }
    try item.evidence.checkLimits()
    var values = given
    values["inspector"] = .text(account.displayName)
    values["on"] = .text(
      CalendarDay(
        ofEpoch: item.doing.likelyAt(arrivedAt: now), utcOffsetSeconds: plan.utcOffsetSeconds
      ).description)
    values["done-at"] = .instant(item.doing.doneAt)
    if let position = item.evidence.position { values["position"] = .position(position) }
    if let note = item.evidence.note { values["note"] = .text(note) }
    let actor = Actor.account(account.id)
    let photos = try item.evidence.photos.map { photo in
      try Attachments.record(
        photo, takenBy: actor, position: item.evidence.position, at: now, in: db
      ).id
    }
    if let first = photos.first { values["photo"] = .text("\(first)") }
    do {
      let row = try RegisterStore.insert(
        register, values, plan: plan, by: actor,
        why: item.doing.doubt(arrivedAt: now).map { "field: \($0.rawValue)" } ?? "", at: now, in: db
      ).id
      try RowPhotos.add(photos, to: row, of: register, by: actor, at: now, in: db)
      return row
    } catch RegisterError.invalid(_, let faults) {
      throw FieldRefusal.badInspection(faults)
    }
  }
}

extension FieldReceipt {
  fileprivate mutating func tell(_ file: CaseFile, _ doing: TimeOfDoing) {
    (caseID, version, state) = (file.id, file.version, file.state)
    doubt = doing.doubt(arrivedAt: arrivedAt, openedAt: file.openedAt)?.rawValue
  }
}

/// Why something from the field was refused, beside what cases refuse. Pages tell it by `code`.
public enum FieldRefusal: Error, Sendable, Hashable {
  /// The account has no work in the field (any more).
  case notYours
  case unknownChecklist(String)
  case badInspection([FieldFault])
  /// No such route, or none of the own unit.
  case unknownRoute
  case unknownStop(Int)
  /// A route has a name and 1 to 60 places with names and, where they have one, positions on Earth.
  case badRoute
  /// Photos that have not arrived; they are to be sent first.
  case photosMissing([String])

  public var code: String {
    switch self {
    case .notYours: "not-in-field"
    case .unknownChecklist: "unknown-checklist"
    case .badInspection: "bad-inspection"
    case .unknownRoute: "unknown-route"
    case .unknownStop: "unknown-stop"
    case .badRoute: "bad-route"
    case .photosMissing: "photos-missing"
    }
  }
}
