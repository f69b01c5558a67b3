import Casework

/// One word about a case that stands beside its state.
struct CaseMark: Sendable {
  let mark: String
}

/// Priority and marks of a case, for its page and for lists.
struct CaseMarks: Sendable {
  /// Nil for the usual one.
  let priority: String?
  let priorityClass: String
  let marks: [CaseMark]

  init(_ file: CaseFile, texts: Texts) {
    priority =
      file.priority == .normal ? nil : texts("acts.priority-\(file.priority.rawValue)")
    priorityClass = file.priority == .urgent ? "bad" : file.priority == .high ? "warn" : "plain"
    var marks: [String] = []
    if file.suspension != nil { marks.append(texts("acts.isSuspendedMark")) }
    if let transfer = file.transfer { marks.append(texts("acts.mark-\(transfer.stage)")) }
    if let main = file.mergedInto {
      marks.append(texts("acts.mark-merged", ["number": main.number]))
    }
    if file.reopenedCount > 0 {
      marks.append(texts("acts.mark-reopened", ["n": "\(file.reopenedCount)"]))
    }
    if file.isDigest { marks.append(texts("acts.mark-digest")) }
    if file.furtherFindings > 0 {
      marks.append(texts("acts.mark-further", ["n": "\(file.furtherFindings)"]))
    }
    if file.isAppealed { marks.append(texts("acts.mark-appealed")) }
    self.marks = marks.map { CaseMark(mark: $0) }
  }
}
