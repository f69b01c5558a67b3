/// One file of a plan folder, as bytes.
public struct PlanFile: Sendable, Hashable {
  /// Relative to the plan folder, with `/` between its parts.
  public let path: String
  public let bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
