import Foundation

/// The command as it was built, and how to run it from a test.
enum BuiltCommand {
  /// The package's root folder.
  static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let executable: URL =
    ProcessInfo.processInfo.environment["LANTIAN_COMMAND"].map { URL(filePath: $0) }
    ?? packageRoot.appending(path: ".build/debug/lantian")

  /// Folder with the standards' vectors and the real archives, where a checkout has one beside it.
  static let shared = packageRoot.deletingLastPathComponent().appending(path: "shared")

  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs `lantian ARGUMENTS` to its end.
  @discardableResult
  static func run(_ arguments: [String], input: String? = nil) async throws -> Outcome {
    try await ToolCommand.run(executable.path, arguments, input: input)
  }
}

/// Any program, run to its end.
enum ToolCommand {
  /// Builds a library of `Tests/Proofs` that is loaded before a program (LD_PRELOAD).
  static func build(library source: String, at library: URL) async throws {
    let path = BuiltCommand.packageRoot.appending(path: "Tests/Proofs/\(source)").path
    let built = try await run(
      "/usr/bin/env", ["cc", "-shared", "-fPIC", "-O2", "-o", library.path, path, "-ldl"])
    guard built.status == 0 else { throw HarnessFailure(description: built.errors) }
  }

  @discardableResult
  static func run(
    _ program: String, _ arguments: [String], input: String? = nil
  ) async throws -> BuiltCommand.Outcome {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = BuiltCommand.packageRoot
    let output = Pipe()
    let errors = Pipe()
    let inputPipe = Pipe()
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = inputPipe
    try process.run()
    async let outputData = readAll(output)
    async let errorData = readAll(errors)
    if let input { try inputPipe.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
    try inputPipe.fileHandleForWriting.close()
    let texts = await (outputData, errorData)
    process.waitUntilExit()
    return BuiltCommand.Outcome(
      status: process.terminationStatus, output: String(decoding: texts.0, as: UTF8.self),
      errors: String(decoding: texts.1, as: UTF8.self))
  }

  private static func readAll(_ pipe: Pipe) async -> Data {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: pipe.fileHandleForReading.readDataToEndOfFile())
      }
    }
  }
}

/// What a test of the whole cannot go on without.
struct HarnessFailure: Error, CustomStringConvertible {
  let description: String
}
