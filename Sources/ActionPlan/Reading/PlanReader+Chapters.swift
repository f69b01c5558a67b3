/// Titles of the plan's chapters.
extension PlanReader {
  /// A chapter by the first part of its clauses' ids.
  struct ChapterTitle {
    let id: String
    let label: Label
    let location: Location
  }

  func chapters(_ value: Value) -> [ChapterTitle] {
    guard case .table(let entries) = value.content else {
      log.error(
        value.location, "\"chapters\" of the plan is \(value.kind) where a mapping is needed",
        "write {1: {zh: …, en: …}} with the first part of the clauses' ids as keys")
      return []
    }
    return entries.compactMap { entry in
      label(entry.value, "the title of chapter \"\(Value.shortened(entry.key))\"")
        .map { ChapterTitle(id: entry.key, label: $0, location: entry.keyLocation) }
    }
  }

  /// A title that no clause stands under is misspelt.
  func checked(_ chapters: [ChapterTitle]) -> [String: Label] {
    let known = Set(declared[.clause, default: [:]].keys.map(Clause.chapter))
    for chapter in chapters where !known.contains(chapter.id) && !unsure.contains(.clause) {
      let near = Nearest.word(to: chapter.id, among: known.sorted())
      log.error(
        chapter.location, "no clause's id begins with chapter \"\(Value.shortened(chapter.id))\"",
        near.map { "did you mean \"\($0)\"?" } ?? "take the title away, or add its clauses")
    }
    return Dictionary(chapters.map { ($0.id, $0.label) }, uniquingKeysWith: { first, _ in first })
  }
}
