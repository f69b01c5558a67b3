/// What the Console needs to know from outside; plain values, checked by who reads the settings.
public struct ConsoleSettings: Sendable {
  /// Certificate chain and key as PEM files.
  public struct Certificate: Sendable {
    public let chainFile: String
    public let keyFile: String
    public init(chainFile: String, keyFile: String) {
      self.chainFile = chainFile
      self.keyFile = keyFile
    }
  }

  public var host: String
  /// 0 lets the system choose.
  public var port: Int
  public var certificate: Certificate?
  /// Folder with `leaflet.esm.min.js`, `leaflet.css` and `images`.
  public var leafletFolder: String
  /// Folder with `chart.min.js`.
  public var chartFolder: String
  /// A reverse proxy on this machine adds the visitor's address to `X-Forwarded-For`.
  public var isBehindProxy: Bool
  /// `/metrics` answers to any address; otherwise to this machine only.
  public var metricsAreOpen: Bool
  /// Every page carries the banner "simulated data".
  public var isSimulated: Bool
  public var maximumConnections: Int
  public var idleSeconds: Int
  /// A page, without uploads and live streams.
  public var answerSeconds: Int
  /// An upload from a phone at the edge of the network.
  public var uploadSeconds: Int
  public var streamsPerAccount: Int
  public var streamsOverall: Int

  public init(
    host: String = "127.0.0.1", port: Int = 8080, certificate: Certificate? = nil,
    leafletFolder: String = "/usr/share/javascript/leaflet",
    chartFolder: String = "/usr/share/javascript/chart.js",
    isBehindProxy: Bool = false, metricsAreOpen: Bool = false, isSimulated: Bool = false,
    maximumConnections: Int = 1024, idleSeconds: Int = 75, answerSeconds: Int = 30,
    uploadSeconds: Int = 180, streamsPerAccount: Int = 8, streamsOverall: Int = 400
  ) {
    self.host = host
    self.port = port
    self.certificate = certificate
    self.leafletFolder = leafletFolder
    self.chartFolder = chartFolder
    self.isBehindProxy = isBehindProxy
    self.metricsAreOpen = metricsAreOpen
    self.isSimulated = isSimulated
    self.maximumConnections = maximumConnections
    self.idleSeconds = idleSeconds
    self.answerSeconds = answerSeconds
    self.uploadSeconds = uploadSeconds
    self.streamsPerAccount = streamsPerAccount
    self.streamsOverall = streamsOverall
  }

  var isSecure: Bool { certificate != nil }
}
