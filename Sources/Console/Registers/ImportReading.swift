import ActionPlan
import Detection
import GRDB
import Ledger

/// An upload as its page shows it, with what its changes refer to.
struct ImportReading: Sendable {
  /// A row that will change, with every field that differs.
  struct Change: Sendable {
    let row: Int64
    let title: String
    let old: [String: FieldValue]
    let new: [String: FieldValue]
  }

  /// nil before anything was uploaded.
  let upload: Upload?
  let state: UploadState
  /// Whether the server reads or writes it.
  let isAtWork: Bool
  let changes: [Change]
  let names: RegisterNames
  /// How many cases each of the plan's rules would open, by its id.
  let openings: [String: Int]
  /// What the person sent for the register and did not come back to, where nothing is shown.
  let waiting: [Upload]

  static func read(
    _ token: String?, isAtWork: Bool, _ visit: RegisterVisit, language: Language, in db: Database
  ) throws -> ImportReading {
    let (register, account) = (visit.register, visit.account.id)
    let upload = try token.flatMap {
      try UploadStore.find($0, of: account, register: register.id, in: db)
    }
    guard let upload else {
      return ImportReading(
        upload: nil, state: .kept, isAtWork: false, changes: [],
        names: RegisterNames(language: language), openings: [:],
        waiting: try UploadStore.waiting(of: account, register: register.id, in: db))
    }
    let state = try upload.state(planDigest: visit.plan.digest, in: db)
    var (changes, names): ([Change], RegisterNames) = ([], RegisterNames(language: language))
    var openings: [String: Int] = [:]
    if case .previewed(let preview, _) = state {
      if preview.isSound {
        openings = try RowForecast.openings(
          ofImport: preview.id, into: register.id, plan: visit.plan, in: db)
      }
      let rows = try Set(preview.changes.map(\.row)).compactMap {
        try RegisterStore.row(register, $0, in: db)
      }
      names = try RegisterNames(
        for: rows.map(\.values) + preview.changes.map { [$0.field: $0.new] }, of: register,
        plan: visit.plan, language: language, in: db)
      let titles = Dictionary(
        uniqueKeysWithValues: rows.map {
          ($0.id, names.title(of: $0, in: register, plan: visit.plan))
        })
      changes = byRow(preview.changes, titles)
    }
    return ImportReading(
      upload: upload, state: state, isAtWork: isAtWork, changes: changes, names: names,
      openings: openings, waiting: [])
  }

  /// - Parameter titles: what each row is called.
  private static func byRow(
    _ changes: [RegisterPreview.Change], _ titles: [Int64: String]
  ) -> [Change] {
    var order: [Int64] = []
    var fields: [Int64: [RegisterPreview.Change]] = [:]
    for change in changes {
      if fields[change.row] == nil { order.append(change.row) }
      fields[change.row, default: []].append(change)
    }
    return order.map { id in
      let differing = fields[id] ?? []
      return Change(
        row: id, title: titles[id] ?? "#\(id)",
        old: Dictionary(uniqueKeysWithValues: differing.map { ($0.field, $0.old) }),
        new: Dictionary(uniqueKeysWithValues: differing.map { ($0.field, $0.new) }))
    }
  }
}
