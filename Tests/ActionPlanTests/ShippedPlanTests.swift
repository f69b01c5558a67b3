import Foundation
import Testing

@testable import ActionPlan

/// The plan that ships with Lantian.
enum ShippedPlan {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Plans/shangyu-2021").path
  static let reading = PlanFolder.read(folder)
}

@Suite struct ShippedPlanTests {
  @Test func `the shipped plan reads without a diagnostic`() throws {
    #expect(ShippedPlan.reading.diagnostics.map(\.description) == [])
    #expect(ShippedPlan.reading.plan != nil)
  }
}
