import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Adds devices, adopts those that knock, corrects what is on file, lets a new logger continue an old one.
struct DeviceFormController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("devices/new", use: empty)
    routes.post("devices", use: add)
    routes.get("devices/:mn/edit", use: filled)
    routes.post("devices/:mn", use: change)
    routes.get("devices/:mn/replacement", use: replacement)
    routes.post("devices/:mn/replacement", use: replace)
  }

  @Sendable func empty(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    var entry = DeviceEntry()
    let stranger = await stranger(request.uri.queryParameters.get("mn"))
    if let stranger {
      entry.mn = stranger.mn
      entry.st = stranger.st ?? ""
      entry.edition = stranger.edition ?? ""
    }
    return try await page(entry, of: nil, isAdopted: stranger != nil, context)
  }

  @Sendable func add(request: Request, context: SignedInContext) async throws -> Response {
    try mayEdit(context)
    let entry = DeviceEntry(context.visit.form, mn: nil)
    let stranger = await stranger(entry.mn)
    let (now, actor, isSimulated) = (
      subjects.now(), Actor.account(context.account.id), pages.isSimulated
    )
    do {
      let device = try entry.device(
        from: nil, sentPassword: stranger?.password, isSimulated: isSimulated)
      try await subjects.ledger.write { db in
        guard try Devices.find(device.mn, in: db) == nil else { throw Refusal.isThere }
        try Devices.upsert(device, by: actor, at: now, in: db)
      }
    } catch let error as DeviceError {
      return try await page(
        entry, of: nil, isAdopted: stranger != nil, context, problem: problem(error, context))
    } catch Refusal.isThere {
      return try await page(
        entry, of: nil, isAdopted: false, context,
        problem: pages.texts(context)("device.isThere"))
    }
    await subjects.devicesChanged()
    _ = await subjects.readmit(entry.mn)
    return back(to: entry.mn)
  }

  @Sendable func filled(request: Request, context: SignedInContext) async throws -> Response {
    let device = try await known(context)
    return try await page(DeviceEntry(device), of: device, isAdopted: false, context)
  }

  @Sendable func change(request: Request, context: SignedInContext) async throws -> Response {
    let old = try await known(context)
    let entry = DeviceEntry(context.visit.form, mn: old.mn)
    let (now, actor) = (subjects.now(), Actor.account(context.account.id))
    let seen = context.visit.form.text("seen")
    do {
      try await subjects.ledger.write { db in
        guard let present = try Devices.find(old.mn, in: db),
          DeviceEntry.mark(present).trimmingBlanks() == seen
        else { throw Refusal.changed }
        let device = try entry.device(from: present, sentPassword: nil, isSimulated: false)
        try Devices.upsert(device, by: actor, at: now, in: db)
      }
    } catch let error as DeviceError {
      return try await page(
        entry, of: old, isAdopted: false, context, problem: problem(error, context))
    } catch Refusal.changed {
      let present = try await known(context)
      return try await page(
        entry, of: present, isAdopted: false, context,
        problem: pages.texts(context)("device.changedMeanwhile"))
    }
    await subjects.devicesChanged()
    return back(to: old.mn)
  }

  @Sendable func replacement(request: Request, context: SignedInContext) async throws -> Response {
    let device = try await known(context)
    return replacementPage(of: device, new: "", context)
  }

  @Sendable func replace(request: Request, context: SignedInContext) async throws -> Response {
    let old = try await known(context)
    let new = context.visit.form.text("new") ?? ""
    let typed = context.visit.form.text("password")
    let password: String?
    if let typed { password = typed } else { password = await stranger(new)?.password }
    let (plan, now, actor) = (
      subjects.plan, subjects.now(), Actor.account(context.account.id)
    )
    do {
      _ = try await subjects.ledger.write { db in
        try Devices.replace(
          old.mn, by: new, password: password, plan: plan, actor: actor, at: now, in: db)
      }
    } catch let error as DeviceError {
      return replacementPage(of: old, new: new, context, problem: problem(error, context))
    }
    await subjects.devicesChanged()
    _ = await subjects.readmit(new)
    return back(to: new)
  }

  // MARK: Helpers of the handlers

  private enum Refusal: Error {
    case isThere
    /// Somebody changed it after the form was opened.
    case changed
  }

  private func mayEdit(_ context: SignedInContext) throws {
    guard Policy.may(context.account, .editDevice) else { throw PageError.forbidden }
  }

  private func known(_ context: SignedInContext) async throws -> DeviceRecord {
    try mayEdit(context)
    let mn = try context.parameters.require("mn")
    guard let device = try await subjects.ledger.read({ db in try Devices.find(mn, in: db) }) else {
      throw PageError.notFound
    }
    return device
  }

  private func stranger(_ mn: String?) async -> UnknownDevice? {
    guard let mn else { return nil }
    return await subjects.strangers().first { $0.mn == mn }
  }

  private func back(to mn: String) -> Response {
    .redirect(to: "/devices/\(LocalPath.encode(mn))", type: .normal)
  }

  private func problem(_ error: DeviceError, _ context: SignedInContext) -> String {
    pages.texts(context)(error.words)
  }

  private func page(
    _ entry: DeviceEntry, of device: DeviceRecord?, isAdopted: Bool, _ context: SignedInContext,
    problem: String = ""
  ) async throws -> Response {
    let facilities = try await subjects.ledger.read { db in try Facilities.list(in: db) }
    let view = DeviceFormView(
      entry, of: device, isAdopted: isAdopted, facilities: facilities, problem: problem,
      texts: pages.texts(context))
    return pages.show(
      "devices/form", view, title: view.title, context: context,
      status: problem.isEmpty ? .ok : .unprocessableContent)
  }

  private func replacementPage(
    of device: DeviceRecord, new: String, _ context: SignedInContext, problem: String = ""
  ) -> Response {
    let view = DeviceReplacementView(
      of: device, new: new, problem: problem, texts: pages.texts(context))
    return pages.show(
      "devices/replacement", view, title: view.title, context: context,
      status: problem.isEmpty ? .ok : .unprocessableContent)
  }
}

/// The form by which a new logger continues an old one.
struct DeviceReplacementView: Sendable {
  let title: String
  let deviceName: String
  let mn: String
  let action: String
  let backHref: String
  let new: String
  let problem: String
  let hasProblem: Bool

  init(of device: DeviceRecord, new: String, problem: String, texts: Texts) {
    deviceName = texts(device.label)
    title = texts("device.replaceTitle", ["name": deviceName])
    mn = device.mn
    backHref = "/devices/\(LocalPath.encode(device.mn))"
    action = "\(backHref)/replacement"
    self.new = new
    self.problem = problem
    hasProblem = !problem.isEmpty
  }
}
