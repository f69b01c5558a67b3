public import ActionPlan
import Sheets

/// What an import would do.
public struct RegisterPreview: Sendable, Hashable, Codable {
  /// One field of a row that would change.
  public struct Change: Sendable, Hashable, Codable {
    /// The register's row.
    public let row: Int64
    /// The table's row, from 1.
    public let line: Int
    /// Field id.
    public let field: String
    public let old: FieldValue
    public let new: FieldValue
  }

  public static let changeLimit = 50
  static let noteLimit = 20

  public let id: Int64
  /// Register id.
  public let register: String
  public let file: String
  /// Of a workbook.
  public let sheet: String?
  /// The workbook's sheets that show.
  public let sheets: [String]
  public private(set) var newRows = 0
  public private(set) var changedRows = 0
  public private(set) var sameRows = 0
  /// At most `ImportFaults.limit`.
  public private(set) var faults: [ImportFault] = []
  /// Faults beyond those listed.
  public private(set) var moreFaults = 0
  /// At most `changeLimit`.
  public private(set) var changes: [Change] = []
  /// What a person may not expect of how the file was read; about `noteLimit` at most.
  public private(set) var notes: [Label]

  private var unknown: [FacilityDraft]?

  /// Names that no facility has, where they are all that is wrong with the table: once they are
  /// registered, it may be imported.
  public var unknownNames: [FacilityDraft] { unknown ?? [] }

  init(id: Int64, register: String, of table: SheetTable) {
    self.id = id
    self.register = register
    file = table.file
    sheet = table.sheet
    sheets = table.sheets
    notes = table.notes.map { Label($0) }
  }

  /// Whether it may be applied.
  public var isSound: Bool { faults.isEmpty }

  mutating func take(_ faults: ImportFaults) {
    self.faults = faults.faults
    moreFaults = faults.more
  }

  mutating func take(_ judge: ImportJudge) {
    (newRows, changedRows, sameRows) = (judge.newRows, judge.changedRows, judge.sameRows)
    changes = judge.changes
    notes += judge.notes
    let names = judge.unknown
    unknown =
      names.faultCount == judge.faults.count && !names.isTooMany ? names.drafts : nil
  }
}
