import ActionPlan
import AirQuality
import Ledger
import Sheets

/// Rows of the measured register, the same in every run.
struct MeasuredRows {
  private let register: Register
  private let facilities: [Facility]
  private let codes: [String]
  private let dealers: [Int64]

  static let facilityCount = 400
  private static let plateSigns = Array("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789")
  private static let words = [
    "曹娥江", "杭州湾", "百官", "东关", "道墟", "崧厦", "小越", "谢塘", "盖北", "上浦", "章镇", "汤浦", "永和",
    "梁湖", "驿亭", "丰惠", "下管", "长塘", "岭南", "陈溪",
  ]
  private static let things = ["工地", "堆场", "码头", "矿山", "厂区", "路段", "泵站", "仓库"]

  /// - Parameter dealers: numbers of their rows.
  init(of register: Register, facilities: [Facility], dealers: [Int64]) {
    self.register = register
    self.facilities = facilities
    self.dealers = dealers
    codes = (0..<facilities.count).map { number in
      let stem = "91330604MA" + Self.digits(number, count: 7)
      return "0123456789ABCDEFGHJKLMNPQRTUWXY".map { stem + String($0) }
        .first { CreditCode.isValid($0) } ?? ""
    }
  }

  static func facilities() -> [Facility] {
    (0..<facilityCount).map { number in
      Facility(
        id: "firm-\(number)",
        name: Label(
          zh: words[number % words.count] + "第\(number)号建设有限公司", en: "Builder \(number)"),
        kind: .enterprise)
    }
  }

  static func code(_ number: Int) -> String { "3306J" + digits(number, count: 9) }

  static func plate(_ number: Int) -> String {
    // A step without a common factor meets every plate once.
    var rest = (number &* 7_919) % 45_435_424
    var signs = ""
    for _ in 0..<5 {
      signs.append(plateSigns[rest % plateSigns.count])
      rest /= plateSigns.count
    }
    return "浙D" + signs
  }

  private static func digits(_ number: Int, count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: count - text.count) + text
  }

  var columns: [SheetColumn] {
    register.fields.map { field in
      let kind: SheetColumn.Kind =
        switch field.kind {
        case .decimal, .integer, .row: .number
        case .date: .date
        default: .text
        }
      return SheetColumn(header: field.id, kind: kind)
    }
  }

  /// The cells of a row, in the order of the register's fields.
  func cells(_ number: Int) -> [SheetCell] {
    var random = Random(seed: UInt64(number))
    let firm = random.below(facilities.count)
    let first = CalendarDay(year: 2020, month: 1, day: 1)
    let registered = first.adding(days: random.below(730))
    func one(_ ids: [String]) -> SheetCell { .text(ids[random.below(ids.count)]) }
    let word = Self.words[random.below(Self.words.count)]
    let thing = Self.things[random.below(Self.things.count)]
    return [
      .text(Self.code(number)), .text(Self.plate(number)), .text(facilities[firm].name.zh),
      .text(codes[firm]), .number(ExactDecimal(dealers[random.below(dealers.count)])),
      .text("\(100_000 + random.below(MeasuredPlan.placeCount))"), one(MeasuredPlan.kinds),
      one(MeasuredPlan.stages), random.below(10) == 0 ? .empty : one(MeasuredPlan.levels),
      .number(ExactDecimal(Int64(random.below(60_000)), scale: 2)),
      .number(ExactDecimal(Int64(random.below(12_000)))),
      .text(random.below(3) == 0 ? "否" : "是"), .day(registered),
      random.below(4) == 0 ? .empty : .day(registered.adding(days: 30 + random.below(365))),
      .text("\(word)\(thing)\(random.below(5_000))号作业面"),
    ]
  }
}

/// SplitMix64.
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 }

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }
}
