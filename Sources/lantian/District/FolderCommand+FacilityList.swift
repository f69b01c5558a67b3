import ActionPlan
import Console
import Crypto
import Dispatch
import GRDB
import Ledger
import Sheets

extension FolderCommand {
  /// A list of facilities that is read or written.
  struct FacilityFile: Codable, Sendable {
    /// Absolute path; who holds the folder reads or writes it.
    var path: String
    /// Of a workbook; nil for the first one that shows.
    var sheet: String?
    /// Only what would change is told.
    var isTrial: Bool
    /// Whether every doubtful row is another one than those it looks like.
    var areOthers: Bool
    /// Of what is told.
    var language: Language
  }

  static func importFacilities(
    _ wanted: FacilityFile, plan: Plan, in district: OpenDistrict
  ) async throws -> [String] {
    let texts = try CommandTexts(language: wanted.language)
    let (table, digest): (SheetTable, String)
    do {
      (table, digest) = try await readTable(
        wanted.path, sheet: wanted.sheet, isColumn: FacilityTable.isColumn)
    } catch let error as SheetError {
      throw CommandRefusal(texts.line(error))
    }
    let list = FacilityTable(table, plan: plan)
    let (at, isSimulated) = (district.now(), district.folder.holdsSimulatedData)
    do {
      return try await district.ledger.write { db in
        let preview = try judged(list, wanted, texts, in: db)
        if wanted.isTrial {
          let (new, same) = (preview.count { $0.meaning == .new }, preview.count { $0.isSame })
          return [texts.counts("listTrial", new, preview.rows.count - new - same, same)]
        }
        let done = try FacilityImports.write(
          preview, file: table.file, digest: digest, plan: plan, isSimulated: isSimulated,
          by: actor, at: at, in: db)
        return [
          texts.counts("listTaken", done.newCount, done.changedCount, done.sameCount, done.id)
        ]
      }
    } catch let error as FacilityImportError {
      throw CommandRefusal(texts.text(error.words))
    }
  }

  /// The rows with what they mean; refused where one has a fault or is doubtful.
  private static func judged(
    _ list: FacilityTable, _ wanted: FacilityFile, _ texts: CommandTexts, in db: Database
  ) throws -> FacilityPreview {
    var preview = try FacilityJudge.preview(list, in: db)
    if wanted.areOthers {
      let answers = preview.doubtful.map { ($0.draft.line, FacilityListAnswer.new) }
      preview = try FacilityJudge.preview(
        list, answers: Dictionary(answers, uniquingKeysWith: { one, _ in one }), in: db)
    }
    let faults = texts.lines(preview.faults)
    let doubtful = preview.doubtful.prefix(ImportFaults.limit).map {
      texts.doubt($0, file: list.file)
    }
    guard faults.isEmpty, doubtful.isEmpty else {
      throw CommandRefusal((faults + doubtful + [texts.nothingTaken]).joined(separator: "\n"))
    }
    return preview
  }

  static func exportFacilities(
    to path: String, isTemplate: Bool, plan: Plan, in district: OpenDistrict
  ) async throws -> [String] {
    let format = try tableFormat(of: path)
    try await district.ledger.read { db in
      try FacilityListExport.write(format, to: path, isTemplate: isTemplate, plan: plan, in: db)
    }
    return ["\(path) written"]
  }

  static func undoFacilities(
    _ number: Int64, language: Language, plan: Plan, in district: OpenDistrict
  ) async throws -> [String] {
    let (texts, at) = (try CommandTexts(language: language), district.now())
    do {
      try await district.ledger.write { db in
        try FacilityImports.takeBack(number, plan: plan, by: actor, at: at, in: db) {
          try FacilityUses.isUsed($0, in: db)
        }
      }
    } catch let error as FacilityImportError {
      throw CommandRefusal(texts.text(error.words))
    }
    return [texts.firms("listUndone", ["number": "\(number)"])]
  }

  /// Registers the names of a table that no facility has, and says how many.
  static func registerNames(
    _ preview: RegisterPreview, kind: Facility.Kind, digest: String, plan: Plan,
    _ texts: CommandTexts, in district: OpenDistrict
  ) async throws -> String {
    let (at, isSimulated) = (district.now(), district.folder.holdsSimulatedData)
    let list = FacilityTable(
      names: preview.unknownNames, kind: kind, file: preview.file, sheet: preview.sheet)
    do {
      let done = try await district.ledger.write { db in
        let judged = try FacilityJudge.preview(list, in: db)
        let refused =
          texts.lines(judged.faults) + judged.doubtful.map { texts.doubt($0, file: list.file) }
        guard refused.isEmpty else {
          throw CommandRefusal((refused + [texts.nothingTaken]).joined(separator: "\n"))
        }
        return try FacilityImports.write(
          judged, file: preview.file, digest: digest, plan: plan, isSimulated: isSimulated,
          by: actor, at: at, in: db)
      }
      return texts.counts(
        "listTaken", done.newCount, done.changedCount, done.sameCount, done.id)
    } catch let error as FacilityImportError {
      throw CommandRefusal(texts.text(error.words))
    }
  }

  /// Which kind of table a path asks for.
  static func tableFormat(of path: String) throws -> RegisterExport.Format {
    let end = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard let format = RegisterExport.Format(rawValue: end) else {
      throw CommandRefusal("\(path) is no table; name a file that ends in .xlsx or .csv")
    }
    return format
  }
}
