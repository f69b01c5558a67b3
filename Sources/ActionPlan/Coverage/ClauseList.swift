/// The clauses that a plan has to carry out, as whoever ordered it listed them: against it the plan's
/// own clauses are measured.
///
/// A YAML file with a list `clauses`; each entry has an `id` and, where the clause has them, `lead`,
/// `with` (lists of unit ids) and `target` (a text). What else stands in the file is for its readers.
public struct ClauseList: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public let id: String
    public let lead: [String]
    public let with: [String]
    public let target: String?
    public let location: Location

    public init(
      id: String, lead: [String], with: [String], target: String?, location: Location
    ) {
      self.id = id
      self.lead = lead
      self.with = with
      self.target = target
      self.location = location
    }
  }

  /// In the file's order.
  public let entries: [Entry]

  /// What such a list calls the towns and streets, each of which is a unit of its own.
  public static let everyTown = "TWN"

  /// - Parameter file: the path as messages call it, and the file's bytes.
  /// - Returns: nil for the list as soon as one diagnostic is an error. Any input gets an answer.
  public static func read(_ file: PlanFile) -> (list: ClauseList?, diagnostics: [Diagnostic]) {
    DeepStack.run {
      let log = DiagnosticLog()
      let entries = ClauseListReader(file: file, log: log).entries()
      return (log.hasErrors ? nil : ClauseList(entries: entries), log.sorted)
    }
  }
}

private struct ClauseListReader {
  let file: PlanFile
  let log: DiagnosticLog

  func entries() -> [ClauseList.Entry] {
    guard file.bytes.count <= FolderLimits.yamlBytes else {
      log.error(top, "the file is larger than \(FolderLimits.yamlBytes) bytes", "shorten it")
      return []
    }
    let documents = YAMLDocuments.read(file, log: log)
    guard !log.hasErrors else { return [] }
    guard case .table(let keys) = documents.first?.content,
      let clauses = keys.first(where: { $0.key == "clauses" }),
      case .list(let items) = clauses.value.content
    else {
      log.error(top, "the file has no list of clauses", "write clauses: and a list under it")
      return []
    }
    var seen: [String: Location] = [:]
    return items.compactMap { item in
      guard let entry = entry(item) else { return nil }
      if let first = seen.updateValue(entry.location, forKey: entry.id) {
        log.error(
          entry.location, "clause \"\(entry.id)\" is listed twice, first at \(first)", "remove one")
      }
      return entry
    }
  }

  private var top: Location { Location(file: file.path, line: 1, column: 1) }

  private func entry(_ item: Value) -> ClauseList.Entry? {
    guard case .table(let keys) = item.content,
      let id = keys.first(where: { $0.key == "id" }).flatMap({ text($0.value, "a clause's id") })
    else {
      log.error(item.location, "an entry is no clause with an id", "write {id: 1.1.a, …}")
      return nil
    }
    func value(_ key: String) -> Value? { keys.first { $0.key == key }?.value }
    return ClauseList.Entry(
      id: id, lead: units(value("lead"), of: id), with: units(value("with"), of: id),
      target: value("target").flatMap { text($0, "the target of \(id)") }, location: item.location)
  }

  private func units(_ value: Value?, of id: String) -> [String] {
    guard let value else { return [] }
    guard case .list(let items) = value.content else {
      log.error(value.location, "the units of \(id) are \(value.kind)", "write a list: [EEB, DRB]")
      return []
    }
    return items.compactMap { text($0, "a unit of \(id)") }
  }

  private func text(_ value: Value, _ name: String) -> String? {
    guard case .text(let text) = value.content, !text.isEmpty, text.utf8.count <= 2_000 else {
      log.error(value.location, "\(name) is \(value.kind)", "write a text of at most 2,000 bytes")
      return nil
    }
    return text
  }
}
