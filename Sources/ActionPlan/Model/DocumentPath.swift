/// Where a thing lies in a document: `data.list[*]`, `points[0].value`, `^.station`, `$.time`. 路径
///
/// Names are parted by full stops; `[3]` is an item of a list, from 0; `[*]` is each of its items.
/// A path begins where its reader stands: for what a reading holds, that is the reading. `^` goes back
/// to where the list that holds it was entered, `^^` one list further; `$` is the whole document.
public struct DocumentPath: Sendable, Hashable {
  public enum Step: Sendable, Hashable {
    case name(String)
    case item(Int)
    case each
  }

  public enum Begin: Sendable, Hashable {
    /// Where its reader stands, or so many lists back.
    case here(back: Int)
    case document
  }

  public let begin: Begin
  public let steps: [Step]

  public static let longest = 200
  public static let remedy =
    "write names parted by full stops, [0] for an item of a list and [*] for each, such as data.list[*]"

  /// Greatest number of lists that a path goes back, or into.
  static let deepest = 8

  public init(begin: Begin = .here(back: 0), steps: [Step]) {
    self.begin = begin
    self.steps = steps
  }

  /// A column of a table, whatever signs its name has.
  public init(column: String) {
    self.init(steps: [.name(column)])
  }

  /// - Returns: nil where the text is no path.
  public init?(_ text: String) {
    guard !text.isEmpty, text.unicodeScalars.count <= Self.longest else { return nil }
    var rest = text[...]
    var begin = Begin.here(back: 0)
    if rest.first == "$" {
      rest.removeFirst()
      begin = .document
    } else {
      let back = rest.prefix { $0 == "^" }.count
      guard back <= Self.deepest else { return nil }
      rest = rest.dropFirst(back)
      begin = .here(back: back)
    }
    var steps: [Step] = []
    if rest.count < text.count {
      guard !rest.isEmpty else {
        self.init(begin: begin, steps: [])
        return
      }
      // Behind a sign a full stop or a bracket follows.
      guard rest.first == "." || rest.first == "[" else { return nil }
      if rest.first == "." {
        rest.removeFirst()
        guard rest.first != "[" else { return nil }
      }
    }
    for (place, part) in rest.split(separator: ".", omittingEmptySubsequences: false).enumerated() {
      guard let read = Self.steps(of: part), place == 0 || part.first != "[" else { return nil }
      steps += read
    }
    guard steps.count(where: { $0 == .each }) <= Self.deepest else { return nil }
    self.init(begin: begin, steps: steps)
  }

  public var hasEach: Bool { steps.contains(.each) }

  /// A name with its brackets.
  private static func steps(of part: Substring) -> [Step]? {
    let name = part.prefix { $0 != "[" }
    var rest = part.dropFirst(name.count)
    guard !name.contains("]"), !name.isEmpty || !rest.isEmpty else { return nil }
    var steps: [Step] = name.isEmpty ? [] : [.name(String(name))]
    while !rest.isEmpty {
      guard rest.first == "[", let end = rest.firstIndex(of: "]") else { return nil }
      let inside = rest[rest.index(after: rest.startIndex)..<end]
      if inside == "*" {
        steps.append(.each)
      } else if let index = Int(inside), (0...9_999).contains(index), "\(index)" == inside {
        steps.append(.item(index))
      } else {
        return nil
      }
      rest = rest[rest.index(after: end)...]
    }
    return steps
  }
}

extension DocumentPath: CustomStringConvertible {
  public var description: String {
    var text =
      switch begin {
      case .document: "$"
      case .here(let back): String(repeating: "^", count: back)
      }
    for step in steps {
      switch step {
      case .name(let name): text += (text.isEmpty ? "" : ".") + name
      case .item(let index): text += "[\(index)]"
      case .each: text += "[*]"
      }
    }
    return text
  }
}
