import AsyncHTTPClient
import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// The server's owner-only socket in the state folder: HTTP over a Unix socket, one route.
struct FolderSocket {
  /// Unix socket paths end at 107 bytes on Linux.
  static let longestPath = 107
  static let largestCommandBytes = 64 << 20

  let path: String

  /// The service that answers commands with `run`.
  func service(
    logger: Logger, run: @escaping @Sendable (FolderCommand) async -> FolderAnswer
  ) throws -> some ApplicationProtocol {
    guard path.utf8.count <= Self.longestPath else {
      throw SettingsErrors(complaints: [
        "data: the socket \(path) is \(path.utf8.count) bytes long, Linux allows \(Self.longestPath);"
          + " choose a state folder with a shorter path"
      ])
    }
    try? FileManager.default.removeItem(atPath: path)
    let router = Router()
    router.post("commands") { request, _ in
      let body = try await request.body.collect(upTo: Self.largestCommandBytes)
      let command = try JSONDecoder().decode(FolderCommand.self, from: Data(buffer: body))
      let answer = try JSONEncoder().encode(await run(command))
      return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: answer)))
    }
    return Application(
      router: router,
      configuration: .init(address: .unixDomainSocket(path: path), serverName: nil),
      onServerRunning: { [path] _ in
        try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      }, logger: logger)
  }

  /// Hands a command to the server that holds the folder and listens here.
  func send(_ command: FolderCommand) async throws -> FolderAnswer {
    guard let url = URL(httpURLWithSocketPath: path, uri: "/commands") else {
      return FolderAnswer(isDone: false, lines: ["\(path) is no socket path"])
    }
    var request = HTTPClientRequest(url: url.absoluteString)
    request.method = .POST
    request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(command)))
    let response = try await HTTPClient.shared.execute(request, timeout: .minutes(10))
    let body = try await response.body.collect(upTo: Self.largestCommandBytes)
    guard response.status == .ok else {
      return FolderAnswer(
        isDone: false, lines: ["the server answered \(response.status); look at its log"])
    }
    return try JSONDecoder().decode(FolderAnswer.self, from: Data(buffer: body))
  }
}
