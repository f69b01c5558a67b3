import ActionPlan

/// A column of a list of facilities.
enum FacilityColumn: String, CaseIterable {
  case id, name, nameEn, kind, place, creditCode, position, otherNames

  var label: Label {
    switch self {
    case .id: Label(zh: "编号", en: "id")
    case .name: Label(zh: "名称", en: "name")
    case .nameEn: Label(zh: "英文名称", en: "English name")
    case .kind: Label(zh: "类型", en: "kind")
    case .place: Label(zh: "所在区域", en: "place")
    case .creditCode: Label(zh: "统一社会信用代码", en: "credit code")
    case .position: Label(zh: "位置", en: "position")
    case .otherNames: Label(zh: "其他名称", en: "other names")
    }
  }

  /// Headers that bureaus write for the same.
  private var others: [String] {
    switch self {
    case .name: ["企业名称", "单位名称", "对象名称"]
    case .creditCode: ["信用代码", "社会信用代码"]
    case .place: ["镇街", "乡镇街道", "区域"]
    case .position: ["经纬度"]
    case .otherNames: ["又名", "别名"]
    default: []
    }
  }

  init?(header: String) {
    let name = SearchText.normal(header)
    let found = Self.allCases.first { column in
      [column.rawValue.lowercased(), column.label.zh, column.label.en.lowercased()].contains(name)
        || column.others.contains(name)
    }
    guard let found else { return nil }
    self = found
  }

  var note: String {
    let rule =
      switch self {
      case .id:
        "新增的行请留空；与已有对象同名而确是另一家的，请填“\(Self.otherMark)” · leave empty in new rows; write "
          + "new for another one of the same name"
      case .name: "必填 · required"
      case .nameEn, .creditCode: "可留空 · optional"
      case .kind: "新增的行必填 · required in new rows"
      case .place: "方案中的区域 · a place of the plan"
      case .position: "WGS-84 120.865 30.033"
      case .otherNames: "用分号分开 · with semicolons between"
      }
    return "\(label.zh) · \(label.en)\n\(rule)"
  }

  /// What the id's cell says of a facility that is another one than those called alike.
  static let otherMark = "新增"

  static func isOtherMark(_ cell: String) -> Bool {
    [otherMark, "new"].contains(SearchText.normal(cell))
  }
}
