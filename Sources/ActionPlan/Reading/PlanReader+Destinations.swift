/// Platforms that get what devices send.
extension PlanReader {
  func destination(_ value: Value, _ id: String) -> Destination? {
    guard let table = Table(value, "destination \"\(id)\"", .destination, log: log) else {
      return nil
    }
    let label = label(table)
    let devices = table["devices"].map { ids($0, "\"devices\" of \(table.name)") }
    let commands = table["commands"].map { commandNumbers($0, "\"commands\" of \(table.name)") }
    let rewriting = table["rewrite"].map { self.rewriting($0, table.name) }
    if let rewriting, rewriting == nil { return nil }
    guard let label else { return nil }
    return Destination(
      id: id, label: label, devices: devices, commands: commands, rewriting: rewriting ?? nil)
  }

  private func ids(_ value: Value, _ name: String) -> Set<String> {
    let items = oneOrMore(value)
    if items.isEmpty {
      log.error(value.location, "\(name) names none", "name one, or leave it out")
    }
    return Set(items.compactMap { id($0, .code, "an entry of \(name)") })
  }

  private func commandNumbers(_ value: Value, _ name: String) -> Set<String> {
    let items = oneOrMore(value)
    if items.isEmpty {
      log.error(value.location, "\(name) names none", "name one, or leave it out")
    }
    return Set(
      items.compactMap { item in
        guard case .text(let text) = item.content, text.utf8.count == 4,
          text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else {
          log.error(
            item.location, "\(name) cannot be \(item.kind)", "write four digits, such as \"2011\"")
          return nil
        }
        return text
      })
  }

  private func rewriting(_ value: Value, _ owner: String) -> Destination.Rewriting? {
    guard let table = Table(value, "\"rewrite\" of \(owner)", .rewriting, log: log) else {
      return nil
    }
    var isSound = true
    var numbers: [String: String] = [:]
    if let value = table["numbers"] {
      guard case .table(let entries) = value.content else {
        log.error(
          value.location, "\"numbers\" of \(table.name) is \(value.kind) where a mapping is needed",
          "write it as {their-number: ours, …}")
        return nil
      }
      for entry in entries {
        let number = id(entry.value, .code, "a number of \(table.name)")
        if let number, numbers.values.contains(number) {
          log.error(
            entry.value.location, "\(table.name) gives two devices the number \"\(number)\"",
            "give each one of its own")
          isSound = false
        }
        numbers[entry.key] = number
      }
    }
    var system: String?
    if let value = table["system"] {
      system = id(value, .code, "\"system\" of \(table.name)")
      if let system, system.utf8.count != 2 {
        log.error(
          value.location, "\"system\" of \(table.name) is \(value.kind)",
          "write a system code of two signs, such as \"22\"")
        isSound = false
      }
    }
    var version: UInt8?
    if let value = table["edition"] {
      if case .text(let text) = value.content, ["2005", "2017"].contains(text) {
        version = text == "2005" ? 0 : 1
      } else {
        log.error(
          value.location, "\"edition\" of \(table.name) cannot be \(value.kind)",
          "write \"2005\" or \"2017\"")
        isSound = false
      }
    }
    let answers = table["answers"].flatMap { flag($0, "\"answers\" of \(table.name)") }
    let factors = table["factors"].map { ids($0, "\"factors\" of \(table.name)") }
    guard isSound else { return nil }
    return Destination.Rewriting(
      numbers: numbers, system: system, version: version, wantsAnswers: answers, factors: factors)
  }
}
