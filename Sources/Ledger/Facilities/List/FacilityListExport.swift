public import ActionPlan
import FoundationEssentials
public import GRDB
import Sheets

/// The facilities as a list that people fill in and give back: taken back as it is, it changes nothing.
public enum FacilityListExport {
  /// - Parameters:
  ///   - path: of the new file.
  ///   - isTemplate: without rows.
  public static func write(
    _ format: RegisterExport.Format, to path: String, isTemplate: Bool, plan: Plan,
    in db: Database
  ) throws {
    var facilities = isTemplate ? [] : try listed(in: db)[...]
    let columns = FacilityColumn.allCases.map { column in
      SheetColumn(header: column.label.zh, kind: kind(of: column, plan), note: column.note)
    }
    func next() throws -> [SheetCell]? {
      guard let facility = facilities.popFirst() else { return nil }
      let names = try FacilityAliases.list(of: facility.id, in: db)
        .map(\.name).filter { !$0.contains(";") && !$0.contains("；") }
      return FacilityColumn.allCases.map { cell($0, facility, names, plan) }
    }
    switch format {
    case .xlsx: try WorkbookWriter.write(columns, sheet: "一企一档", to: path, next: next)
    case .csv:
      var writer = CSVWriter(columns)
      while let cells = try next() { writer.append(cells) }
      try writer.data.write(to: URL(filePath: path))
    }
  }

  /// Facilities of their own, by name: neither merged ones nor names that stand in for one.
  private static func listed(in db: Database) throws -> [Facility] {
    let names = try FacilityNames(in: db)
    return try Facilities.list(in: db).filter {
      names.kept($0.id) == $0.id && !names.waits($0.id) && !names.isNobody($0.id)
    }.sorted { ($0.name.zh, $0.id) < ($1.name.zh, $1.id) }
  }

  private static func kind(of column: FacilityColumn, _ plan: Plan) -> SheetColumn.Kind {
    switch column {
    case .kind: .choice(Facility.Kind.allCases.map(\.label.zh))
    case .place: .choice(plan.places.map { called($0, plan) })
    default: .text
    }
  }

  /// The Chinese label where it is no other place's.
  private static func called(_ place: Place, _ plan: Plan) -> String {
    let isOwn = plan.places.count { $0.label.zh == place.label.zh } == 1
    return isOwn ? place.label.zh : place.id
  }

  private static func cell(
    _ column: FacilityColumn, _ facility: Facility, _ names: [String], _ plan: Plan
  ) -> SheetCell {
    let text: String? =
      switch column {
      case .id: facility.id
      case .name: facility.name.zh
      case .nameEn: facility.name.en == facility.name.zh ? nil : facility.name.en
      case .kind: facility.kind.label.zh
      case .place: facility.place.map { id in plan.place(id).map { called($0, plan) } ?? id }
      case .creditCode: facility.creditCode
      case .position: facility.position.map(FacilityWriting.text)
      case .otherNames: names.isEmpty ? nil : names.joined(separator: "；")
      }
    return text.map { .text($0) } ?? .empty
  }
}
