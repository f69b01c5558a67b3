import Foundation

/// A mosquitto of our own on a free port, which keeps its sessions on disk.
final class Broker: Sendable {
  let port: Int
  private let folder: Folder
  private let process: ProcessBox

  /// A class of the system's that is only ever touched by one test.
  private final class ProcessBox: @unchecked Sendable {
    var process: Process?
  }

  /// - Parameter certificate: of a broker over TLS.
  init(
    folder: Folder, port: Int = Broker.freePort(), certificate: (chain: String, key: String)? = nil
  )
    throws
  {
    self.folder = folder
    self.port = port
    process = ProcessBox()
    var lines = [
      "listener \(port) 127.0.0.1", "persistence true", "persistence_location \(folder.url.path)/",
      "autosave_interval 1", "autosave_on_changes true",
      "password_file \(folder.path("passwords"))",
      "allow_anonymous false", "user root",
    ]
    if let certificate {
      lines += ["certfile \(certificate.chain)", "keyfile \(certificate.key)"]
    }
    try lines.joined(separator: "\n").write(
      toFile: folder.path("mosquitto.conf"), atomically: true, encoding: .utf8)
    _ = FileManager.default.createFile(atPath: folder.path("passwords"), contents: Data())
    try Self.run(
      "mosquitto_passwd", ["-b", folder.path("passwords"), "lantian", "secret"])
  }

  deinit { process.process?.terminate() }

  func start() async throws {
    let broker = Process()
    // The tests' process may block the signals by which it is told to stop, and it would inherit that.
    broker.executableURL = Self.find("env")
    broker.arguments = [
      "python3", "-c",
      "import os, signal, sys; signal.pthread_sigmask(signal.SIG_SETMASK, []); os.execv(sys.argv[1], sys.argv[1:])",
      Self.find("mosquitto").path, "-c", folder.path("mosquitto.conf"),
    ]
    broker.standardError = FileHandle(forWritingAtPath: "/dev/null")
    broker.standardOutput = FileHandle(forWritingAtPath: "/dev/null")
    try broker.run()
    process.process = broker
    _ = await happens {
      (try? await Unit.connected(to: self.port).close()) != nil
    }
  }

  /// - Parameter signal: SIGTERM lets it write its sessions.
  func stop() {
    process.process?.terminate()
    process.process?.waitUntilExit()
    process.process = nil
  }

  func publish(_ text: [UInt8], topic: String = "fume/1", authority: String? = nil) throws {
    let file = folder.path("message-\(UUID().uuidString)")
    try Data(text).write(to: URL(fileURLWithPath: file))
    try Self.run(
      "mosquitto_pub",
      ["-h", "localhost", "-p", "\(port)", "-u", "lantian", "-P", "secret", "-q", "1", "-t", topic]
        + ["-f", file] + (authority.map { ["--cafile", $0] } ?? []))
  }

  static func run(_ name: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = find(name)
    process.arguments = arguments
    process.standardError = FileHandle(forWritingAtPath: "/dev/null")
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(name: name) }
  }

  struct Failure: Error { let name: String }

  private static func find(_ name: String) -> URL {
    let places = ["/usr/sbin/", "/usr/bin/"].map { $0 + name }
    return URL(
      fileURLWithPath: places.first { FileManager.default.isExecutableFile(atPath: $0) } ?? name)
  }

  /// A port that nobody has at this moment.
  static func freePort() -> Int {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = bind(socket, address, length)
        _ = getsockname(socket, address, &length)
      }
      return Int(UInt16(bigEndian: pointer.pointee.sin_port))
    }
  }
}
