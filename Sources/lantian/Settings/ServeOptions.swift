import ArgumentParser

/// The flags of `lantian serve`; each wins over the configuration file.
struct ServeOptions: ParsableArguments {
  @Option(name: .long, help: "Configuration file (YAML); Docs/operations.md lists its keys.")
  var config: String?

  @Option(name: .long, help: "The plan folder.")
  var plan: String?

  @Option(name: .long, help: "The state folder; made where it does not exist.")
  var data: String?

  @Option(name: .long, help: "Address of the HJ 212 server.")
  var gatewayHost: String?

  @Option(name: .long, help: "Port of the HJ 212 server; 0 takes a free one.")
  var gatewayPort: Int?

  @Option(name: .long, help: "Address of the pages.")
  var consoleHost: String?

  @Option(name: .long, help: "Port of the pages; 0 takes a free one.")
  var consolePort: Int?

  @Option(name: .long, help: "PEM file of the certificate chain for TLS.")
  var tlsCertificate: String?

  @Option(name: .long, help: "PEM file of the private key for TLS.")
  var tlsKey: String?

  @Option(name: .long, help: "Text file of passwords that nobody may choose, one a line.")
  var breachedPasswords: String?

  @Option(name: .long, help: "trace, debug, info, notice, warning, error or critical.")
  var logLevel: String?

  @Option(name: .long, help: "text or json.")
  var logFormat: String?

  /// The settings of file and flags together, checked.
  ///
  /// - Throws: `SettingsErrors` with every complaint at once.
  func settings() throws -> Settings {
    var settings = Settings()
    var complaints: [String] = []
    if let config {
      do {
        try SettingsFile(path: config).read(into: &settings)
      } catch let errors as SettingsErrors {
        complaints += errors.complaints
      }
    }
    for (flag, key, value) in flags {
      guard let value, let key = SettingKey.all.first(where: { $0.name == key }) else { continue }
      if let complaint = key.set(value, &settings) {
        complaints.append("--\(flag) is \"\(value)\"; \(complaint)")
      }
    }
    complaints += settings.complaints
    guard complaints.isEmpty else { throw SettingsErrors(complaints: complaints) }
    return settings
  }

  private var flags: [(flag: String, key: String, value: String?)] {
    [
      ("plan", "plan", plan), ("data", "data", data),
      ("gateway-host", "gateway.host", gatewayHost),
      ("gateway-port", "gateway.port", gatewayPort.map(String.init)),
      ("console-host", "console.host", consoleHost),
      ("console-port", "console.port", consolePort.map(String.init)),
      ("tls-certificate", "console.tls-certificate", tlsCertificate),
      ("tls-key", "console.tls-key", tlsKey),
      ("breached-passwords", "sign-in.breached-passwords", breachedPasswords),
      ("log-level", "log.level", logLevel), ("log-format", "log.format", logFormat),
    ]
  }
}

extension Settings {
  /// What one key cannot know: what must be there, and what must go together.
  fileprivate var complaints: [String] {
    var complaints: [String] = []
    if plan.isEmpty { complaints.append("plan: nothing given; name the plan folder with --plan") }
    if data.isEmpty { complaints.append("data: nothing given; name the state folder with --data") }
    if (console.tlsCertificate == nil) != (console.tlsKey == nil) {
      complaints.append(
        "console.tls-certificate and console.tls-key go together; give both or neither")
    }
    if (gateway.tlsCertificate == nil) != (gateway.tlsKey == nil) {
      complaints.append(
        "gateway.tls-certificate and gateway.tls-key go together; give both or neither")
    }
    if map.tilesFolder != nil, map.tilesURL != nil {
      complaints.append("map.tiles-folder and map.tiles-url exclude each other; give one")
    }
    return complaints + signIn.complaints
  }
}
