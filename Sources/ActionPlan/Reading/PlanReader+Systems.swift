/// Other systems in which cases have numbers and a status.
extension PlanReader {
  func system(_ value: Value, _ id: String) -> OutsideSystem? {
    guard let table = Table(value, "system \"\(id)\"", .system, log: log) else { return nil }
    let label = label(table)
    let numbers = table["numbers"].map { numberForms($0, table) } ?? []
    let isShared = table["shared"].map { flag($0, "\"shared\" of \(table.name)") } ?? false
    let hasSeveral = table["several"].map { flag($0, "\"several\" of \(table.name)") } ?? false
    let words = table["words"].map { outsideWords($0, table) } ?? []
    guard let label, let isShared, let hasSeveral else { return nil }
    return OutsideSystem(
      id: id, label: label, numbers: numbers, isShared: isShared, hasSeveral: hasSeveral,
      words: words)
  }

  private func numberForms(_ value: Value, _ owner: Table) -> [String] {
    let name = "\"numbers\" of \(owner.name)"
    let items = oneOrMore(value)
    if items.isEmpty {
      log.error(value.location, "\(name) names none", "name at least one, or leave it out for any")
    }
    return items.compactMap { item in
      guard let text = text(item, name, longest: OutsideSystem.numberLimit) else { return nil }
      guard text == OutsideSystem.plain(text), !text.dropLast().contains("*") else {
        log.error(
          item.location, "\(name) cannot be \(item.kind)",
          "write capitals and digits without blanks, 9 for a digit, A for a letter, * at the end")
        return nil
      }
      return text
    }
  }

  private func outsideWords(_ value: Value, _ owner: Table) -> [OutsideSystem.Word] {
    var words: [OutsideSystem.Word] = []
    var spelt: Set<String> = []
    var covered: Set<CaseStanding> = []
    for item in list(value, "\"words\" of \(owner.name)") ?? [] {
      guard let table = Table(item, "a word of \(owner.name)", .outsideWord, log: log),
        let word = table.required("word", "write what the system calls the status")
          .flatMap({ text($0, "\"word\" of \(owner.name)", longest: 40) })
      else { continue }
      let also =
        table["also"].map(oneOrMore)?.compactMap {
          text($0, "\"also\" of \(owner.name)", longest: 40)
        } ?? []
      for spelling in [word] + also where !spelt.insert(spelling).inserted {
        log.error(
          item.location, "\(owner.name) has the word \"\(spelling)\" twice", "keep one of them")
      }
      let standings =
        table["for"].map(oneOrMore)?.compactMap {
          self.word($0, "\"for\" of \(owner.name)", among: CaseStanding.allCases)
        } ?? []
      for standing in standings where !covered.insert(standing).inserted {
        log.error(
          table.location(of: "for"), "\(owner.name) has two words for \"\(standing.rawValue)\"",
          "keep it with one of them; put other spellings under also")
      }
      words.append(OutsideSystem.Word(word: word, also: also, standings: standings))
    }
    let missing = CaseStanding.allCases.filter { !covered.contains($0) }.map(\.rawValue)
    if !missing.isEmpty {
      log.error(
        value.location, "\(owner.name) has no word for \(missing.joined(separator: ", "))",
        "add them to the word that comes nearest")
    }
    return words
  }
}
