/// What is wrong with one place of a file that was to be imported.
public struct ImportFault: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  public let file: String
  /// Of a workbook.
  public let sheet: String?
  /// From 1; the header is line 1.
  public let line: Int
  /// As the header names it; `nil` where it concerns the whole line.
  public let column: String?
  public let found: String
  public let remedy: String

  public init(
    file: String, sheet: String? = nil, line: Int, column: String?, found: String, remedy: String
  ) {
    self.file = file
    self.sheet = sheet
    self.line = line
    self.column = column
    self.found = found
    self.remedy = remedy
  }

  /// `devices.csv:12: column shift: found "x"; write a whole number`, with `sheet 一:` before the
  /// column of a workbook.
  public var description: String {
    let place = column.map { "column \($0): " } ?? ""
    let sheet = sheet.map { "sheet \($0): " } ?? ""
    return "\(file):\(line): \(sheet)\(place)found \"\(found)\"; \(remedy)"
  }
}

/// Everything that is wrong with a file; nothing of it was imported.
public struct ImportFaults: Error, Sendable, Hashable, CustomStringConvertible {
  /// Faults listed at most; the rest are counted.
  public static let limit = 200

  public private(set) var faults: [ImportFault] = []
  /// Faults found beyond those listed.
  public private(set) var more = 0

  init(_ faults: [ImportFault] = []) {
    for fault in faults { add(fault) }
  }

  mutating func add(_ fault: ImportFault) {
    if faults.count < Self.limit { faults.append(fault) } else { more += 1 }
  }

  var isEmpty: Bool { faults.isEmpty }

  public var description: String {
    let lines = faults.map(\.description)
    return (lines + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "\n")
  }
}
