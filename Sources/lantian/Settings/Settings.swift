import Foundation
import Logging
import Telemetry

/// Everything an operator may set, read once at start and checked all at once.
///
/// One YAML file (`--config FILE`) and flags; a flag wins over the file, the file over the default.
struct Settings: Sendable {
  /// The plan folder.
  var plan = ""
  /// The state folder.
  var data = ""
  var gateway = Gateway()
  var console = Console()
  var map = Map()
  var log = Log()
  var audit = Audit()
  var signIn = SignIn()
  var push = Push()
  var retention = Retention()

  struct Gateway: Sendable {
    /// Address the HJ 212 server listens on.
    var host = "0.0.0.0"
    /// Port the HJ 212 server listens on; 0 takes a free one.
    var port = 9212
    /// PEM files; with both, a second port takes devices that speak TLS.
    var tlsCertificate: String?
    var tlsKey: String?
    /// That port; 0 takes a free one.
    var tlsPort = 9213
    /// Closes a connection that sends nothing for so long.
    var idleSeconds = 900
    /// Closes a connection that has begun a frame and does not finish it.
    var halfOpenSeconds = 30
    /// Refuses connections beyond this number.
    var maximumConnections = 18_000
    /// YAML file of where the plan's sources and destinations are reached.
    var connections: String?
  }

  struct Console: Sendable {
    /// Address the pages are served on.
    var host = "127.0.0.1"
    /// Port the pages are served on; 0 takes a free one.
    var port = 8080
    /// PEM files; with both, the pages are served over TLS.
    var tlsCertificate: String?
    var tlsKey: String?
    /// Whether a reverse proxy on this machine adds `X-Forwarded-For` and `X-Forwarded-Proto`.
    var isBehindProxy = false
    /// Whether `/metrics` answers addresses other than this machine's own.
    var publicMetrics = false
    /// Where Debian's packages put Leaflet and Chart.js.
    var leafletFolder = "/usr/share/javascript/leaflet"
    var chartFolder = "/usr/share/javascript/chart.js"
  }

  struct Map: Sendable {
    /// A folder of `z/x/y.png` tiles on this machine.
    var tilesFolder: String?
    /// A map service asked by the server, `https://…/{z}/{x}/{y}.png`.
    var tilesURL: String?
    /// Shown on the map: the service's attribution and map approval number.
    var attribution: String?
  }

  struct Log: Sendable {
    var level = Logger.Level.info
    /// `text` for people, `json` for collectors.
    var format = Format.text
    enum Format: String, Sendable, CaseIterable { case text, json }
  }

  struct SignIn: Sendable {
    /// Whether the desk and administrators must have a second factor.
    var secondFactor = SecondFactor.required
    /// Days from the first sign-in that asks for one.
    var graceDays = 14
    /// A text file of breached and common passwords, one a line; the default is Debian's, of the package
    /// `john-data`.
    var breachedPasswords = "/usr/share/john/password.lst"
    /// This site's address as browsers know it, for coming back from other services.
    var site: String?
    var oidcIssuer: String?
    var oidcClient: String?
    var oidcSecretFile: String?
    /// Whether `preferred_username` names the account at the first sign-in.
    var oidcTrustsNames = false
    var dingTalkClient: String?
    var dingTalkSecretFile: String?
    var dingTalkLogin = "https://login.dingtalk.com"
    var dingTalkService = "https://api.dingtalk.com"
    var weComCorporation: String?
    var weComAgent: String?
    var weComSecretFile: String?
    var weComLogin = "https://login.work.weixin.qq.com"
    var weComService = "https://qyapi.weixin.qq.com"
    var smsURL: String?
    /// A template with `{phone}` and `{code}`.
    var smsBodyFile: String?
    var smsAuthorizationFile: String?
    enum SecondFactor: String, Sendable, CaseIterable { case required, optional }
  }

  struct Push: Sendable {
    /// YAML file of the channels by which people are told outside the pages.
    var channels: String?
    /// Address of the pages as people outside reach it; put into what is sent.
    var site: String?
  }

  /// Days after which raw frames and samples go; nil keeps them for ever.
  struct Retention: Sendable, Equatable {
    var frames: Int?
    var realTime: Int?
    var minutes: Int?
    var hours: Int?
    var days: Int?

    func days(of kind: SampleKind) -> Int? {
      switch kind {
      case .realTime: realTime
      case .minutes: minutes
      case .hours: hours
      case .days: days
      }
    }
  }

  struct Audit: Sendable {
    /// A folder outside the state folder to which the audit chain's signed head is written daily.
    var headFolder: String?
  }
}

/// What is wrong with the settings: every complaint names key, value and remedy.
struct SettingsErrors: Error, CustomStringConvertible {
  let complaints: [String]
  var description: String { complaints.joined(separator: "\n") }
}
