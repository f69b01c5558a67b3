public import ActionPlan

/// A facility as a row of a list describes it. What is nil or empty was not written there.
public struct FacilityDraft: Sendable, Hashable, Codable {
  /// The table's row, from 1.
  public var line: Int
  public var id: String?
  /// Whether the list itself says that it is another one than those that are called alike.
  public var isOther = false
  public var name: String
  public var nameEn: String?
  public var kind: Facility.Kind?
  /// Place id of the plan.
  public var place: String?
  public var creditCode: String?
  public var position: Coordinate?
  public var otherNames: [String] = []

  public init(line: Int, name: String) {
    self.line = line
    self.name = name
  }
}

extension Facility.Kind {
  /// As lists write it.
  public var label: Label {
    switch self {
    case .enterprise: Label(zh: "企业", en: "Enterprise")
    case .site: Label(zh: "工地", en: "Construction site")
    case .station: Label(zh: "空气站", en: "Air station")
    case .gasStation: Label(zh: "加油站", en: "Petrol station")
    case .restaurant: Label(zh: "餐饮单位", en: "Restaurant")
    case .mine: Label(zh: "矿山", en: "Mine")
    case .depot: Label(zh: "油库", en: "Depot")
    case .garage: Label(zh: "汽修企业", en: "Garage")
    case .other: Label(zh: "其他", en: "Other")
    }
  }
}
