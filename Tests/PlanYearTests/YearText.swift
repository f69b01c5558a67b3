import Foundation

/// The fixtures of the year: lines of cells between bars, in sections that begin with `==`.
struct YearText {
  struct Section {
    let title: [String]
    var lines: [[String]] = []
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Year")

  let sections: [Section]

  init(_ name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    var sections: [Section] = []
    for line in text.split(separator: "\n") {
      let bare = line.drop { $0 == " " }
      guard !bare.isEmpty, bare.first != "#" else { continue }
      if line.hasPrefix("== ") {
        sections.append(Section(title: Self.cells(line.dropFirst(3))))
      } else {
        guard !sections.isEmpty else { throw YearFault("\(name): \(line) stands in no section") }
        sections[sections.count - 1].lines.append(Self.cells(line))
      }
    }
    self.sections = sections
  }

  private static func cells(_ line: some StringProtocol) -> [String] {
    line.split(separator: "|", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }
}

/// A fixture, or a step of the year, that is not as it should be.
struct YearFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
