import ActionPlan

/// Whether a clause is carried out, by what, and what is missing.
public struct ClauseCoverage: Sendable, Hashable, Encodable {
  public enum Status: String, Sendable, Hashable, Encodable {
    /// A test of the clause shows an element of it respond, and notices when the element is gone.
    case carried
    case pending
  }

  public let id: String
  public let status: Status
  /// Everything in the plan that names the clause: `indicator:diesel-spot-checks`, `task:3.3.a/MSB`.
  public let elements: [String]
  /// What stands between the clause and its being carried; empty where it is.
  public let missing: [String]
  /// Whether the plan has the clause at all.
  public let isInPlan: Bool
  /// Where the plan's units or target are others than the list's.
  public let differences: [String]

  private enum CodingKeys: String, CodingKey {
    case id, status, elements, missing
  }
}

/// How much of a list of clauses a plan carries out.
public struct Coverage: Sendable {
  /// In the list's order.
  public let clauses: [ClauseCoverage]
  /// Clauses of the plan that the list does not have.
  public let unlisted: [String]
  /// Every test of the plan, in its order.
  public let tests: [PlanTestResult]

  public var missing: [ClauseCoverage] { clauses.filter { !$0.isInPlan } }
  public var differing: [ClauseCoverage] { clauses.filter { !$0.differences.isEmpty } }
  public var carried: [ClauseCoverage] { clauses.filter { $0.status == .carried } }
  public var failedTests: [PlanTestResult] { tests.filter { !$0.isPassed } }

  /// No clause is missing, no unit or target differs, and every test passes.
  public var isSound: Bool { missing.isEmpty && differing.isEmpty && failedTests.isEmpty }
}
