import ActionPlan
import Crypto
import Dispatch
import GRDB
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import Sheets

/// Takes a device list from Excel or CSV: all of it or nothing.
struct DeviceImportController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("devices/import", use: ask)
    routes.post("devices/imports", use: take)
  }

  @Sendable func ask(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    return page(DeviceImportView(), context)
  }

  @Sendable func take(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    let texts = pages.texts(context)
    guard let file = context.visit.form.file("file") else {
      return refused(DeviceImportView(problem: texts("registers.importNoFile")), context)
    }
    func refusal(_ problem: String, _ faults: [FaultLine] = []) -> Response {
      refused(DeviceImportView(file: file.name, problem: problem, faults: faults), context)
    }
    do {
      let report = try await apply(file, by: context.account)
      let lines = [
        ("facilities", report.facilities), ("points", report.points),
        ("devices", report.devices), ("bindings", report.bindings),
      ].map { CommandTexts.devices($0, $1, texts) }
      await subjects.devicesChanged()
      for stranger in await subjects.strangers() { _ = await subjects.readmit(stranger.mn) }
      return page(DeviceImportView(file: file.name, lines: lines), context)
    } catch let faults as DeviceListErrors {
      return refusal(texts("imports.nothingTaken"), faults.faults.map { FaultLine($0, texts) })
    } catch let error as SheetError {
      return refusal(texts("imports.nothingTaken"), [FaultLine(error, texts)])
    } catch let error as DeviceError {
      return refusal(texts(error.words))
    } catch is FacilityError {
      return refusal(texts("device.importContradicts"))
    } catch is PointError {
      return refusal(texts("device.importContradicts"))
    }
  }

  private func apply(
    _ file: SubmittedForm.File, by account: Account
  ) async throws -> DeviceListReport {
    let (plan, now, isSimulated) = (subjects.plan, subjects.now(), pages.isSimulated)
    let bytes = Array(file.bytes.readableBytesView)
    let list = try await Self.read(bytes, name: file.name, plan: plan)
    return try await subjects.ledger.write { db in
      try list.apply(
        plan: plan, isSimulated: isSimulated, by: .account(account.id), at: now, in: db)
    }
  }

  /// Reads on a thread of its own: a large table takes seconds.
  private static func read(_ bytes: [UInt8], name: String, plan: Plan) async throws -> DeviceList {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            let table = try SheetTable(
              reading: bytes, file: name, isName: DeviceList.isColumn)
            let digest = SHA256.hash(data: bytes).map { byte in
              (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return try DeviceList.read(table, sha256: digest.joined(), plan: plan)
          })
      }
    }
  }

  private func mayEdit(_ context: SignedInContext) throws {
    guard Policy.may(context.account, .editDevice) else { throw PageError.forbidden }
  }

  private func refused(_ view: DeviceImportView, _ context: SignedInContext) -> Response {
    page(view, context, status: .unprocessableContent)
  }

  private func page(
    _ view: DeviceImportView, _ context: SignedInContext, status: HTTPResponse.Status = .ok
  ) -> Response {
    pages.show(
      "devices/import", view, title: pages.texts(context)("device.importTitle"), context: context,
      status: status)
  }
}

/// The form for a device list, and what became of one.
struct DeviceImportView: Sendable {
  let file: String
  let problem: String
  let hasProblem: Bool
  /// What was taken.
  let lines: [String]
  let isTaken: Bool
  let faults: [FaultLine]
  let hasFaults: Bool

  init(
    file: String = "", problem: String = "", lines: [String] = [], faults: [FaultLine] = []
  ) {
    self.file = file
    self.problem = problem
    hasProblem = !problem.isEmpty
    self.lines = lines
    isTaken = !lines.isEmpty
    self.faults = faults
    hasFaults = !faults.isEmpty
  }
}
