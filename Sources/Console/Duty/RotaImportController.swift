import Dispatch
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import Sheets

/// The rota as a sheet: taken from Excel or CSV, all or nothing, and given out as it is taken.
struct RotaImportController {
  let subjects: ConsoleSubjects
  let pages: Pages
  let rota: RotaController

  /// Bytes of a sheet; a year's rota has a tenth of it.
  static let byteLimit = 2 << 20

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("rota/sheet", use: export)
    routes.post("rota/imports", use: take)
  }

  @Sendable func take(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .editRota) else { throw PageError.forbidden }
    let (form, texts) = (context.visit.form, pages.texts(context))
    let wording = ImportWording(texts: texts)
    guard let file = form.file("file"), file.bytes.readableBytes > 0 else {
      return try await rota.page(nil, context, problem: texts("duty.noFile"))
    }
    let bytes = Array(file.bytes.readableBytesView)
    do {
      let table = try await Self.table(bytes, named: file.name)
      let (isReplacing, offset) = (form.text("replace") != nil, pages.time.utcOffsetSeconds)
      let (actor, now) = (Actor.account(context.account.id), subjects.now())
      let (done, month) = try await subjects.ledger.write { db in
        let people = try Accounts.list(in: db).filter { $0.isEnabled && $0.roles.contains(.duty) }
        let sheet = RotaSheet(table, people: people)
        let done = try Rota.take(
          sheet, isReplacing: isReplacing, utcOffsetSeconds: offset, by: actor, at: now, in: db)
        return (done, sheet.firstMonth)
      }
      let counts = "added=\(done.added)&known=\(done.known)&removed=\(done.removed)"
      return .redirect(to: "/rota?month=\(month ?? "")&\(counts)", type: .normal)
    } catch let faults as ImportFaults {
      let shown = faults.faults.prefix(Self.shownFaults).map(wording.line)
      let more = faults.count - shown.count
      let rest = more > 0 ? [texts("duty.moreFaults", ["n": "\(more)"])] : []
      return try await rota.page(
        nil, context, problem: texts("duty.notImported"), faults: shown + rest)
    } catch let error as SheetError {
      return try await rota.page(nil, context, problem: wording.line(error))
    } catch let refusal as RotaRefusal {
      return try await rota.page(nil, context, problem: texts("duty.\(refusal.rawValue)"))
    }
  }

  private static let shownFaults = 20

  @Sendable func export(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewRota) else { throw PageError.forbidden }
    guard let month = RotaMonth(request.uri.queryParameters.get("month")) else {
      throw PageError.notFound
    }
    let texts = pages.texts(context)
    return try await TableAnswer.make(request, name: "\(texts("duty.rota")) \(month)", subjects) {
      format, path, db in
      let turns = try Rota.turns(from: "\(month.first)", through: "\(month.last)", in: db)
      var rows = try turns.map { turn in
        [
          SheetCell.text(turn.day), .text(texts("duty.part-\(turn.part.rawValue)")),
          .text(try Accounts.find(turn.account, in: db)?.displayName ?? ""),
        ]
      }[...]
      let columns = ["dayFrom", "part", "who"].map {
        SheetColumn(header: texts("duty.\($0)"), kind: .text)
      }
      switch format {
      case .xlsx:
        try WorkbookWriter.write(columns, sheet: "\(month)", to: path) { rows.popFirst() }
      case .csv:
        var writer = CSVWriter(columns)
        while let row = rows.popFirst() { writer.append(row) }
        try writer.data.write(to: URL(filePath: path))
      }
    }
  }

  /// Read off the event loop: a workbook has to be unpacked.
  private static func table(_ bytes: [UInt8], named name: String) async throws -> SheetTable {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            try SheetTable(
              reading: bytes, file: name, byteLimit: byteLimit, rowLimit: RotaSheet.rowLimit
            ) {
              RotaSheet.isColumn($0)
            }
          })
      }
    }
  }
}
