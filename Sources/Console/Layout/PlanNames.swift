import ActionPlan
import Casework

/// Names of the plan's elements as a page shows them; the id itself where the plan has none such.
struct PlanNames: Sendable {
  let plan: Plan
  let texts: Texts

  func unit(_ id: String?) -> String? {
    id.map { id in plan.unit(id).map { texts($0.label) } ?? id }
  }

  func place(_ id: String?) -> String? {
    id.map { id in plan.place(id).map { texts($0.label) } ?? id }
  }

  func quantity(_ id: String) -> String {
    plan.quantity(id).map { texts($0.label) } ?? id
  }

  /// As printed; empty for a pure number.
  func unitOfMeasure(_ quantity: String) -> String { plan.quantity(quantity)?.unit ?? "" }
}
