import ActionPlan
import Sheets

/// One reading of a document, with the way to it.
struct DocumentReading: Sendable {
  /// The document, and what was entered at each `[*]`; the reading itself comes last.
  private let way: [DocumentValue]

  /// Why no readings can be had of a document.
  struct Fault: Error, Equatable {
    let code: String
    let explanation: String
  }

  /// The readings that a source's document holds, in its order.
  static func list(
    in bytes: [UInt8], of source: DataSource, named file: String
  ) throws(Fault) -> [DocumentReading] {
    switch source.format {
    case .json:
      let document: DocumentValue
      do throws(JSONDocument.Fault) {
        document = try JSONDocument.read(bytes)
      } catch {
        throw Fault(code: "document-unreadable", explanation: "\(error)")
      }
      let path = source.readings ?? DocumentPath(steps: [])
      var readings: [DocumentReading] = []
      try enter(path.steps[...], [document], path, into: &readings)
      return readings
    case .table: return try rows(bytes, file, of: source)
    }
  }

  private static func rows(
    _ bytes: [UInt8], _ file: String, of source: DataSource
  ) throws(Fault) -> [DocumentReading] {
    let table: SheetTable
    do throws(SheetError) {
      table = try SheetTable(reading: bytes, file: file, byteLimit: SourceDesk.byteLimit)
    } catch {
      throw Fault(code: "document-unreadable", explanation: "\(error)")
    }
    if let fault = table.faults.first {
      throw Fault(code: "document-unreadable", explanation: "\(fault)")
    }
    for column in source.columns where !table.header.contains(column) {
      throw Fault(
        code: "column-missing",
        explanation:
          "the table has no column \(column); correct the source in the plan or the table")
    }
    return table.rows.map { row in
      let cells = zip(table.header, row.cells).map { ($0, DocumentValue.text($1)) }
      let reading = DocumentValue.table(Dictionary(cells, uniquingKeysWith: { first, _ in first }))
      return DocumentReading(way: [.nothing, reading])
    }
  }

  private static func enter(
    _ steps: ArraySlice<DocumentPath.Step>, _ way: [DocumentValue], _ path: DocumentPath,
    into readings: inout [DocumentReading]
  ) throws(Fault) {
    var value = way[way.count - 1]
    var rest = steps
    while let step = rest.popFirst() {
      if step == .each {
        guard case .list(let items) = value else { throw missing(path) }
        for item in items { try enter(rest, way + [item], path, into: &readings) }
        return
      }
      guard let next = value.part(step) else { throw missing(path) }
      value = next
    }
    if case .list(let items) = value {
      readings += items.map { DocumentReading(way: way + [$0]) }
    } else {
      readings.append(DocumentReading(way: Array(way.dropLast()) + [value]))
    }
  }

  private static func missing(_ path: DocumentPath) -> Fault {
    Fault(
      code: "readings-missing",
      explanation: "the document has nothing at \(path); correct readings of the source in the plan"
    )
  }

  /// What stands at a path that begins at the reading; nil where there is nothing.
  func value(at path: DocumentPath) -> DocumentValue? {
    var value: DocumentValue
    switch path.begin {
    case .document: value = way[0]
    case .here(let back):
      guard back < way.count else { return nil }
      value = way[way.count - 1 - back]
    }
    for step in path.steps {
      guard let next = value.part(step) else { return nil }
      value = next
    }
    return value
  }

  func text(at path: DocumentPath) -> String? { value(at: path)?.plain }
}

extension DocumentValue {
  /// What a step from here leads to; nil where it leads nowhere.
  fileprivate func part(_ step: DocumentPath.Step) -> DocumentValue? {
    switch (step, self) {
    case (.name(let name), .table(let members)): members[name]
    case (.item(let index), .list(let items)): items.indices.contains(index) ? items[index] : nil
    default: nil
    }
  }
}

extension DataSource {
  /// Columns without which a table says nothing: of when, by whom and what.
  fileprivate var columns: [String] {
    var paths = time.at
    if case .named(let sender, _) = points { paths.append(sender) }
    if let factor { paths.append(factor) }
    return paths.map { "\($0)" }
  }
}
