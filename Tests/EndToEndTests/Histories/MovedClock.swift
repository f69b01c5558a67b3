import Foundation

/// The wall clock of a server, moved while it runs and while it does not: the built command itself is
/// started with a library of `Tests/Proofs/moved_clock.c` before it.
struct MovedClock: Sendable {
  private let library: URL
  private let file: URL

  /// Builds the library into a folder; the clock is not moved yet.
  init(into folder: URL) async throws {
    library = folder.appending(path: "moved-clock.so")
    file = folder.appending(path: "clock")
    try await ToolCommand.build(library: "moved_clock.c", at: library)
    try Data(count: 8).write(to: file)
  }

  var environment: [String: String] {
    ["LD_PRELOAD": library.path, "LANTIAN_CLOCK": file.path]
  }

  /// Moves it so many seconds away from the true time; a running server sees it at once.
  func stand(at seconds: Int) throws {
    let handle = try FileHandle(forWritingTo: file)
    try handle.write(contentsOf: withUnsafeBytes(of: Int64(seconds).littleEndian) { Data($0) })
    try handle.close()
  }
}
