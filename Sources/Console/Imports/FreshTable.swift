import Foundation
import Ledger
import Sheets

/// A table without rows, to be filled in.
enum FreshTable {
  static func write(
    _ columns: [SheetColumn], sheet: String, _ format: RegisterExport.Format, to path: String
  ) throws {
    switch format {
    case .xlsx: try WorkbookWriter.write(columns, sheet: sheet, to: path) { nil }
    case .csv: try CSVWriter(columns).data.write(to: URL(filePath: path))
    }
  }
}
