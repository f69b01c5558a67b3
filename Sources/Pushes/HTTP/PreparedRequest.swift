import Crypto
import Foundation
import Ledger

/// A message as a request that only needs to be sent.
struct PreparedRequest: Equatable {
  var method = "POST"
  var url: String
  var headers: [(name: String, value: String)] = []
  var body: [UInt8]?

  static func == (a: PreparedRequest, b: PreparedRequest) -> Bool {
    a.method == b.method && a.url == b.url && a.body == b.body
      && a.headers.elementsEqual(b.headers) { $0 == $1 }
  }
}

extension PreparedRequest {
  /// WeCom's robot takes a text of 2,048 bytes.
  ///
  /// Source: WeCom developer centre, "群机器人配置说明", message type `text`.
  static func wecom(_ message: PushMessage, to robot: WebhookRobot) -> PreparedRequest {
    let text = PlaceText.cut("\(message.title)\n\(message.text)", toBytes: 2_048)
    return robotRequest(
      robot.url, message, #"{"msgtype":"text","text":{"content":"\#(PlaceText.json(text))"}}"#)
  }

  /// DingTalk's robot, signed where it asks for it: HMAC-SHA256 under the secret over the time in
  /// milliseconds, a line feed and the secret.
  ///
  /// - Parameter milliseconds: since the epoch; DingTalk takes an hour's difference.
  /// - Source: DingTalk open platform, "自定义机器人安全设置", 加签.
  static func dingtalk(
    _ message: PushMessage, to robot: WebhookRobot, atMilliseconds milliseconds: Int
  ) -> PreparedRequest {
    var url = robot.url
    if let secret = robot.signingSecret {
      let sign = dingtalkSignature(secret, atMilliseconds: milliseconds)
      url += "\(url.contains("?") ? "&" : "?")timestamp=\(milliseconds)"
      url += "&sign=\(sign.percentEncoded)"
    }
    let text = PlaceText.cut("\(message.title)\n\(message.text)", toBytes: 18_000)
    return robotRequest(
      url, message, #"{"msgtype":"text","text":{"content":"\#(PlaceText.json(text))"}}"#)
  }

  /// Base64 of the signature.
  static func dingtalkSignature(_ secret: String, atMilliseconds milliseconds: Int) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(milliseconds)\n\(secret)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
    return Data(code).base64EncodedString()
  }

  private static func robotRequest(
    _ url: String, _ message: PushMessage, _ body: String
  ) -> PreparedRequest {
    PreparedRequest(
      url: url,
      headers: [
        ("Content-Type", HTTPTemplate.Content.json.mediaType), ("Idempotency-Key", message.key),
      ], body: Array(body.utf8))
  }

  static func filled(_ template: HTTPTemplate, _ message: PushMessage) -> PreparedRequest {
    let values = [
      "message": message.key, "phone": message.address, "title": message.title,
      "text": message.text,
    ]
    var headers = template.headers.sorted { $0.key < $1.key }.map { name, value in
      (name: name, value: PlaceText.fill(value) { values[$0].map(headerText) })
    }
    func adds(_ name: String, _ value: String) {
      guard !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) else { return }
      headers.append((name, value))
    }
    adds("Idempotency-Key", message.key)
    let body = template.body.map { body in
      PlaceText.fill(body) { name in
        values[name].map { template.content == .json ? PlaceText.json($0) : $0.percentEncoded }
      }
    }
    if body != nil { adds("Content-Type", template.content.mediaType) }
    return PreparedRequest(
      method: template.method,
      url: PlaceText.fill(template.url) { values[$0]?.percentEncoded },
      headers: headers, body: body.map { Array($0.utf8) })
  }

  /// Printable ASCII; anything else would end the header or be read differently.
  private static func headerText(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.filter { (0x20...0x7E).contains($0.value) }))
  }
}
