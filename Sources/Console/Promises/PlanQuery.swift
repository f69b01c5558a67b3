import ActionPlan
import Hummingbird

/// Which clauses the plan's page shows, as its address says it.
struct PlanQuery: Sendable, Hashable {
  /// What is the matter with a clause.
  enum Trouble: String, Sendable, CaseIterable {
    case late, red, returned, waiting
    case lateCases = "late-cases"
    case pending
  }

  /// One that leads or helps; nil for all.
  let unit: String?
  let trouble: Trouble?

  init(_ parameters: Parameters, plan: Plan) {
    unit = parameters.get("unit").flatMap { plan.unit($0)?.id }
    trouble = parameters.get("trouble").flatMap(Trouble.init(rawValue:))
  }

  init(unit: String?, trouble: Trouble?) {
    self.unit = unit
    self.trouble = trouble
  }

  /// The address of the same page with another trouble looked for.
  func href(trouble: Trouble?) -> String {
    let parts = [
      unit.map { "unit=\(LocalPath.encode($0))" }, trouble.map { "trouble=\($0.rawValue)" },
    ].compactMap { $0 }
    return "/plan" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
  }
}
