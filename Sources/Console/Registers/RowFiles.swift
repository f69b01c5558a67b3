import ActionPlan
import Ledger

/// The photos and documents of a row's form.
enum RowFiles {
  struct Kept: Sendable {
    /// Attachments by field.
    var kept: [String: Int64] = [:]
    var faults: [FieldFault] = []
  }

  /// Keeps what was sent, and takes over what the form names already: what the row holds, or what the
  /// same person sent with a form that was faulty.
  ///
  /// - Parameter row: nil for a new one.
  static func keep(
    _ form: SubmittedForm, row: Int64?, of visit: RegisterVisit, subjects: ConsoleSubjects
  ) async throws -> Kept {
    var result = Kept()
    let (actor, now) = (Actor.account(visit.account.id), subjects.now())
    for field in visit.register.fields where field.kind == .attachment {
      if let file = form.file(RowForm.file(field)) {
        do {
          let staged = try await PhotoUpload.stageFile(file, in: subjects.photos)
          let attachment = try await subjects.ledger.write { db in
            try Attachments.record(staged, takenBy: actor, at: now, in: db)
          }
          result.kept[field.id] = attachment.id
        } catch let error as AttachmentError {
          result.faults.append(
            FieldFault(
              field: field.id, code: .wrongKind, found: file.name, remedy: error.description))
        }
      } else if let id = form.integer(RowForm.input(field)), form.text("clear-\(field.id)") == nil,
        try await isTheirs(Int64(id), field, row, visit, subjects)
      {
        result.kept[field.id] = Int64(id)
      }
    }
    return result
  }

  private static func isTheirs(
    _ id: Int64, _ field: Field, _ row: Int64?, _ visit: RegisterVisit,
    _ subjects: ConsoleSubjects
  ) async throws -> Bool {
    try await subjects.ledger.read { db in
      let attachment = try Attachments.find(id, in: db)
      if attachment?.takenBy == .account(visit.account.id) { return true }
      guard let row else { return false }
      return try RegisterStore.row(visit.register, row, in: db)?[field.id] == .text("\(id)")
    }
  }
}
