public import ActionPlan

/// Runs tests of a plan's folder through the real parts, each in a district of its own that nobody
/// else sees: registers, rules, cases, indicators, tasks, credit and vetoes are those of the server.
///
/// A step that cannot be carried out ends its test; an expectation that does not hold does not.
public struct PlanTestRunner: Sendable {
  public let plan: Plan
  private let empty: EmptyLedger

  /// Tests that run at once; more than the usual count of cores gains nothing.
  static let width = 4

  /// - Parameter plan: a checked plan.
  /// - Throws: `RegisterMigrationError`, or what SQLite and the file system said.
  public init(_ plan: Plan) async throws {
    self.plan = plan
    empty = try await EmptyLedger(plan)
  }

  /// - Parameter removed: elements taken out of the plan before the test runs.
  /// - Throws: what SQLite and the file system said. A test that fails is an answer, not an error.
  public func run(
    _ test: PlanTest, without removed: Set<PlanElement> = []
  ) async throws -> PlanTestResult {
    let district = try await TestDistrict(plan.without(removed), from: empty)
    return PlanTestResult(
      test: test.id, clause: test.clause, failures: try await district.carryOut(test.entries))
  }

  /// Tests with the same answer in the order given, some of them at once.
  public func run(_ tests: [PlanTest]) async throws -> [PlanTestResult] {
    try await answers(of: tests) { try await run($0) }
  }

  /// Asks something of each test, some of them at once.
  ///
  /// - Returns: the answers, in the tests' order.
  func answers<Answer: Sendable>(
    of tests: [PlanTest], _ ask: @escaping @Sendable (PlanTest) async throws -> Answer
  ) async throws -> [Answer] {
    try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
      var waiting = tests.enumerated().makeIterator()
      func begin() {
        guard let (index, test) = waiting.next() else { return }
        group.addTask { (index, try await ask(test)) }
      }
      for _ in 0..<Self.width { begin() }
      var found: [Int: Answer] = [:]
      while let (index, answer) = try await group.next() {
        found[index] = answer
        begin()
      }
      return tests.indices.compactMap { found[$0] }
    }
  }
}
