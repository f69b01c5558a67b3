/// A difference as lines that a person reads.
extension PlanDiff {
  /// One line for each element that was added, removed or changed, and under it, indented, one for each
  /// thing that is said otherwise: `old → new`. One line that says so where nothing changed.
  public func lines(in language: Language) -> [String] {
    guard !isEmpty else {
      return [language == .zh ? "两份计划没有差别。" : "The two plans say the same."]
    }
    return changes.flatMap { change in
      Self.lines(change.noun, change.name, change.details, indent: "", language)
    }
  }

  private static func lines(
    _ noun: Label, _ name: Label, _ details: Details, indent: String, _ language: Language
  ) -> [String] {
    let isChinese = language == .zh
    let called = name.text(in: language)
    let title = noun.text(in: language) + (called.isEmpty ? "" : " " + called)
    switch details {
    case .added: return [indent + (isChinese ? "新增" : "added ") + title]
    case .removed: return [indent + (isChinese ? "取消" : "removed ") + title]
    case .changed(let details):
      return [indent + title + (isChinese ? "：" : ":")]
        + details.flatMap { lines($0, indent: indent + "  ", language) }
    }
  }

  private static func lines(
    _ detail: Detail, indent: String, _ language: Language
  ) -> [String] {
    let isChinese = language == .zh
    let aspect = indent + detail.aspect.text(in: language) + (isChinese ? "：" : ": ")
    switch detail.content {
    case .words(let old, let new):
      let none = isChinese ? "（无）" : "(none)"
      return [
        aspect + (old?.text(in: language) ?? none) + " → " + (new?.text(in: language) ?? none)
      ]
    case .otherwise: return [aspect + (isChinese ? "已修改" : "changed")]
    case .part(let name, let details):
      return lines(detail.aspect, name, details, indent: indent, language)
    }
  }
}
