import Console
import Foundation
import Ledger

extension Settings.SignIn {
  /// The services that say who somebody is.
  ///
  /// - Throws: `SettingsErrors` for files of keys that cannot be read.
  func services(
    call: @escaping OutsideCall.Maker, now: @escaping @Sendable () -> Int
  ) throws -> OutsideServices {
    var services = OutsideServices(call: call)
    if let url = smsURL, let file = smsBodyFile {
      services.sms = SMSService(
        url: url, body: try Self.secret("sms-body-file", file),
        authorization: try smsAuthorizationFile.map {
          try Self.secret("sms-authorization-file", $0)
        })
    }
    guard let site else { return services }
    if let issuer = oidcIssuer, let client = oidcClient {
      services.signIns.append(
        OIDCSignIn(
          OIDCSignIn.Settings(
            issuer: issuer, clientID: client,
            clientSecret: try oidcSecretFile.map { try Self.secret("oidc-secret-file", $0) },
            site: site, trustsNames: oidcTrustsNames),
          call: call, now: now))
    }
    if let client = dingTalkClient, let file = dingTalkSecretFile {
      services.signIns.append(
        DingTalkSignIn(
          DingTalkSignIn.Settings(
            clientID: client, clientSecret: try Self.secret("dingtalk-secret-file", file),
            site: site, loginAddress: dingTalkLogin, serviceAddress: dingTalkService),
          call: call))
    }
    if let corporation = weComCorporation, let agent = weComAgent, let file = weComSecretFile {
      services.signIns.append(
        WeComSignIn(
          WeComSignIn.Settings(
            corporationID: corporation, agentID: agent,
            secret: try Self.secret("wecom-secret-file", file), site: site,
            loginAddress: weComLogin, serviceAddress: weComService),
          call: call))
    }
    return services
  }

  private static func secret(_ key: String, _ path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    } catch {
      throw SettingsErrors(complaints: [
        "sign-in.\(key) is \"\(path)\", which cannot be read (\(error.localizedDescription)); "
          + "name a readable file"
      ])
    }
  }

  /// What one key cannot know: what goes together, and where secrets may be sent.
  var complaints: [String] {
    var complaints: [String] = []
    func together(_ name: String, _ parts: [String?], _ keys: String) {
      let given = parts.count { $0 != nil }
      if given > 0, given < parts.count {
        complaints.append("sign-in.\(name): \(keys) go together; give all or none")
      }
      if given > 0, site == nil, name != "sms-url" {
        complaints.append("sign-in.site: nothing given; write this site's address, https://…")
      }
    }
    together("oidc-issuer", [oidcIssuer, oidcClient], "oidc-issuer and oidc-client")
    together(
      "dingtalk-client", [dingTalkClient, dingTalkSecretFile],
      "dingtalk-client and dingtalk-secret-file")
    together(
      "wecom-corporation", [weComCorporation, weComAgent, weComSecretFile],
      "wecom-corporation, wecom-agent and wecom-secret-file")
    together("sms-url", [smsURL, smsBodyFile], "sms-url and sms-body-file")
    for (key, address) in [
      ("site", site), ("oidc-issuer", oidcIssuer), ("sms-url", smsURL),
      ("dingtalk-login", dingTalkLogin), ("dingtalk-service", dingTalkService),
      ("wecom-login", weComLogin), ("wecom-service", weComService),
    ] {
      let mayEndInSlash = key == "oidc-issuer" || key == "sms-url"
      guard let address,
        !OutsideAddress.isSafe(address) || (address.hasSuffix("/") && !mayEndInSlash)
      else { continue }
      complaints.append(
        "sign-in.\(key) is \"\(address)\"; write an https address without a slash at its end")
    }
    return complaints
  }
}
