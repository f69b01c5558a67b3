import ActionPlan
import Ledger

/// A kind or a place that a list or a form of facilities offers.
struct FacilityChoice: Sendable {
  let value: String
  let name: String
  let isChosen: Bool

  static func kinds(_ chosen: Facility.Kind?, _ texts: Texts) -> [FacilityChoice] {
    Facility.Kind.allCases.map {
      FacilityChoice(
        value: $0.rawValue, name: texts($0.label), isChosen: $0 == chosen)
    }
  }

  static func places(_ chosen: String?, _ names: PlanNames) -> [FacilityChoice] {
    names.plan.places.map {
      FacilityChoice(value: $0.id, name: names.texts($0.label), isChosen: $0.id == chosen)
    }
  }
}
