import ActionPlan
import GRDB
import Ledger
import Telemetry
import Testing

@testable import Rehearsal

/// A district under the invented plan with some rows, samples and cases in it.
struct LiveDistrict {
  let district: TestDistrict

  /// - Parameter steps: of a test in YAML, carried out.
  init(_ steps: String) async throws {
    let text = "test: live\nclause: X.1\nsteps:\n\(steps)\n"
    let (plan, _) = try Self.plan(
      replacing: [:], adding: PlanFile(path: "tests/live.yml", bytes: Array(text.utf8)))
    let entries = try #require(plan.tests.first { $0.id == "live" }).entries
    district = try await TestDistrict(plan, from: EmptyLedger(plan))
    let failures = try await district.carryOut(entries)
    #expect(failures.map { $0.line(under: "") } == [])
  }

  /// The invented plan without its tests, with pieces of text replaced.
  ///
  /// - Parameter changes: file to (what stood there, what stands there now).
  static func plan(
    replacing changes: [String: (String, String)], adding file: PlanFile? = nil
  ) throws -> (plan: Plan, files: [PlanFile]) {
    var files = Plans.invented.files.filter { !$0.path.hasPrefix("tests/") }.map { file in
      guard let (old, new) = changes[file.path] else { return file }
      let text = String(decoding: file.bytes, as: UTF8.self)
      precondition(text.contains(old), "\(file.path) has no \(old)")
      return PlanFile(path: file.path, bytes: Array(text.replacing(old, with: new).utf8))
    }
    if let file { files.append(file) }
    return (try Plans.plan(of: files), files)
  }

  /// As another process reads it.
  func reader() throws -> DatabasePool {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabasePool(
      path: district.folder.path("ledger.sqlite"), configuration: configuration)
  }

  func store() throws -> EmbeddedStore {
    try EmbeddedStore(reading: district.folder.path("telemetry.sqlite"))
  }
}
