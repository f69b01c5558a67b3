/// Why a table file cannot be read or written at all.
public struct SheetError: Error, Sendable, Hashable, CustomStringConvertible {
  public let path: String
  /// What is the matter and what to do.
  public let reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  public var description: String { "\(path): \(reason)" }
}
