/// Other ways in for readings.
extension PlanReader {
  static let longestPoint = 64

  func dataSource(_ value: Value, _ id: String) -> DataSource? {
    guard let table = Table(value, "source \"\(id)\"", .dataSource, log: log) else { return nil }
    let label = label(table)
    let kind = table.required("kind", "say how its documents come: kind: push")
      .flatMap { word($0, "\"kind\" of \(table.name)", among: DataSource.Kind.allCases) }
    let format =
      table["format"].map {
        word($0, "\"format\" of \(table.name)", among: DataSource.Format.allCases)
      } ?? .json
    if kind == .mqtt || kind == .push, format == .table, let value = table["format"] {
      log.error(
        value.location, "\(table.name) is of kind \(kind?.rawValue ?? "") and cannot bring tables",
        "tables come by pull or drop; write format: json")
    }
    let isTable = format == .table
    if isTable, let value = table["readings"] {
      log.error(
        value.location, "\(table.name) is of tables, whose readings are their rows",
        "remove readings")
    }
    let readings = table["readings"].flatMap {
      path($0, "\"readings\" of \(table.name)", each: true)
    }
    let points = points(table, isTable: isTable)
    let factor = table["factor"].flatMap {
      path($0, "\"factor\" of \(table.name)", isTable: isTable)
    }
    let time = table.required("time", "add time: {at: …, format: …}")
      .flatMap { sourceTime($0, table.name, isTable: isTable) }
    let flag = table["flag"].flatMap { sourceFlag($0, table.name, isTable: isTable) }
    let values = sourceValues(table, isTable: isTable)
    let missing =
      table["missing"].map(oneOrMore)?.compactMap {
        text($0, "\"missing\" of \(table.name)", longest: 40)
      } ?? []
    let expect = table["expect"].flatMap {
      duration($0, "\"expect\" of \(table.name)", atLeast: 1)
    }
    guard let label, let kind, let format, let points, let time else { return nil }
    return DataSource(
      id: id, label: label, kind: kind, format: format, readings: readings, points: points,
      factor: factor, time: time, flag: flag, values: values, missing: Set(missing),
      expectSeconds: expect)
  }

  /// In a table the name of a column.
  private func path(
    _ value: Value, _ name: String, isTable: Bool = false, each: Bool = false
  ) -> DocumentPath? {
    guard let text = text(value, name, longest: DocumentPath.longest) else { return nil }
    if isTable { return DocumentPath(column: text) }
    guard let path = DocumentPath(text) else {
      log.error(value.location, "\(name) is \(value.kind), which is no path", DocumentPath.remedy)
      return nil
    }
    if path.hasEach, !each {
      log.error(
        value.location, "\(name) is \(value.kind), which may be many things",
        "only readings takes [*]; name one thing of a reading")
      return nil
    }
    if each, path.begin == .document || path.begin != .here(back: 0) {
      log.error(
        value.location, "\(name) is \(value.kind), which does not begin at the document",
        "leave ^ and $ out")
      return nil
    }
    return path
  }

  private func points(_ table: Table, isTable: Bool) -> DataSource.Points? {
    let sender = table["sender"].flatMap {
      path($0, "\"sender\" of \(table.name)", isTable: isTable)
    }
    switch (table["point"], table["points"]) {
    case (let value?, nil):
      if let sender = table["sender"] {
        log.error(
          sender.location, "\(table.name) says who sends, but has one point for all",
          "name the points by sender: points: {…}, or remove sender")
      }
      return point(value, "\"point\" of \(table.name)").map(DataSource.Points.one)
    case (nil, let value?):
      guard case .table(let entries) = value.content, !entries.isEmpty else {
        log.error(
          value.location, "\"points\" of \(table.name) is \(value.kind) where a mapping is needed",
          "write it as {name-in-the-document: point, …}")
        return nil
      }
      var points: [String: String] = [:]
      for entry in entries {
        points[entry.key] = point(entry.value, "a point of \(table.name)")
      }
      guard table["sender"] != nil else {
        log.error(
          table.location(of: "points"),
          "\(table.name) does not say where a reading names its sender",
          "add sender: and its path")
        return nil
      }
      return sender.map { .named($0, points) }
    default:
      log.error(
        table.location, "\(table.name) needs one of \"point\" and \"points\"",
        "write point: its-point, or points: {name-in-the-document: point, …}")
      return nil
    }
  }

  private func point(_ value: Value, _ name: String) -> String? {
    guard case .text(let id) = value.content, (1...Self.longestPoint).contains(id.utf8.count),
      id.utf8.allSatisfy({
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      })
    else {
      log.error(
        value.location, "\(name) is \(value.kind), which cannot be a monitoring point's id",
        "use letters a-z, digits and hyphens, at most \(Self.longestPoint)")
      return nil
    }
    return id
  }

  private func sourceTime(_ value: Value, _ owner: String, isTable: Bool) -> DataSource.Time? {
    guard let table = Table(value, "\"time\" of \(owner)", .sourceTime, log: log) else {
      return nil
    }
    let paths =
      table.required("at", "say where it stands")
      .map(oneOrMore)?.compactMap { path($0, "\"at\" of \(table.name)", isTable: isTable) } ?? []
    var form: TimeForm?
    if let value = table.required("format", TimeForm.remedy) {
      form = text(value, "\"format\" of \(table.name)").flatMap { TimeForm($0) }
      if form == nil {
        log.error(
          value.location,
          "\"format\" of \(table.name) is \(value.kind), which is no form of a time",
          TimeForm.remedy)
      }
    }
    let labels =
      table["labels"].map {
        word($0, "\"labels\" of \(table.name)", among: DataSource.Time.Labels.allCases)
      } ?? .start
    var offset = head?.utcOffsetSeconds ?? 0
    if let value = table["zone"] {
      guard case .text(let text) = value.content, let parsed = ParsedOffset(text) else {
        log.error(
          value.location, "\"zone\" of \(table.name) is \(value.kind), which is no offset",
          ParsedOffset.remedy)
        return nil
      }
      offset = parsed.seconds
    }
    guard !paths.isEmpty, let form, let labels else { return nil }
    return DataSource.Time(at: paths, form: form, labels: labels, utcOffsetSeconds: offset)
  }

  private func sourceFlag(_ value: Value, _ owner: String, isTable: Bool) -> DataSource.Flag? {
    guard let table = Table(value, "\"flag\" of \(owner)", .sourceFlag, log: log),
      let at = table.required("at", "say where it stands")
        .flatMap({ path($0, "\"at\" of \(table.name)", isTable: isTable) })
    else { return nil }
    var words: [String: String] = [:]
    if let value = table["words"] {
      guard case .table(let entries) = value.content else {
        log.error(
          value.location, "\"words\" of \(table.name) is \(value.kind) where a mapping is needed",
          "write it as {word-in-the-document: N, …}")
        return nil
      }
      for entry in entries {
        words[entry.key] = text(entry.value, "a flag of \(table.name)", longest: 4)
      }
    }
    return DataSource.Flag(at: at, words: words)
  }

  private func sourceValues(_ table: Table, isTable: Bool) -> [DataSource.Value] {
    guard let value = table.required("values", "add values: [{at: …, quantity: …}]"),
      let items = list(value, "\"values\" of \(table.name)")
    else { return [] }
    if items.isEmpty {
      log.error(value.location, "\"values\" of \(table.name) names none", "name at least one")
    }
    let values = items.compactMap { sourceValue($0, table, isTable: isTable) }
    for (index, one) in values.enumerated() {
      let isTwice = values[..<index].contains { other in
        other.quantity == one.quantity && other.statistic == one.statistic
          && other.windowSeconds == one.windowSeconds
      }
      guard isTwice else { continue }
      log.error(
        value.location, "\(table.name) has two values for \"\(one.quantity)\" of one kind",
        "keep one; what is measured twice at a place is two points")
    }
    return values
  }

  private func sourceValue(
    _ value: Value, _ owner: Table, isTable: Bool
  ) -> DataSource.Value? {
    guard let table = Table(value, "a value of \(owner.name)", .sourceValue, log: log) else {
      return nil
    }
    let at = table.required("at", "say where it stands")
      .flatMap { path($0, "\"at\" of \(table.name)", isTable: isTable) }
    let factor = table["for"].flatMap { text($0, "\"for\" of \(table.name)", longest: 64) }
    if let value = table["for"], owner["factor"] == nil {
      log.error(
        value.location,
        "\(table.name) is for one factor, but \(owner.name) does not say where a reading names it",
        "add factor: and its path to \(owner.name)")
    }
    if owner["factor"] != nil, table["for"] == nil {
      log.error(
        table.location, "\(table.name) does not say which factor it is for",
        "add for: and the word that readings have at factor")
    }
    let quantity = table.required("quantity", "name what it measures")
      .flatMap { reference($0, to: .quantity, "the quantity of \(table.name)") }
    let (statistic, window) = self.statistic(table)
    let unit = quantity.flatMap { id in quantities.first { $0.id == id } }?.unit
    var shift = 0
    if let value = table["unit"], let unit,
      let sent = text(value, "\"unit\" of \(table.name)", longest: 16)
    {
      guard let places = MeasuringUnit.shift(from: sent, to: unit) else {
        log.error(
          value.location,
          "\"unit\" of \(table.name) is \(value.kind), which does not turn into \(unit)",
          "write a unit of the same kind")
        return nil
      }
      shift = places
    }
    let flag = table["flag"].flatMap { path($0, "\"flag\" of \(table.name)", isTable: isTable) }
    guard let at, let quantity, let statistic, let window else { return nil }
    return DataSource.Value(
      at: at, factor: factor, quantity: quantity, statistic: statistic, windowSeconds: window,
      shift: shift, flag: flag)
  }
}
