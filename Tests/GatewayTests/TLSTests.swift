import Foundation
import Gateway
import NIOCore
import NIOPosix
import NIOSSL
import Telemetry
import Testing

@Suite struct `A device that speaks TLS` {
  /// A certificate for 127.0.0.1, made by openssl.
  private func certificate(in folder: Folder) throws -> GatewayTLS {
    let (chain, key) = (folder.path("chain.pem"), folder.path("key.pem"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", key, "-out", chain, "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
      "subjectAltName=IP:127.0.0.1",
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return GatewayTLS(port: 0, chainFile: chain, keyFile: key)
  }

  @Test func `is taken and answered on a port of its own, beside those that do not`() async throws {
    let folder = Folder()
    let tls = try certificate(in: folder)
    try await Gate.open(settings: .test { $0.tls = tls }, folder: folder) { gate in
      let port = try #require(gate.server.localTLSPort)
      let unit = try await Unit.connected(to: port, trusting: tls.chainFile)
      try await unit.send(upload(qn: "20210607102000001"))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000001"))
      let plain = try await Unit.connected(to: gate.port)
      try await plain.send(upload(qn: "20210607102000002"))
      #expect(await plain.answer() == acknowledgement(qn: "20210607102000002"))
      #expect(gate.server.status(Gate.station)?.isConnected == true)
      try await unit.close()
    }
  }

  @Test func `costs its own connection where it does not, and nothing else`() async throws {
    let folder = Folder()
    let tls = try certificate(in: folder)
    try await Gate.open(settings: .test { $0.tls = tls }, folder: folder) { gate in
      let port = try #require(gate.server.localTLSPort)
      let plain = try await Unit.connected(to: port)
      try await plain.send(upload(qn: "20210607102000001"))
      #expect(await plain.isClosed())
      let unit = try await Unit.connected(to: port, trusting: tls.chainFile)
      try await unit.send(upload(qn: "20210607102000002"))
      #expect(await unit.answer() == acknowledgement(qn: "20210607102000002"))
      #expect(try await gate.stored().count == 1)
    }
  }

  @Test func `is told at the start where the certificate does not work`() async throws {
    let folder = Folder()
    let tls = GatewayTLS(port: 0, chainFile: folder.path("no.pem"), keyFile: folder.path("no.key"))
    await #expect(throws: GatewayError.self) {
      try await Gate.open(settings: .test { $0.tls = tls }, folder: folder) { _ in }
    }
  }
}
