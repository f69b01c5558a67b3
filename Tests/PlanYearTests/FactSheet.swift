import ActionPlan
import AirQuality
import Foundation

/// The facts of a register in the year, row by row, and the file in which each of them arrives.
///
/// The first cell of a line says when: `03` with March's workbook on the month's last day, `03c` with
/// a correction on 20 March, `03-` that the row is taken out by hand on 20 March. A line may stand for
/// several rows: `CY-{01..03}`, each day of `2021-03-01..2021-03-31`, the last days of the months
/// `2021-01~2021-03`, `every-town`, `every-place`, `every-place but 330604104`; several of them in one
/// line go side by side. In a register without a key the column `row` names the row that is changed.
struct FactSheet {
  struct Arrival: Hashable {
    enum Way: Hashable { case month, correction, removal }
    let month: Int
    let way: Way

    init?(_ text: String) {
      guard let month = Int(text.prefix(2)), (1...12).contains(month) else { return nil }
      switch text.dropFirst(2) {
      case "": way = .month
      case "c": way = .correction
      case "-": way = .removal
      default: return nil
      }
      self.month = month
    }
  }

  let register: String
  /// Field ids, and `row` in front where the register has no key.
  let columns: [String]
  let rows: [(arrival: Arrival, cells: [String])]

  static func all(of plan: Plan) throws -> [FactSheet] {
    let names = try FileManager.default.contentsOfDirectory(atPath: YearText.folder.path)
    return try names.filter { $0.first?.isNumber == true }.sorted().flatMap { name in
      try YearText(name).sections.map { try FactSheet($0, plan: plan) }
    }
  }

  private init(_ section: YearText.Section, plan: Plan) throws {
    register = section.title[0]
    columns = Array(section.title.dropFirst())
    rows = try section.lines.flatMap { line in
      guard line.count == section.title.count else {
        throw YearFault("\(section.title[0]): \(line) has not a cell for each column")
      }
      return try Self.expand(line, plan: plan).map { cells in
        guard let arrival = Arrival(cells[0]) else {
          throw YearFault("\(section.title[0]): nothing arrives at \(cells[0])")
        }
        return (arrival, Array(cells.dropFirst()))
      }
    }
  }

  func rows(_ month: Int, _ way: Arrival.Way) -> [[String]] {
    rows.filter { $0.arrival.month == month && $0.arrival.way == way }.map(\.cells)
  }

  /// The rows that a line stands for.
  static func expand(_ line: [String], plan: Plan) throws -> [[String]] {
    let spreads = line.map { spread($0, plan: plan) }
    let counts = Set(spreads.compactMap { $0?.count })
    guard counts.count <= 1 else { throw YearFault("\(line): its cells stand for unequal rows") }
    return (0..<(counts.first ?? 1)).map { index in
      zip(line, spreads).map { cell, spread in spread?[index] ?? cell }
    }
  }

  private static func spread(_ cell: String, plan: Plan) -> [String]? {
    let places = plan.places.map(\.id)
    switch cell {
    case "every-place": return places
    case "every-town":
      return places.filter { id in
        plan.place(id).flatMap { plan.unit($0.unit) }?.kind == .town
      }
    default: break
    }
    if let but = cell.wholeMatch(of: /every-place but (.+)/) {
      return places.filter { $0 != but.1 }
    }
    if let days = cell.wholeMatch(of: /(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)/),
      let first = CalendarDay(days.1), let last = CalendarDay(days.2)
    {
      return (first.dayNumber...last.dayNumber).map { "\(CalendarDay(dayNumber: $0))" }
    }
    if let months = cell.wholeMatch(of: /(\d{4})-(\d\d)~\d{4}-(\d\d)/),
      let year = Int(months.1), let first = Int(months.2), let last = Int(months.3)
    {
      return (first...last).map { "\(CalendarDay.last(ofMonth: $0, in: year))" }
    }
    if let numbers = cell.firstMatch(of: /\{(\d+)\.\.(\d+)\}/),
      let first = Int(numbers.1), let last = Int(numbers.2)
    {
      let width = numbers.1.count
      return (first...last).map { number in
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, width - digits.count)) + digits
        return cell.replacingCharacters(in: numbers.range, with: padded)
      }
    }
    return nil
  }
}

extension CalendarDay {
  static func last(ofMonth month: Int, in year: Int) -> CalendarDay {
    CalendarDay(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
      .adding(days: -1)
  }
}
