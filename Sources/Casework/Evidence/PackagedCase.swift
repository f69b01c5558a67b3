import ActionPlan
import GRDB
import Ledger

/// A case as a package tells it. Times are epoch seconds (UTC).
struct PackagedCase: Encodable {
  let number: String
  let plan: String
  let procedure: String
  let clause: String?
  let severity: String
  let title: [String: String]
  let source: String
  let facility: String?
  let facilityName: String?
  let creditCode: String?
  let place: String?
  let longitude: Double?
  let latitude: Double?
  let occurredAt: Int
  let openedAt: Int
  let closedAt: Int?
  let state: String
  let assignedUnit: String?
  let leadUnit: String
  let grounds: [CaseGround]
  let report: String?

  init(_ file: CaseFile, grounds text: String, in db: Database) throws {
    let firm = try file.facility.flatMap { try Facilities.find($0, in: db) }
    number = file.number
    plan = file.planDigest
    procedure = file.procedure
    clause = file.clause
    severity = file.severity.rawValue
    title = file.title.values.merging(["code": file.title.code.rawValue]) { old, _ in old }
    source = file.source.kind
    facility = file.facility
    facilityName = firm?.name.zh
    creditCode = firm?.creditCode
    place = file.place
    longitude = file.position?.longitude
    latitude = file.position?.latitude
    occurredAt = file.occurredAt
    openedAt = file.openedAt
    closedAt = file.closedAt
    state = file.state
    assignedUnit = file.assignedUnit
    leadUnit = file.leadUnit
    grounds = try decoded([CaseGround].self, text)
    // What was reported, never by whom.
    report = try PublicReports.find(file.source, in: db)?.text
  }
}

struct PackagedEvent: Encodable {
  let sequence: Int
  let at: Int
  let actor: String
  let kind: String
  let from: String?
  let to: String?
  let unit: String?
  let values: [String: String]
  let longitude: Double?
  let latitude: Double?
  let attachments: [Int64]

  init(_ event: CaseEvent) {
    sequence = event.sequence
    at = event.at
    actor = event.actor
    kind = event.kind.rawValue
    from = event.fromState
    to = event.toState
    unit = event.assignedUnit
    values = event.values
    longitude = event.position?.longitude
    latitude = event.position?.latitude
    attachments = event.attachments
  }
}

/// A photo or document beside the file that holds it.
struct PackagedPhoto: Codable {
  let id: Int64
  let file: String
  let sha256: String
  let mediaType: String
  let name: String?
  let takenBy: String
  /// When it was handed in.
  let at: Int
  let longitude: Double?
  let latitude: Double?
  let event: Int

  init(_ attachment: Attachment, file: String, event: CaseEvent) {
    id = attachment.id
    self.file = file
    sha256 = attachment.sha256
    mediaType = attachment.mediaType.rawValue
    name = attachment.name
    takenBy = attachment.takenBy.auditName
    at = attachment.at
    longitude = attachment.position?.longitude
    latitude = attachment.position?.latitude
    self.event = event.sequence
  }
}

/// An official document that was issued.
struct PackagedDocument: Encodable {
  let number: String
  let form: String
  let state: String
  let issuedBy: String?
  let issuedAt: Int?
  let textSHA256: String?
  let files: [String]

  init(_ row: Row, files: [String]) {
    number = row["number"]
    form = row["form"]
    state = row["state"]
    issuedBy = row["issued_by"]
    issuedAt = row["issued_at"]
    textSHA256 = row["text_sha256"]
    self.files = files
  }
}

struct PackagedSeries: Codable {
  let file: String
  let point: String
  let quantity: String
  let statistic: String
  let windowSeconds: Int
  let from: Int
  let until: Int
  let values: Int
  let isCut: Bool
  let frozenAt: Int
  let freeze: Int64
}

struct PackagedFrame: Codable {
  let file: String
  let sequence: Int64
  let mn: String
  let receivedAtMilliseconds: Int
  /// Which hold it; nil in a package of an older program.
  var freezes: [Int64]?
}

/// Who was told what, by which ways.
struct PackagedTold: Encodable {
  let at: Int
  let recipient: String
  let code: String
  let pushes: [String]

  static func list(_ caseID: Int64, in db: Database) throws -> [PackagedTold] {
    let pushes = Dictionary(
      grouping: try Outbox.about("case/\(caseID)", in: db), by: \.notification)
    return try Notifications.about("case/\(caseID)", in: db).map { told in
      PackagedTold(
        at: told.at, recipient: told.recipient.text, code: told.code,
        pushes: (pushes[told.id] ?? []).map { push in
          let who = push.account.map { "account:\($0)" } ?? "group"
          let what =
            switch push.state {
            case .held: "held"
            case .waiting: "waiting"
            case .sent(let at): "sent \(at)"
            case .failed(let at, _): "failed \(at)"
            }
          return "\(push.channel) \(who) \(what)"
        })
    }
  }
}
