import NIOSSL

/// A second port for devices that can speak TLS.
public struct GatewayTLS: Sendable, Equatable {
  /// TCP port; 0 lets the system choose one.
  public var port: Int
  /// PEM files: the certificate chain, the own certificate first, and its private key.
  public var chainFile: String
  public var keyFile: String

  public init(port: Int, chainFile: String, keyFile: String) {
    self.port = port
    self.chainFile = chainFile
    self.keyFile = keyFile
  }

  /// - Throws: `GatewayError.badCertificate`.
  func context() throws -> NIOSSLContext {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(chainFile)
      let key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      // Loggers in the field are often years behind.
      configuration.minimumTLSVersion = .tlsv12
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw GatewayError.badCertificate(
        chainFile: chainFile, keyFile: keyFile, reason: String(describing: error))
    }
  }
}

public enum GatewayError: Error, Equatable, CustomStringConvertible {
  case cannotListen(host: String, port: Int, reason: String)
  case badCertificate(chainFile: String, keyFile: String, reason: String)

  public var description: String {
    switch self {
    case .cannotListen(let host, let port, let reason):
      "gateway: cannot listen on \(host) port \(port): \(reason); choose a free port or stop the "
        + "program that has it"
    case .badCertificate(let chainFile, let keyFile, let reason):
      "gateway: TLS does not work with \(chainFile) and \(keyFile): \(reason); name a PEM "
        + "certificate chain and its private key"
    }
  }
}
