public import ActionPlan

/// The columns of a hotline's sheet.
public enum ReportColumn: String, Sendable, CaseIterable {
  case number, category, text, place, received, name, phone, longitude, latitude

  public var label: Label {
    switch self {
    case .number: Label(zh: "工单编号", en: "number")
    case .category: Label(zh: "类别", en: "category")
    case .text: Label(zh: "反映内容", en: "text")
    case .place: Label(zh: "地点", en: "place")
    case .received: Label(zh: "受理时间", en: "received")
    case .name: Label(zh: "反映人", en: "name")
    case .phone: Label(zh: "联系电话", en: "phone")
    case .longitude: Label(zh: "经度", en: "longitude")
    case .latitude: Label(zh: "纬度", en: "latitude")
    }
  }

  /// Other names that hotlines give it.
  private var others: [String] {
    switch self {
    case .number: ["工单号", "编号", "单号"]
    case .category: ["问题类别", "举报类别"]
    case .text: ["内容", "工单内容", "诉求内容", "举报内容"]
    case .place: ["地址", "事发地点", "详细地址"]
    case .received: ["来电时间", "登记时间", "创建时间"]
    case .name: ["姓名", "来电人", "举报人"]
    case .phone: ["电话", "手机", "来电号码", "联系方式"]
    case .longitude, .latitude: []
    }
  }

  public var isRequired: Bool { [.number, .category, .text].contains(self) }

  /// Reads the head of a column; nil for a name that none has.
  public init?(header: String) {
    let name = header.filter { !$0.isWhitespace && !"*＊".contains($0) }.lowercased()
    let found = Self.allCases.first { column in
      [column.rawValue, column.label.zh].contains(name) || column.others.contains(name)
    }
    guard let found else { return nil }
    self = found
  }
}
