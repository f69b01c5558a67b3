import ActionPlan
import Ledger
import Sheets

/// A fault of an imported file as a table tells it: where, what was found, what to do.
struct FaultLine: Sendable {
  let sheet: String
  let line: String
  let column: String
  let found: String
  let remedy: String

  init(_ fault: ImportFault, found: String, remedy: String) {
    sheet = fault.sheet ?? ""
    line = "\(fault.line)"
    column = fault.column ?? ""
    self.found = found
    self.remedy = remedy
  }

  init(_ fault: ImportFault, _ texts: Texts) {
    self.init(fault, found: texts(fault.foundWords), remedy: texts(fault.remedyWords))
  }

  /// Of a file that is no table at all.
  init(_ error: SheetError, _ texts: Texts) {
    sheet = error.place?.sheet ?? ""
    line = error.place.map { "\($0.row)" } ?? ""
    column = error.place?.column ?? ""
    found = error.path
    remedy = texts(Label(zh: error.reason.zh, en: error.reason.en))
  }
}
