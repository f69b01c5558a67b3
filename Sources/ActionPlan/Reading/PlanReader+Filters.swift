import AirQuality

/// Filters of rows, and places inside a text.
extension PlanReader {
  /// - Parameter register: nil where it has faults of its own; what is written of it may be right.
  func filter(_ value: Value, of register: Register?, _ name: String) -> RowFilter? {
    guard case .text(let text) = value.content else {
      log.error(
        value.location, "\(name) is \(value.kind) where a condition is needed",
        "write it as one text in double quotes")
      return nil
    }
    // Once the log is full the plan is refused whatever else is wrong.
    guard let register, !log.isFull else { return nil }
    let types = FilterTypes(
      register: register, places: unsure.contains(.place) ? nil : ids(of: .place),
      units: unsure.contains(.unit) ? nil : ids(of: .unit))
    do throws(FilterFault) {
      let predicate = try FilterParser.predicate(text, types)
      let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return RowFilter(text: trimmed, predicate: predicate)
    } catch {
      log.error(place(in: value, at: error.offset), "\(name) \(error.problem)", error.remedy)
      return nil
    }
  }

  func ids(of kind: ElementKind) -> [String] { declared[kind, default: [:]].keys.sorted() }

  /// A register by its id, whose faults have been told where it is nil.
  func soundRegister(_ value: Value?, _ name: String) -> Register? {
    guard let value, let id = reference(value, to: .register, name) else { return nil }
    return registers.first { $0.id == id && !faultyRegisters.contains(id) }
  }

  /// Where a place inside a text stands in its file: its line and column where the text is written out
  /// on one line, else where the text begins.
  private func place(in value: Value, at offset: Int) -> Location {
    let start = value.location
    guard case .text(let text) = value.content, offset > 0,
      let file = files.first(where: { $0.path == start.file })
    else { return start }
    let lines = String(decoding: file.bytes, as: UTF8.self).unicodeScalars
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(start.line - 1) else { return start }
    let rest = lines[start.line - 1].dropFirst(start.column - 1)
    for quote in [0, 1] where rest.dropFirst(quote).starts(with: text.unicodeScalars) {
      return Location(
        file: start.file, line: start.line, column: start.column + quote + offset)
    }
    return start
  }
}
