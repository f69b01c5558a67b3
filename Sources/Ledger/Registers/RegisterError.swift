/// Why a register's row was not written. The first word says where.
public enum RegisterError: Error, Equatable, CustomStringConvertible {
  /// All faults of the row.
  case invalid(register: String, [FieldFault])
  case noSuchRow(register: String, Int64)
  /// Somebody else changed the row meanwhile.
  case changedMeanwhile(register: String, Int64, seen: Int, present: Int)
  /// Rows of another register name the row.
  case isNamed(register: String, Int64)

  public var description: String {
    switch self {
    case .invalid(let register, let faults):
      faults.map { "register \(register): \($0)" }.joined(separator: "\n")
    case .noSuchRow(let register, let row):
      "register \(register): there is no row \(row); it may have been removed, reload the list"
    case .changedMeanwhile(let register, let row, let seen, let present):
      "register \(register): row \(row) was changed meanwhile "
        + "(version \(seen) seen, \(present) present); reload it and change it again"
    case .isNamed(let register, let row):
      "register \(register): rows of other registers name row \(row); change those rows first"
    }
  }
}

/// What is wrong with one field.
public struct FieldFault: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  public enum Code: String, Sendable, Codable, CaseIterable {
    case unknownField = "unknown-field"
    case missing
    case wrongKind = "wrong-kind"
    case tooLong = "too-long"
    case notPrintable = "not-printable"
    case tooSmall = "too-small"
    case tooGreat = "too-great"
    case notAChoice = "not-a-choice"
    case notADate = "not-a-date"
    case notOnEarth = "not-on-earth"
    case unknownFacility = "unknown-facility"
    case unknownPoint = "unknown-point"
    case unknownPlace = "unknown-place"
    case unknownUnit = "unknown-unit"
    case endsBeforeItBegins = "ends-before-it-begins"
    case notACreditCode = "not-a-credit-code"
    case notAPlate = "not-a-plate"
    case unknownRow = "unknown-row"
    case unknownAttachment = "unknown-attachment"
    /// Another row has the same key.
    case keyTaken = "key-taken"
    /// More is drawn of a reduction than there is of it.
    case overspent
  }
  /// Field id.
  public let field: String
  public let code: Code
  /// What was found.
  public let found: String
  public let remedy: String

  public init(field: String, code: Code, found: String, remedy: String) {
    self.field = field
    self.code = code
    self.found = found
    self.remedy = remedy
  }

  public var description: String { "field \(field): found \"\(found)\"; \(remedy)" }
}

/// Why a plan's registers do not fit the ledger. Nothing is dropped or turned into something else
/// silently.
public struct RegisterMigrationError: Error, Equatable, CustomStringConvertible {
  /// One line each: register, field, what is the matter, what to do.
  public let complaints: [String]

  public init(complaints: [String]) {
    self.complaints = complaints
  }

  public var description: String { complaints.joined(separator: "\n") }
}
