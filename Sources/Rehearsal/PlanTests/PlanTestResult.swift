public import ActionPlan

/// What became of one test of a plan.
public struct PlanTestResult: Sendable, Hashable {
  /// One expectation or step that did not hold.
  public struct Failure: Sendable, Hashable {
    /// Where it stands in the plan's folder.
    public let location: Location
    public let expected: String
    public let found: String
    /// Why it was found so; nil where there is nothing to add.
    public let reason: String?

    public init(location: Location, expected: String, found: String, reason: String? = nil) {
      self.location = location
      self.expected = expected
      self.found = found
      self.reason = reason
    }

    /// `tests/fuel.yml:12:5: expected lamp yellow, found green: 13 of 14`, the file put under
    /// `folder` so that a terminal can open it.
    public func line(under folder: String) -> String {
      let slash = folder.isEmpty || folder.hasSuffix("/") ? "" : "/"
      return "\(folder)\(slash)\(location): expected \(expected), found \(found)"
        + (reason.map { ": \($0)" } ?? "")
    }
  }

  /// The test's id.
  public let test: String
  public let clause: String
  /// In the order of the test's steps; a step that cannot be carried out is the last.
  public let failures: [Failure]

  public var isPassed: Bool { failures.isEmpty }
}
