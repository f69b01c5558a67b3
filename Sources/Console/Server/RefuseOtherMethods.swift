import HTTPTypes
import Hummingbird

extension Router<ConsoleContext> {
  /// Answers 405 with the methods that exist, where the router would say 404.
  ///
  /// To be called after all routes were added.
  func refuseOtherMethods() {
    var known: [String: Set<String>] = [:]
    for route in routes { known[route.path.description, default: []].insert(route.method.rawValue) }
    for (path, methods) in known {
      var allowed = methods
      if allowed.contains("GET") { allowed.insert("HEAD") }
      let list = allowed.sorted().joined(separator: ", ")
      for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]
      where !methods.contains(method) {
        on(RouterPath(path), method: HTTPRequest.Method(method)!) { _, _ -> Response in
          throw MethodRefused(allowed: list)
        }
      }
    }
  }
}

/// The address exists, but not for this method.
struct MethodRefused: Error {
  /// As the header `Allow` lists them.
  let allowed: String
}
