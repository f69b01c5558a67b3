/// One complaint about a plan folder, in the shape compilers use, so that editors can jump to it.
public struct Diagnostic: Sendable, Hashable {
  public enum Severity: String, Sendable {
    /// The plan cannot run.
    case error
    /// The plan can run, but probably does not say what its writer meant.
    case warning
  }
  public let location: Location
  public let severity: Severity
  /// What was found and why it cannot stand.
  public let problem: String
  /// What to do: the nearest thing that would be right.
  public let remedy: String

  public init(location: Location, severity: Severity, problem: String, remedy: String) {
    self.location = location
    self.severity = severity
    self.problem = problem
    self.remedy = remedy
  }

  /// The line a person reads, with the file's path put under `folder` so that a terminal can open it.
  public func line(under folder: String? = nil) -> String {
    guard let folder else { return description }
    let slash = folder.isEmpty || folder.hasSuffix("/") ? "" : "/"
    return "\(folder)\(slash)\(description)"
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `registers/sites.yml:12:14: error: what is wrong; what to do`
  public var description: String {
    "\(location): \(severity.rawValue): \(problem); \(remedy)"
  }
}
