import ActionPlan
import GRDB
import Ledger

extension CaseBook {
  /// Whether this request was answered before; a refusal where its id stands for another one.
  static func isRepeat(
    _ requestID: String, of content: String, by actor: Actor, in db: Database
  ) throws -> Bool {
    try answer(to: requestID, of: content, by: actor, in: db) != nil
  }

  /// The answer that this request got before.
  static func answer(
    to requestID: String, of content: String, by actor: Actor, in db: Database
  ) throws -> String? {
    do {
      return try RequestLog.answer(to: requestID, by: actor, body: content.utf8, in: db)
    } catch let refusal as RequestRefusal {
      switch refusal {
      case .badID: throw CaseRefusal.badRequestID
      case .anotherBody(let id): throw CaseRefusal.requestReused(id)
      }
    }
  }

  static func record(
    _ requestID: String, of content: String, by actor: Actor, case id: Int64, at now: Int,
    in db: Database
  ) throws {
    try RequestLog.record(
      "case/\(id)", to: requestID, by: actor, body: content.utf8, at: now, in: db)
  }

  /// Tells people about a case, as codes and values.
  static func tell(
    _ tells: [Tell], about file: CaseFile, values: [String: String], at now: Int, in db: Database
  ) throws {
    for tell in tells {
      try Notifications.tell(
        tell.recipient, code: tell.kind.rawValue, object: "case/\(file.id)",
        values: file.toldValues.merging(values) { _, new in new }, at: now, in: db)
    }
  }

  /// Names the photos offered with a step or a note.
  static func record(
    _ photos: [StagedAttachment], at position: Coordinate?, by actor: Actor, at now: Int,
    in db: Database
  ) throws -> [Int64] {
    try photos.map { photo in
      try Attachments.record(photo, takenBy: actor, position: position, at: now, in: db).id
    }
  }
}

extension CaseFile {
  /// What everybody who is told of the case is told.
  var toldValues: [String: String] {
    [
      "number": number, "procedure": procedure, "severity": severity.rawValue, "state": state,
    ]
  }
}

extension StepEvidence {
  /// What was asked, for telling a repeat from another request. Photos count by what they show.
  func content(of action: String) -> String {
    var lines = [action]
    lines += values.sorted { $0.key < $1.key }.map {
      "\($0.key.count):\($0.value.count):\($0.value)"
    }
    if let position { lines.append("\(position.longitude),\(position.latitude)") }
    if let assignTo { lines.append(assignTo) }
    lines += photos.map(\.sha256)
    return lines.joined(separator: "\n")
  }
}
