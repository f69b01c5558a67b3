import ActionPlan
import Hummingbird

/// Language and appearance, kept in cookies of the browser.
struct PreferencesController {
  private static let yearSeconds = 31_536_000

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.post("preferences", use: change)
  }

  @Sendable func change(request: Request, context: ConsoleContext) throws -> Response {
    let form = context.visit.form
    var response = Response.redirect(to: LocalPath.checked(form.text("back")) ?? "/", type: .normal)
    if let language = form.text("language").flatMap({ Language(rawValue: $0) }) {
      response.setCookie(
        context.visit.cookies.make(
          SiteCookies.language, language.rawValue, seconds: Self.yearSeconds))
    }
    if let theme = form.text("theme").flatMap({ Visit.Theme(rawValue: $0) }) {
      response.setCookie(
        context.visit.cookies.make(SiteCookies.theme, theme.rawValue, seconds: Self.yearSeconds))
    }
    return response
  }
}
