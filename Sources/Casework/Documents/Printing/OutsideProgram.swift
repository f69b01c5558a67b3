import Foundation
import Glibc

/// Why a document could not be printed.
public enum PrintFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// The program is not installed.
  case missing(program: String)
  case failed(program: String, status: Int32)
  case tooSlow(program: String, seconds: Int)
  /// It wrote nothing, or more than is kept.
  case badSize(program: String, bytes: Int)
  /// As many documents wait as may.
  case busy(waiting: Int)
  case folder(String)

  public var description: String {
    switch self {
    case .missing(let program):
      "\(program) is not installed; run script/bootstrap, or apt-get install pandoc libreoffice-writer-nogui"
    case .failed(let program, let status):
      "\(program) ended with status \(status); see that it runs for the server's user"
    case .tooSlow(let program, let seconds):
      "\(program) took longer than \(seconds) s and was stopped; try again"
    case .badSize(let program, let bytes):
      "\(program) wrote \(bytes) bytes; a document has 1 to \(OutsideProgram.largest)"
    case .busy(let waiting): "\(waiting) documents are waiting to be printed; try again"
    case .folder(let path): "the folder \(path) cannot be written; check TMPDIR and its space"
    }
  }

  /// Permanent name of the kind of fault.
  public var code: String {
    switch self {
    case .missing: "missing"
    case .failed, .badSize, .folder: "failed"
    case .tooSlow: "slow"
    case .busy: "busy"
    }
  }
}

/// A program run once, in a folder of its own, with limits on its time and on what it writes.
struct OutsideProgram {
  /// Greatest file it may write, in bytes.
  static let largest = 10 * 1_024 * 1_024
  private static let folders = ["/usr/bin", "/usr/local/bin", "/bin"]

  let name: String
  let seconds: Int

  static func path(_ name: String) -> String? {
    folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  /// Runs it and waits; blocks. `timeout` puts it and whatever it starts into a group of their own and
  /// ends all of them together.
  ///
  /// - Parameters:
  ///   - folder: where it runs, and its home.
  ///   - environment: beside `PATH`, `HOME`, `TMPDIR` and `LANG`.
  func run(
    _ arguments: [String], in folder: String, environment: [String: String] = [:]
  ) throws(PrintFault) {
    guard let program = Self.path(name) else { throw .missing(program: name) }
    guard let timeout = Self.path("timeout") else { throw .missing(program: "timeout") }
    guard let limits = Self.path("prlimit") else { throw .missing(program: "prlimit") }
    guard let chdir = Self.path("env") else { throw .missing(program: "env") }
    let words =
      [
        chdir, "--chdir=\(folder)", timeout, "--signal=KILL", "\(seconds)", limits,
        "--fsize=\(4 * Self.largest)", "--core=0",
        program,
      ] + arguments
    let variables =
      [
        "PATH=\(Self.folders.joined(separator: ":"))", "HOME=\(folder)", "TMPDIR=\(folder)",
        "LANG=C.UTF-8",
      ] + environment.map { "\($0.key)=\($0.value)" }
    let status = try Self.spawn(words, variables)
    if status == 137 { throw .tooSlow(program: name, seconds: seconds) }
    guard status == 0 else { throw .failed(program: name, status: status) }
  }

  private static func spawn(
    _ words: [String], _ variables: [String]
  ) throws(PrintFault) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // The server's sockets and files are no business of the program's.
    // One that is closed meanwhile does no harm: glibc passes over it.
    let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    for descriptor in open.compactMap({ Int32($0) }) where descriptor > 2 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var arguments = words.map { strdup($0) } + [nil]
    var environment = variables.map { strdup($0) } + [nil]
    defer {
      for pointer in arguments + environment { free(pointer) }
    }
    var process = pid_t()
    guard posix_spawn(&process, words[0], &actions, nil, &arguments, &environment) == 0 else {
      throw .failed(program: words[0], status: -1)
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw .failed(program: words[0], status: -1) }
    }
    // What ended by a signal gets the status a shell gives it.
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }
}
