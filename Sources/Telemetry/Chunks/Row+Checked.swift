import FoundationEssentials
import GRDB

/// Values of a row that may be damaged: of another kind than its table allows.
extension Row {
  func bytes(at index: Int) -> [UInt8]? {
    Data.fromDatabaseValue(self[index]).map { [UInt8]($0) }
  }

  func integer(at index: Int) -> Int64? {
    Int64.fromDatabaseValue(self[index])
  }
}
