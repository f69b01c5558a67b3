import ArgumentParser

/// The plan's own checks.
extension CheckGroup {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The plan's checks and what each may be asked with.")

    @OptionGroup var folder: FolderOptions

    func run() async throws { try await folder.perform(.listChecks) }
  }

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Asks one check and tells its answer with every ground.",
      discussion: "Reads only: no entry is written down, nothing is drawn or spent.")

    @Argument(help: "The check's id, such as site-gate.")
    var check: String

    @Argument(help: "What is asked, as key=value, such as subject=浙D12345.")
    var input: [String] = []

    @OptionGroup var folder: FolderOptions
    @Option(help: "table or json.") var format = Format.table

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    func run() async throws {
      try await folder.perform(
        .askCheck(
          FolderCommand.CheckQuestion(
            check: check, input: try pairs(), isJSON: format == .json)))
    }

    private func pairs() throws -> [String: String] {
      var values: [String: String] = [:]
      for pair in input {
        guard let sign = pair.firstIndex(of: "="), sign > pair.startIndex else {
          throw ValidationError("\"\(pair)\" is no key=value; write such as subject=浙D12345")
        }
        let key = String(pair[..<sign])
        guard values[key] == nil else { throw ValidationError("\"\(key)\" is given twice") }
        values[key] = String(pair[pair.index(after: sign)...])
      }
      return values
    }
  }
}
