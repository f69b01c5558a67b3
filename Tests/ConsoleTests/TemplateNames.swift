import Testing

/// What the view types of our sources hold, to check the names that templates use: the engine prints
/// nothing for a name it does not find.
struct ViewTypes {
  /// Stored properties with their types as written, by the type's full name.
  private var fields: [String: [String: String]] = [:]

  init(sources: [String]) {
    for source in sources {
      var open: [(name: String, indent: Int)] = []
      for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
        let indent = line.prefix { $0 == " " }.count
        if !line.isEmpty {
          while let last = open.last, last.indent >= indent { open.removeLast() }
        }
        if let type = line.firstMatch(
          of:
            /^ *(?:public |private |fileprivate |final )*(?:struct|enum|class|actor|extension) ([A-Za-z.]+)/
        ) {
          open.append((String(type.1), indent))
          continue
        }
        guard let owner = open.last, indent == owner.indent + 2,
          let property = line.firstMatch(
            of: /^ *(?:public |private\(set\) )*(?:let|var) ([A-Za-z]+): ([^={]+)$/)
        else { continue }
        let name = open.map(\.name).joined(separator: ".")
        fields[name, default: [:]][String(property.1)] = String(property.2)
      }
    }
  }

  /// The struct that a property's type names, through arrays and optionals; nil for a plain value.
  func element(of written: String, in owner: String) -> String? {
    let plain = written.trimmingPrefix("[").prefix { $0 != "]" && $0 != "?" }
    var scope = owner.split(separator: ".")
    while true {
      let name = (scope + plain.split(separator: ".")).joined(separator: ".")
      if fields[name] != nil { return name }
      if scope.isEmpty { return nil }
      scope.removeLast()
    }
  }

  func type(of field: String, in type: String) -> String? { fields[type]?[field] }
}

/// One template with its partials, walked as the engine does.
struct TemplateNames {
  let templates: [String: String]
  let types: ViewTypes

  /// Names that are neither of the view nor of what stands around it, each with its template.
  func unknown(in template: String, view: String) -> [String] {
    var walk = Walk(names: self, view: view)
    walk.run(template)
    return walk.unknown
  }

  private struct Walk {
    /// What a name is looked up in, innermost last.
    enum Context {
      /// `chrome`, `t` and `view`.
      case frame
      case type(String)
      /// A plain value or a condition: has no names of its own.
      case plain
    }

    let names: TemplateNames
    let view: String
    var unknown: [String] = []
    var stack: [Context] = [.frame]
    private var template = ""

    init(names: TemplateNames, view: String) {
      self.names = names
      self.view = view
    }

    mutating func run(_ name: String) {
      let before = template
      defer { template = before }
      template = name
      guard let text = names.templates[name] else { return unknown.append("no template \(name)") }
      for tag in text.matches(of: /\{\{([#^\/><$]?)([A-Za-z.\/()-]+)\}\}/) {
        let said = String(tag.2)
        switch tag.1 {
        case "#": stack.append(said.hasSuffix("()") ? .plain : look(said))
        case "^":
          if !said.hasSuffix("()") { _ = look(said) }
          stack.append(.plain)
        // The layout puts a page's body into the view, its other blocks beside it.
        case "$": stack.append(said == "body" ? .type(view) : .plain)
        case "<": stack.append(.plain)
        case "/": stack.removeLast()
        case ">": run(said)
        default: _ = look(said)
        }
      }
    }

    private mutating func look(_ said: String) -> Context {
      // The element of a list itself.
      if said == "." { return .plain }
      let parts = said.split(separator: ".").map(String.init)
      guard var found = first(parts[0]) else {
        unknown.append("\(template): \(said)")
        return .plain
      }
      for part in parts.dropFirst() {
        // Texts are checked against the catalogue elsewhere.
        if parts[0] == "t" { return .plain }
        guard case .type(let type) = found, let next = field(part, of: type) else {
          unknown.append("\(template): \(said)")
          return .plain
        }
        found = next
      }
      return found
    }

    private mutating func first(_ name: String) -> Context? {
      for (depth, context) in stack.enumerated().reversed() {
        switch context {
        case .plain: continue
        case .frame:
          switch name {
          case "t": return .plain
          case "chrome": return .type("Chrome")
          case "view": return .type(view)
          default: return nil
          }
        case .type(let type):
          guard let found = field(name, of: type) else { continue }
          if names.types.type(of: name, in: type)?.hasSuffix("?") == true,
            let other = outer(name, than: depth, unless: type)
          {
            unknown.append(
              "\(template): \(name) of \(type) may be nil, and is then that of \(other)")
          }
          return found
        }
      }
      return nil
    }

    /// The engine takes a field that is nil from whatever stands around: a type further out that has one
    /// of that name.
    private func outer(_ name: String, than depth: Int, unless type: String) -> String? {
      stack[..<depth].reversed().lazy.compactMap { context in
        if case .type(let other) = context, other != type, field(name, of: other) != nil {
          return other
        }
        return nil
      }.first
    }

    private func field(_ name: String, of type: String) -> Context? {
      guard let written = names.types.type(of: name, in: type) else { return nil }
      return names.types.element(of: written, in: type).map(Context.type) ?? .plain
    }
  }
}
