import ActionPlan

/// What a test of a plan proves of its clause.
struct TestProof: Sendable {
  let result: PlanTestResult
  /// Elements of the clause that the test watches.
  let watched: [PlanElement]
  /// Those of them whose removal the test does not notice.
  let unnoticed: [PlanElement]
  /// It holds although no row, sample or report goes in.
  let isHollow: Bool

  var isProven: Bool { missing == nil }

  /// Why it proves nothing; nil where it does.
  var missing: String? {
    let id = result.test
    guard result.isPassed else { return "test \(id) fails" }
    guard !watched.isEmpty else { return "test \(id) watches no element of the clause" }
    guard !isHollow else { return "test \(id) passes without its rows, samples and reports" }
    guard let element = unnoticed.first else { return nil }
    return "test \(id) passes without \(element)"
  }
}

extension PlanTestRunner {
  /// Runs a test as it is, without what it is fed, and without each element that it watches.
  func proof(by test: PlanTest) async throws -> TestProof {
    let result = try await run(test)
    let watched = test.elements(in: plan).filter { $0.serves(test.clause, in: plan) }.sorted()
    guard result.isPassed, !watched.isEmpty else {
      return TestProof(result: result, watched: watched, unnoticed: [], isHollow: false)
    }
    var unnoticed: [PlanElement] = []
    for element in watched where try await run(test, without: [element]).isPassed {
      unnoticed.append(element)
    }
    var isHollow = false
    if let starved = test.starved { isHollow = try await run(starved).isPassed }
    return TestProof(
      result: result, watched: watched, unnoticed: unnoticed, isHollow: isHollow)
  }
}

extension PlanTest {
  /// The test with nothing fed; nil where an expectation itself tries a row.
  fileprivate var starved: PlanTest? {
    var kept: [Entry] = []
    for entry in entries {
      switch entry.step {
      case .expect(.refused): return nil
      case .at, .expect: kept.append(entry)
      case .rows, .change, .remove, .samples, .report, .accept, .giveBack: break
      }
    }
    return PlanTest(id: id, clause: clause, entries: kept)
  }
}
