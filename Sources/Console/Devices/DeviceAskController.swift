import ActionPlan
import GRDB
import HJ212
import HTTPTypes
import Hummingbird
import Ledger

/// Asks a device something: the menu of requests, a form for each, what waits and what was given up.
struct DeviceAskController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("devices/:mn/ask", use: menu)
    routes.get("devices/:mn/ask/:request", use: form)
    routes.post("devices/:mn/commands", use: ask)
    routes.post("devices/:mn/withdrawals", use: withdraw)
    routes.post("devices/:mn/retries", use: retry)
  }

  @Sendable func menu(request: Request, context: SignedInContext) async throws -> Response {
    let device = try await device(context)
    let view = AskMenuView(
      device, requests: UnitRequest.all.filter { mayAsk($0, device, context) },
      texts: pages.texts(context))
    return pages.show("devices/ask", view, title: view.title, context: context)
  }

  @Sendable func form(request: Request, context: SignedInContext) async throws -> Response {
    let device = try await device(context)
    guard let name = context.parameters.get("request"), let asked = UnitRequest.named(name),
      mayAsk(asked, device, context)
    else { throw PageError.notFound }
    return page(asked, of: device, [:], context)
  }

  @Sendable func ask(request: Request, context: SignedInContext) async throws -> Response {
    let device = try await device(context)
    let form = context.visit.form
    guard let asked = form.text("request").flatMap(UnitRequest.named),
      mayAsk(asked, device, context)
    else { throw PageError.notFound }
    var values: [String: String] = [:]
    for parameter in asked.parameters {
      guard let text = form.text(parameter.name) else { continue }
      values[parameter.name] = parameter.kind == .time ? Self.digits(text) : text
    }
    do {
      try asked.check(values)
      try await take(asked, values, of: device, context)
    } catch let fault as UnitRequestFault {
      return page(asked, of: device, values, context, problem: wording(fault, context))
    } catch let error as DeviceCommandError {
      return page(asked, of: device, values, context, problem: wording(error, context))
    }
    return back(to: device)
  }

  private func take(
    _ asked: UnitRequest, _ values: [String: String], of device: DeviceRecord,
    _ context: SignedInContext
  ) async throws {
    let (at, mn, actor) = (subjects.now(), device.mn, Actor.account(context.account.id))
    let password = values[UnitRequest.secret]
    let kept = values.filter { $0.key != UnitRequest.secret }
    try await subjects.ledger.write { db in
      if let password {
        try Devices.setNextPassword(password, of: mn, by: actor, at: at, in: db)
      }
      try DeviceCommands.ask(
        asked.name, kept, of: mn, isRepeatable: asked.isRepeatable, by: actor, at: at, in: db)
    }
    await subjects.devicesChanged()
  }

  @Sendable func withdraw(request: Request, context: SignedInContext) async throws -> Response {
    let device = try await device(context)
    let (at, actor) = (subjects.now(), Actor.account(context.account.id))
    let id = Int64(context.visit.form.integer("command") ?? 0)
    do {
      try await subjects.ledger.write { db in
        guard try DeviceCommands.find(id, in: db)?.mn == device.mn else {
          throw DeviceCommandError.unknown(id)
        }
        try DeviceCommands.withdraw(id, by: actor, at: at, in: db)
      }
    } catch DeviceCommandError.notWaiting {
      // It has been sent meanwhile: the page says so.
      return back(to: device)
    } catch is DeviceCommandError {
      throw PageError.notFound
    }
    await subjects.devicesChanged()
    return back(to: device)
  }

  @Sendable func retry(request: Request, context: SignedInContext) async throws -> Response {
    let device = try await device(context)
    let (at, actor) = (subjects.now(), Actor.account(context.account.id))
    let id = Int64(context.visit.form.integer("gap") ?? 0)
    try await subjects.ledger.write { db in
      guard try DeviceGaps.find(id, in: db)?.mn == device.mn else { throw PageError.notFound }
      try DeviceGaps.reopen(id, by: actor, at: at, in: db)
    }
    return back(to: device)
  }

  // MARK: Who and what

  private func device(_ context: SignedInContext) async throws -> DeviceRecord {
    let mn = try context.parameters.require("mn")
    guard Policy.may(context.account, .askDevice) else { throw PageError.forbidden }
    guard let device = try await subjects.ledger.read({ db in try Devices.find(mn, in: db) }) else {
      throw PageError.notFound
    }
    return device
  }

  /// Passwords and parameters are for who keeps the device; what its edition lacks is for nobody.
  private func mayAsk(
    _ request: UnitRequest, _ device: DeviceRecord, _ context: SignedInContext
  ) -> Bool {
    let isKept = [DeviceCommands.passwordChange, "set-parameter"].contains(request.name)
    if isKept, !Policy.may(context.account, .editDevice, .facility(device.facility)) {
      return false
    }
    return Edition.allCases.contains { edition in
      request.form(in: edition) != nil && (device.edition.map(edition.name.hasSuffix) ?? true)
    }
  }

  private func back(to device: DeviceRecord) -> Response {
    .redirect(to: "/devices/\(LocalPath.encode(device.mn))#asked", type: .normal)
  }

  private func page(
    _ asked: UnitRequest, of device: DeviceRecord, _ values: [String: String],
    _ context: SignedInContext, problem: String = ""
  ) -> Response {
    let view = AskFormView(
      asked, of: device, values, problem: problem, texts: pages.texts(context))
    return pages.show(
      "devices/ask-form", view, title: view.title, context: context,
      status: problem.isEmpty ? .ok : .unprocessableContent)
  }

  private func wording(_ fault: UnitRequestFault, _ context: SignedInContext) -> String {
    let texts = pages.texts(context)
    switch fault {
    case .missing(_, let name), .badValue(_, let name, _):
      let rule = texts("device.with-\(name)")
      return texts("device.askBadValue", ["what": rule])
    case .emptyPeriod: return texts("device.askEmptyPeriod")
    case .unknownRequest, .unknownParameter, .notInEdition: return texts("device.askUnknown")
    }
  }

  private func wording(_ error: DeviceCommandError, _ context: SignedInContext) -> String {
    let texts = pages.texts(context)
    switch error {
    case .mayNotBeAsked: return texts("device.askMayNot")
    case .disabled: return texts("device.askDisabled")
    case .tooManyWaiting(_, let limit):
      return texts("device.askTooMany", ["limit": "\(limit)"])
    case .passwordChanging: return texts("device.askPasswordChanging")
    case .noSuchDevice, .badExpiry, .unknown, .notWaiting: return texts("device.askUnknown")
    }
  }

  /// `2021-06-07T10:00` as the standard writes it.
  private static func digits(_ text: String) -> String {
    let digits = text.filter { $0.isASCII && $0.isNumber }
    return digits.count < 14 ? digits + String(repeating: "0", count: 14 - digits.count) : digits
  }
}
