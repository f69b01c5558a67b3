/// What a person recognises a browser by, of the header that it sends (RFC 9110 section 10.1.5).
///
/// Browsers name others for compatibility, so the rarer word is looked for first. The header is a
/// browser's own claim: shown, never decided by.
enum BrowserName {
  private static let browsers = [
    ("MicroMessenger/", "WeChat"), ("wxwork/", "WeCom"), ("DingTalk/", "DingTalk"),
    ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
  ]
  private static let systems = [
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
  ]

  /// - Returns: `Chrome · Linux`, one of both where one is known, or `nil`.
  static func of(_ agent: String) -> String? {
    let browser = browsers.first { agent.contains($0.0) }?.1
    let system = systems.first { agent.contains($0.0) }?.1
    let known = [browser, system].compactMap(\.self)
    return known.isEmpty ? nil : known.joined(separator: " · ")
  }
}
