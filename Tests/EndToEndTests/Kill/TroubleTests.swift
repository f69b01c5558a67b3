import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

extension EndToEnd {
  /// What a machine does to a server short of killing it. Each trouble comes several times under load, and
  /// the server is killed in the midst of every second one; `script/prove trouble` does it more often.
  @Suite struct `A server whose machine is in trouble` {
    static let rounds = Int(ProcessInfo.processInfo.environment["LANTIAN_TROUBLES"] ?? "") ?? 4
    static let seed =
      UInt64(ProcessInfo.processInfo.environment["LANTIAN_SEED"] ?? "") ?? 20_210_607
    /// Of load, for each round.
    private static let secondsPerRound = 8

    @Test(.timeLimit(.minutes(60)))
    func `acknowledges nothing that a full disk did not take, and goes on once there is room`()
      async throws
    {
      let disk = try await SmallDisk(megabytes: 256)
      guard let disk else {
        return print("not run: this machine lets nobody mount a small disk (tmpfs)")
      }
      defer { disk.remove() }
      try await suffer(
        in: disk.folder.appending(path: "state"), begin: { _ in try disk.fill() },
        end: { _ in disk.makeRoom() }, refuses: .inSomeRound)
    }

    @Test(.timeLimit(.minutes(60)))
    func `acknowledges nothing that was not synced, and goes on once the disk syncs again`()
      async throws
    {
      let fault = try await SyncFault()
      defer { fault.remove() }
      try await suffer(
        environment: fault.environment, begin: { _ in try fault.set(true) },
        end: { _ in try fault.set(false) }, refuses: .always)
    }

    @Test(.timeLimit(.minutes(60)))
    func `serves whom it can without file handles, and everybody once there are some again`()
      async throws
    {
      try await suffer(
        begin: { server in
          try await OpenFileLimit.set(OpenFileLimit.used(by: server.pid), of: server.pid)
        },
        end: { server in
          if let server { try await OpenFileLimit.set(4_096, of: server.pid) }
        }, refuses: .never)
    }

    /// When nothing can be acknowledged for as long as the trouble lasts.
    private enum Refusing {
      case always
      /// A full disk still takes what fits into room that files have already (SQLite's WAL).
      case inSomeRound
      case never
    }

    /// - Parameters:
    ///   - data: where the state folder is made; nil for beside everything else.
    ///   - begin: brings the trouble about.
    ///   - end: ends it; without a server after that was killed.
    private func suffer(
      in data: URL? = nil, environment: [String: String] = [:],
      begin: (ServerProcess) async throws -> Void, end: (ServerProcess?) async throws -> Void,
      refuses: Refusing
    ) async throws {
      let bench = try await KillBench(seconds: Self.rounds * Self.secondsPerRound, data: data)
      try await bench.furnish()
      let senders = try bench.send()
      defer { senders.end() }
      var moments = SeededMoments(seed: Self.seed)
      var server = try ServerProcess.spawn(bench.site, environment: environment)
      try await server.listens()
      try await server.servesPages()
      var (stalls, longest) = (0, Duration.zero)
      for round in 1...Self.rounds {
        try await Task.sleep(for: .milliseconds(moments.next(in: 500...2_000)))
        let begun = ContinuousClock.now
        try await begin(server)
        let patience = refuses == .always ? 10 : 2
        if refuses != .never, try await isQuiet(senders, withinSeconds: patience) { stalls += 1 }
        try await Task.sleep(for: .milliseconds(moments.next(in: 500...2_000)))
        longest = max(longest, .now - begun)
        #expect(server.isRunning, "the server ended by itself:\n\(server.logTail())")
        if round.isMultiple(of: 2) {
          server.kill()
          try await end(nil)
          server = try ServerProcess.spawn(bench.site, environment: environment)
          try await server.listens()
          try await server.servesPages()
        } else {
          try await end(server)
          let answers = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: "http://127.0.0.1:\(bench.site.consolePort)/metrics"),
            timeout: .seconds(10))
          #expect(answers.status == .ok)
        }
      }
      #expect(senders.areRunning, "the load ended before the last round")
      switch refuses {
      case .always: #expect(stalls == Self.rounds, "frames were acknowledged in trouble")
      case .inSomeRound: #expect(stalls > 0, "the trouble troubled nobody")
      case .never: break
      }
      // What a round refuses at most, in sample time.
      let late = Int(longest.components.seconds + 1) * KillTimetable.sampleSecondsPerSecond
      let found = try await bench.judge(senders, server, lateSeconds: late)
      print("in trouble \(Self.rounds) times (seed \(Self.seed)): \(found)")
      bench.remove()
    }

    /// Whether half a second comes in which nothing is acknowledged: what was on its way is through.
    private func isQuiet(
      _ senders: KillBench.Senders, withinSeconds: Int
    ) async throws -> Bool {
      let end = ContinuousClock.now + .seconds(withinSeconds)
      var before = try senders.acknowledged()
      while ContinuousClock.now < end {
        try await Task.sleep(for: .milliseconds(500))
        let now = try senders.acknowledged()
        if now == before { return true }
        before = now
      }
      return false
    }
  }
}

/// A disk of some megabytes in memory.
private struct SmallDisk: Sendable {
  let folder: URL
  private var ballast: URL { folder.appending(path: "ballast") }

  /// - Returns: nil where the machine does not let us.
  init?(megabytes: Int) async throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "lantian-small-disk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let mounted = try? await ToolCommand.run(
      "/usr/bin/env",
      ["mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder.path])
    guard mounted?.status == 0 else {
      try? FileManager.default.removeItem(at: folder)
      return nil
    }
  }

  /// Takes what room there is, to the last byte.
  func fill() throws {
    let handle = open(ballast.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard handle >= 0 else { throw HarnessFailure(description: "the ballast cannot be written") }
    defer { close(handle) }
    for size in [1 << 20, 4_096, 1] {
      let bytes = [UInt8](repeating: 0, count: size)
      while write(handle, bytes, size) == size {}
    }
  }

  func makeRoom() { try? FileManager.default.removeItem(at: ballast) }

  func remove() {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["umount", "-l", folder.path]
    try? process.run()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }
}

/// The built command started with a library of `Tests/Proofs/failing_sync.c` before it.
private struct SyncFault: Sendable {
  private let folder: URL
  private var library: URL { folder.appending(path: "failing-sync.so") }
  private var file: URL { folder.appending(path: "fault") }

  init() async throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "lantian-sync-fault-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await ToolCommand.build(library: "failing_sync.c", at: library)
    try Data(count: 1).write(to: file)
  }

  var environment: [String: String] {
    ["LD_PRELOAD": library.path, "LANTIAN_SYNC_FAULT": file.path]
  }

  func set(_ fails: Bool) throws {
    let handle = try FileHandle(forWritingTo: file)
    try handle.write(contentsOf: Data([fails ? 1 : 0]))
    try handle.close()
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}

/// How many files a running process may open (util-linux's `prlimit`).
private enum OpenFileLimit {
  static func used(by pid: Int32) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
  }

  static func set(_ count: Int, of pid: Int32) async throws {
    let set = try await ToolCommand.run(
      "/usr/bin/env", ["prlimit", "--pid", "\(pid)", "--nofile=\(count):"])
    guard set.status == 0 else { throw HarnessFailure(description: set.errors) }
  }
}
