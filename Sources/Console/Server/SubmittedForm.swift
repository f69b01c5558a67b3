import Casework
public import NIOCore

/// What a form sent: its fields and files, already read and limited.
public struct SubmittedForm: Sendable {
  public struct File: Sendable {
    public let name: String
    public let bytes: ByteBuffer
  }

  /// Limits of one submission.
  public enum Limit {
    /// A photo, and so a whole multipart body apart from its text.
    public static let fileBytes = 10 * 1024 * 1024
    /// A workbook or a CSV file with the rows of a register.
    public static let tableBytes = 64 * 1024 * 1024
    /// Everything that is not a file.
    public static let textBytes = 64 * 1024
    public static let fields = 100
    /// One more than a step takes, so that the step itself says what is too many.
    public static let files = StepEvidence.photoLimit + 1
  }

  /// `Limit.fileBytes` as pages say it.
  static let photoMegabytes = "\(Limit.fileBytes / 1024 / 1024)"

  public private(set) var fields: [String: [String]] = [:]
  public private(set) var files: [String: [File]] = [:]

  public init() {}

  /// The first value of a field, without blanks around it; nil where missing or blank.
  public func text(_ name: String) -> String? {
    guard let value = fields[name]?.first else { return nil }
    let trimmed = value.trimmingBlanks()
    return trimmed.isEmpty ? nil : trimmed
  }

  public func texts(_ name: String) -> [String] { fields[name] ?? [] }

  public func integer(_ name: String) -> Int? { text(name).flatMap { Int($0) } }

  /// A file that was chosen: browsers send an empty, nameless part for an empty file field.
  public func file(_ name: String) -> File? { files(name).first }

  public func files(_ name: String) -> [File] {
    (files[name] ?? []).filter { $0.bytes.readableBytes > 0 }
  }

  mutating func add(_ value: String, to name: String) {
    fields[name, default: []].append(value)
  }

  mutating func add(_ file: File, to name: String) {
    files[name, default: []].append(file)
  }

  var fieldCount: Int { fields.values.reduce(0) { $0 + $1.count } }
  var fileCount: Int { files.values.reduce(0) { $0 + $1.count } }
}

extension StringProtocol {
  /// Without white space and line breaks at both ends.
  func trimmingBlanks() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
