import Foundation
import NIOCore
import NIOPosix

/// `lantian serve` as a process of its own, on a state folder of the test.
struct ServerProcess: Sendable {
  /// What it was started with; a restart uses the same ports.
  struct Site: Sendable {
    let plan: URL
    /// For what else a test writes.
    let folder: URL
    let data: URL
    let gatewayPort: Int
    let consolePort: Int
    /// Everything it wrote, over all starts.
    let log: URL

    /// - Parameter data: where the state folder is made; nil for beside everything else.
    static func fresh(plan: URL, data: URL? = nil) async throws -> Site {
      let folder = FileManager.default.temporaryDirectory
        .appending(path: "lantian-end-to-end-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return Site(
        plan: plan, folder: folder, data: data ?? folder.appending(path: "state"),
        gatewayPort: try await freePort(), consolePort: try await freePort(),
        log: folder.appending(path: "server.log"))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    static func freePort() async throws -> Int {
      let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .bind(host: "127.0.0.1", port: 0).get()
      defer { channel.close(promise: nil) }
      guard let port = channel.localAddress?.port else {
        throw HarnessFailure(description: "the system gave no free port")
      }
      return port
    }
  }

  let site: Site
  private let process: Process

  /// Starts the server; it may not be listening yet.
  ///
  /// - Parameters:
  ///   - openFiles: the limits it is started under; nil for the test's own.
  ///   - environment: beside the test's own.
  static func spawn(
    _ site: Site, arguments: [String] = [], openFiles: (soft: Int, hard: Int)? = nil,
    environment: [String: String] = [:]
  ) throws -> ServerProcess {
    if !FileManager.default.fileExists(atPath: site.log.path) {
      try Data().write(to: site.log)
    }
    let log = try FileHandle(forWritingTo: site.log)
    try log.seekToEnd()
    let process = Process()
    process.executableURL = BuiltCommand.executable
    process.arguments =
      [
        "serve", "--plan", site.plan.path, "--data", site.data.path,
        "--gateway-host", "127.0.0.1", "--gateway-port", "\(site.gatewayPort)",
        "--console-port", "\(site.consolePort)",
      ] + arguments
    if let openFiles {
      let limits = "ulimit -S -n \(openFiles.soft) && ulimit -H -n \(openFiles.hard)"
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments =
        ["-c", limits + #" && exec "$0" "$@""#, BuiltCommand.executable.path]
        + (process.arguments ?? [])
    }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = BuiltCommand.packageRoot
    process.standardOutput = log
    process.standardError = log
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return ServerProcess(site: site, process: process)
  }

  /// Starts the server and waits until the gateway takes connections.
  static func start(
    _ site: Site, arguments: [String] = [], withinSeconds: Int = 30
  ) async throws -> ServerProcess {
    let server = try spawn(site, arguments: arguments)
    try await server.listens(withinSeconds: withinSeconds)
    return server
  }

  /// Waits until the gateway takes connections.
  func listens(withinSeconds: Int = 30) async throws {
    try await takesConnections(at: site.gatewayPort, withinSeconds: withinSeconds)
  }

  /// Waits until the console takes connections.
  func servesPages(withinSeconds: Int = 30) async throws {
    try await takesConnections(at: site.consolePort, withinSeconds: withinSeconds)
  }

  private func takesConnections(at port: Int, withinSeconds: Int) async throws {
    let deadline = ContinuousClock.now + .seconds(withinSeconds)
    while ContinuousClock.now < deadline {
      guard process.isRunning else {
        throw HarnessFailure(description: "the server ended at its start:\n\(logTail())")
      }
      let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "127.0.0.1", port: port).get()
      if let channel {
        // A port of the range that connections leave from may be connected to itself.
        let isItself = channel.localAddress?.port == port
        try? await channel.close()
        if !isItself { return }
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw HarnessFailure(
      description: "the server does not listen after \(withinSeconds) s:\n\(logTail())")
  }

  var isRunning: Bool { process.isRunning }
  var pid: Int32 { process.processIdentifier }

  /// What the kernel lets it have.
  var limits: String? {
    try? String(contentsOfFile: "/proc/\(process.processIdentifier)/limits", encoding: .utf8)
  }

  /// `kill -9`.
  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Asks for a graceful stop and waits for it.
  ///
  /// - Returns: the exit status.
  func stop(withinSeconds: Int = 30) async throws -> Int32 {
    process.terminate()
    let deadline = ContinuousClock.now + .seconds(withinSeconds)
    while process.isRunning {
      guard ContinuousClock.now < deadline else {
        kill()
        throw HarnessFailure(
          description: "the server did not stop within \(withinSeconds) s:\n\(logTail())")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    return process.terminationStatus
  }

  func logTail() -> String {
    let text = (try? String(contentsOf: site.log, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").suffix(20).joined(separator: "\n")
  }
}
