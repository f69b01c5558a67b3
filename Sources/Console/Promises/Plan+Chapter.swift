import ActionPlan

extension Plan {
  /// A chapter's number with its title; "part 3" where the plan gives none.
  func heading(ofChapter id: String, _ texts: Texts) -> String {
    chapters[id].map { "\(id) \(texts($0))" } ?? texts("promises.chapter", ["id": id])
  }
}
