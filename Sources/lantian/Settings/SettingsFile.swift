import ActionPlan
import Foundation
import Logging
import Yams

/// Reads the configuration file: a YAML mapping of the keys of `SettingKey.all`, grouped by section.
struct SettingsFile {
  let path: String

  /// - Throws: `SettingsErrors` with every complaint at once.
  func read(into settings: inout Settings) throws {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw SettingsErrors(complaints: [
        "\(path): cannot be read (\(error.localizedDescription)); name a readable file with --config"
      ])
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw SettingsErrors(complaints: ["\(path): is not YAML: \(error)"])
    }
    guard let root else { return }
    var complaints: [String] = []
    visit(root, prefix: "", settings: &settings, complaints: &complaints)
    guard complaints.isEmpty else { throw SettingsErrors(complaints: complaints) }
  }

  private func visit(
    _ node: Node, prefix: String, settings: inout Settings, complaints: inout [String]
  ) {
    guard let mapping = node.mapping else {
      complaints.append("\(place(node)): expected a mapping of keys; see Docs/operations.md")
      return
    }
    for (keyNode, value) in mapping {
      let name = prefix + (keyNode.string ?? "?")
      if let key = SettingKey.all.first(where: { $0.name == name }) {
        guard let text = value.scalar?.string else {
          complaints.append("\(place(value)): \(name) takes one value, not a list or mapping")
          continue
        }
        if let complaint = key.set(text, &settings) {
          complaints.append("\(place(value)): \(name) is \"\(text)\"; \(complaint)")
        }
      } else if SettingKey.all.contains(where: { $0.name.hasPrefix(name + ".") }) {
        visit(value, prefix: name + ".", settings: &settings, complaints: &complaints)
      } else {
        complaints.append(
          "\(place(keyNode)): \(name) is not a setting; \(SettingKey.nearest(to: name))")
      }
    }
  }

  private func place(_ node: Node) -> String {
    guard let mark = node.mark else { return path }
    return "\(path):\(mark.line):\(mark.column)"
  }
}

/// One key of the configuration file.
struct SettingKey: Sendable {
  let name: String
  let meaning: String
  /// Puts the text into the settings; answers what to write instead where it does not fit.
  let set: @Sendable (String, inout Settings) -> String?

  static let all: [SettingKey] = [
    text("plan", "the plan folder", \.plan),
    text("data", "the state folder", \.data),
    text("gateway.host", "address of the HJ 212 server", \.gateway.host),
    number("gateway.port", "port of the HJ 212 server", 0...65_535, \.gateway.port),
    optional(
      "gateway.tls-certificate", "PEM file of the certificate chain for devices",
      \.gateway.tlsCertificate),
    optional("gateway.tls-key", "PEM file of its private key", \.gateway.tlsKey),
    number(
      "gateway.tls-port", "port of the HJ 212 server over TLS", 0...65_535, \.gateway.tlsPort),
    number(
      "gateway.idle-seconds", "closes a connection silent for so long", 10...86_400,
      \.gateway.idleSeconds),
    number(
      "gateway.half-open-seconds", "closes a connection with an unfinished frame", 1...3_600,
      \.gateway.halfOpenSeconds),
    number(
      "gateway.maximum-connections", "refuses connections beyond this number", 1...1_000_000,
      \.gateway.maximumConnections),
    optional(
      "gateway.connections", "file of where sources and destinations are reached",
      \.gateway.connections),
    text("console.host", "address of the pages", \.console.host),
    number("console.port", "port of the pages", 0...65_535, \.console.port),
    optional(
      "console.tls-certificate", "PEM file of the certificate chain", \.console.tlsCertificate),
    optional("console.tls-key", "PEM file of the private key", \.console.tlsKey),
    flag(
      "console.behind-proxy", "trusts X-Forwarded-For of a proxy on this machine",
      \.console.isBehindProxy),
    flag(
      "console.public-metrics", "answers /metrics to other machines too", \.console.publicMetrics),
    text("console.leaflet-folder", "where Leaflet's files are", \.console.leafletFolder),
    text("console.chart-folder", "where Chart.js's files are", \.console.chartFolder),
    optional("map.tiles-folder", "folder of z/x/y.png tiles on this machine", \.map.tilesFolder),
    optional("map.tiles-url", "map service asked by the server", \.map.tilesURL),
    optional("map.attribution", "attribution and approval number shown", \.map.attribution),
    choice("log.level", "trace, debug, info, notice, warning, error or critical", \.log.level),
    choice("log.format", "text or json", \.log.format),
    choice("sign-in.second-factor", "required or optional", \.signIn.secondFactor),
    number(
      "sign-in.grace-days", "days until the desk and administrators must have a second factor",
      0...90, \.signIn.graceDays),
    text(
      "sign-in.breached-passwords", "file of passwords that nobody may choose, one a line",
      \.signIn.breachedPasswords),
    optional("sign-in.site", "this site's address as browsers know it", \.signIn.site),
    optional("sign-in.oidc-issuer", "issuer of single sign-on", \.signIn.oidcIssuer),
    optional("sign-in.oidc-client", "client id at the issuer", \.signIn.oidcClient),
    optional("sign-in.oidc-secret-file", "file of the client's secret", \.signIn.oidcSecretFile),
    flag(
      "sign-in.oidc-trusts-names", "preferred_username names the account at the first sign-in",
      \.signIn.oidcTrustsNames),
    optional("sign-in.dingtalk-client", "AppKey at DingTalk", \.signIn.dingTalkClient),
    optional(
      "sign-in.dingtalk-secret-file", "file of the AppSecret", \.signIn.dingTalkSecretFile),
    text("sign-in.dingtalk-login", "where browsers are sent", \.signIn.dingTalkLogin),
    text("sign-in.dingtalk-service", "where the server asks", \.signIn.dingTalkService),
    optional("sign-in.wecom-corporation", "CorpID at WeCom", \.signIn.weComCorporation),
    optional("sign-in.wecom-agent", "AgentID of the application", \.signIn.weComAgent),
    optional("sign-in.wecom-secret-file", "file of its secret", \.signIn.weComSecretFile),
    text("sign-in.wecom-login", "where browsers are sent", \.signIn.weComLogin),
    text("sign-in.wecom-service", "where the server asks", \.signIn.weComService),
    optional("sign-in.sms-url", "address that sends text messages", \.signIn.smsURL),
    optional("sign-in.sms-body-file", "file of the body's template", \.signIn.smsBodyFile),
    optional(
      "sign-in.sms-authorization-file", "file of the header Authorization",
      \.signIn.smsAuthorizationFile),
    optional("audit.head-folder", "folder for the chain's signed daily head", \.audit.headFolder),
    optional("push.channels", "file of the channels that pushes go out by", \.push.channels),
    optional("push.site", "address of the pages, put into what is sent", \.push.site),
    days("retention.frame-days", "raw frames", least: 62, \.retention.frames),
    days("retention.real-time-days", "real-time samples", least: 62, \.retention.realTime),
    days("retention.minute-days", "samples of minutes", least: 62, \.retention.minutes),
    days("retention.hour-days", "hours", least: 800, \.retention.hours),
    days("retention.day-days", "samples of days", least: 800, \.retention.days),
  ]

  static func nearest(to name: String) -> String {
    let meant = Nearest.word(to: name, among: all.map(\.name)).map { "did you mean \($0)? " } ?? ""
    return meant + "Docs/operations.md lists every key"
  }

  private static func text(
    _ name: String, _ meaning: String, _ path: any (WritableKeyPath<Settings, String> & Sendable)
  ) -> SettingKey {
    SettingKey(name: name, meaning: meaning) { text, settings in
      guard !text.isEmpty else { return "write a text (\(meaning))" }
      settings[keyPath: path] = text
      return nil
    }
  }

  private static func optional(
    _ name: String, _ meaning: String, _ path: any (WritableKeyPath<Settings, String?> & Sendable)
  ) -> SettingKey {
    SettingKey(name: name, meaning: meaning) { text, settings in
      settings[keyPath: path] = text.isEmpty ? nil : text
      return nil
    }
  }

  private static func number(
    _ name: String, _ meaning: String, _ range: ClosedRange<Int>,
    _ path: any (WritableKeyPath<Settings, Int> & Sendable)
  ) -> SettingKey {
    SettingKey(name: name, meaning: meaning) { text, settings in
      guard let value = Int(text), range.contains(value) else {
        return "write a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
      settings[keyPath: path] = value
      return nil
    }
  }

  /// - Parameter least: what rules, steering and evidence look back for.
  private static func days(
    _ name: String, _ meaning: String, least: Int,
    _ path: any (WritableKeyPath<Settings, Int?> & Sendable)
  ) -> SettingKey {
    SettingKey(name: name, meaning: "days for which \(meaning) are kept") { text, settings in
      guard let value = Int(text), value == 0 || (least...36_500).contains(value) else {
        return "write 0 to keep \(meaning) for ever, or days from \(least) to 36500"
      }
      settings[keyPath: path] = value == 0 ? nil : value
      return nil
    }
  }

  private static func flag(
    _ name: String, _ meaning: String, _ path: any (WritableKeyPath<Settings, Bool> & Sendable)
  ) -> SettingKey {
    SettingKey(name: name, meaning: meaning) { text, settings in
      guard let value = ["true": true, "yes": true, "false": false, "no": false][text] else {
        return "write true or false"
      }
      settings[keyPath: path] = value
      return nil
    }
  }

  private static func choice<Value: RawRepresentable<String> & SendableMetatype>(
    _ name: String, _ meaning: String, _ path: any (WritableKeyPath<Settings, Value> & Sendable)
  ) -> SettingKey {
    SettingKey(name: name, meaning: meaning) { text, settings in
      guard let value = Value(rawValue: text) else { return "write \(meaning)" }
      settings[keyPath: path] = value
      return nil
    }
  }
}
