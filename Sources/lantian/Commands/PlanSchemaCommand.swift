import ActionPlan
import ArgumentParser
import Foundation

/// What editors check plan files with.
struct PlanSchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints a JSON Schema of plan files, so that editors complete and check them.",
    discussion: """
      Without options it prints one schema that takes every file of a plan. Types of conditions and \
      whatever hangs on other files, only plan check can tell.
      """)

  @Option(help: "Only of this file: plan, units, places, clauses, registers and so on.")
  var of: String?

  @Option(help: "A plan folder whose ids are offered where one is to be named.")
  var plan: String?

  @Option(help: "A folder to write one schema for each kind of file into, instead of printing.")
  var into: String?

  func validate() throws {
    if let of, !PlanSchema.names.contains(of) {
      let near = Nearest.word(to: of, among: PlanSchema.names)
      throw ValidationError(
        "--of is \"\(of)\"; "
          + (near.map { "did you mean \($0)?" }
            ?? "write one of \(PlanSchema.names.joined(separator: ", "))"))
    }
    if of != nil, into != nil {
      throw ValidationError("--into writes the schema of every file; leave out --of")
    }
  }

  func run() async throws {
    let files = try plan.map(Self.files) ?? []
    guard let into else {
      print(PlanSchema.json(of: of, completing: files) ?? "", terminator: "")
      return
    }
    let folder = URL(filePath: into, directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in PlanSchema.names {
      let json = PlanSchema.json(of: name, completing: files) ?? ""
      let file = folder.appending(path: "\(name).schema.json")
      try Data(json.utf8).write(to: file, options: .atomic)
      print(file.path)
    }
  }

  private static func files(of folder: String) throws -> [PlanFile] {
    let reading = PlanFolder.read(folder)
    guard !reading.files.isEmpty else {
      throw ValidationError("--plan is \"\(folder)\", in which there is no plan file")
    }
    return reading.files
  }
}
