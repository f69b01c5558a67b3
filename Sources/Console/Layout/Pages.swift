import ActionPlan
import HTTPTypes
public import Hummingbird
import Ledger
import Mustache

/// Renders pages: a view struct of finished texts, a template that chooses among them, the frame
/// around it.
///
/// In a template: fields of the view by their names, `{{t.group.key}}` from the catalogue,
/// `{{chrome.…}}` from the frame. Every form contains `{{>layout/token}}`. A page fills the blocks of
/// the template `page` (`{{<page}}…{{/page}}`), whose name has no folder because the engine's closing
/// tags take no slash.
public struct Pages: Sendable {
  public enum Fault: Error, Equatable, CustomStringConvertible {
    case templateMissing(String)
    case templateBroken(String)
    public var description: String {
      switch self {
      case .templateMissing(let name):
        "templates/\(name).mustache: not found; install Lantian with its resources folder beside the binary"
      case .templateBroken(let why): "templates: \(why)"
      }
    }
  }

  /// Templates that must exist, whatever else is there.
  static let required = [
    "air/air", "air/fragment", "brief/brief", "cases/bulk", "cases/case", "cases/fragment",
    "cases/list",
    "checks/veto", "indicators/fragment", "indicators/list", "indicators/show",
    "checks/draws", "checks/labels", "checks/list", "checks/show",
    "desk/desk", "desk/fragment", "devices/list", "devices/list-fragment", "devices/show",
    "devices/show-fragment", "devices/ask", "devices/ask-form", "devices/form", "devices/import",
    "devices/replacement", "facilities/doubts", "facilities/form",
    "facilities/list", "facilities/show",
    "facilities/import", "facilities/names",
    "reports/desk", "reports/desk-receipt",
    "figures/day", "figures/period",
    "layout/error", "notifications/fragment", "notifications/list", "objectives/list", "page",
    "precision/list", "places/list", "places/pattern", "places/show", "promises/clause",
    "promises/plan",
    "rankings/list", "rankings/public", "registers/bulk", "registers/form", "registers/import",
    "registers/index", "registers/list", "registers/row", "reports/form", "reports/receipt",
    "documents/list", "documents/show",
    "pushes/outbox", "pushes/own",
    "reports/track", "signing/password", "signing/sign-in", "tasks/list", "tasks/task",
    "account/account", "account/second-factor", "accounts/form", "accounts/list", "accounts/show",
    "audit/list", "signing/code", "account/absences", "people/list", "duty/rota", "duty/shift",
    "signing/sms",
    "field/frame", "patrols/list",
    "cameras/figures", "cameras/fragment", "cameras/triage",
    "loop/cases", "loop/signs", "loop/times", "reports/import", "reports/list", "reports/rewards",
    "firm/choice", "firm/fragment", "firm/ledger", "firm/page", "firm/stop",
    "exchange/index", "exchange/system",
    "quality/calibrations", "quality/capture", "quality/list", "quality/mark",
    "ways/forwarding", "ways/source", "ways/sources",
  ]

  public let catalogue: Catalogue
  let library: MustacheLibrary
  let assets: String
  let isSimulated: Bool
  public let time: LocalTime
  let district: Label
  /// Pages that the plan has nothing for; no link leads there.
  let withheld: Set<String>
  /// What the plan calls people.
  let roles: [PlanRole]

  init(
    catalogue: Catalogue, library: MustacheLibrary, assets: String, isSimulated: Bool,
    time: LocalTime, district: Label, withheld: Set<String> = [], roles: [PlanRole] = []
  ) throws {
    for name in Self.required where library.getTemplate(named: name) == nil {
      throw Fault.templateMissing(name)
    }
    self.catalogue = catalogue
    self.library = library
    self.assets = assets
    self.isSimulated = isSimulated
    self.time = time
    self.district = district
    self.withheld = withheld
    self.roles = roles
  }

  public func texts(_ context: some PageContext) -> Texts {
    catalogue.texts(in: context.visit.language)
  }

  /// A whole page.
  ///
  /// - Parameter template: name below `Templates`, `cases/list`.
  public func show<View: Sendable>(
    _ template: String, _ view: View, title: String, context: some PageContext,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    let texts = texts(context)
    let chrome = chrome(title: title, visit: context.visit, texts: texts)
    return html(render(template, Frame(chrome: chrome, t: texts, view: view)), status: status)
  }

  /// A part of a page, for scripts that refresh it.
  public func fragment<View: Sendable>(
    _ template: String, _ view: View, context: some PageContext
  ) -> Response {
    fragment(parts(template, view, context: context), context: context)
  }

  /// The text of a part; shared by several people only where its template names nothing of `chrome`.
  func parts<View: Sendable>(
    _ template: String, _ view: View, context: some PageContext
  ) -> String {
    let texts = texts(context)
    let chrome = chrome(title: "", visit: context.visit, texts: texts)
    return render(template, Frame(chrome: chrome, t: texts, view: view))
  }

  func fragment(_ parts: String, context: some PageContext) -> Response {
    var response = html(parts, status: .ok)
    if context.visit.account != nil {
      response.headers[.unread] = Chrome.Unread.text(context.visit.unread)
    }
    return response
  }

  struct Frame<View: Sendable>: Sendable {
    let chrome: Chrome
    let t: Texts
    let view: View
  }

  func render(_ template: String, _ frame: Any) -> String {
    guard let text = library.render(frame, withTemplate: template) else {
      // Names are literals in our code and rendered by a test each.
      preconditionFailure("no template \(template)")
    }
    return text
  }

  private func html(_ text: String, status: HTTPResponse.Status) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
