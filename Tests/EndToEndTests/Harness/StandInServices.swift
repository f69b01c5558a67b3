import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Other people's services on a loopback port: an OpenID provider, DingTalk, WeCom, text messages. What
/// was asked is kept.
final class StandInServices: Sendable {
  struct Asked: Sendable {
    let path: String
    let headers: HTTPHeaders
    let body: String
  }

  private let channel: any Channel
  private let key = P256.Signing.PrivateKey()
  private let asked = Mutex<[Asked]>([])
  private let nonce = Mutex("")
  let address: String

  private init(channel: any Channel) {
    self.channel = channel
    address = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
  }

  static func start() async throws -> StandInServices {
    let made = Made()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.pipeline.configureHTTPServerPipeline().flatMap {
          channel.pipeline.addHandler(
            Answering { asked in made.services.withLock { $0 }?.answer(asked) ?? (503, "") })
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let services = StandInServices(channel: channel)
    made.services.withLock { $0 = services }
    return services
  }

  /// Known to the channels once it is made.
  private final class Made: Sendable {
    let services = Mutex<StandInServices?>(nil)
  }

  func stop() async throws { try await channel.close() }

  var all: [Asked] { asked.withLock { $0 } }

  /// What the browser would bring to the authorization endpoint.
  func visit(_ location: String) {
    let items = URLComponents(string: location)?.queryItems ?? []
    nonce.withLock { $0 = items.first { $0.name == "nonce" }?.value ?? "" }
  }

  private func answer(_ asked: Asked) -> (Int, String) {
    self.asked.withLock { $0.append(asked) }
    switch asked.path.prefix(while: { $0 != "?" }) {
    case "/.well-known/openid-configuration":
      return (
        200,
        #"{"issuer":"\#(address)","authorization_endpoint":"\#(address)/authorize","#
          + #""token_endpoint":"\#(address)/token","jwks_uri":"\#(address)/keys"}"#
      )
    case "/keys":
      let point = [UInt8](key.publicKey.x963Representation)
      return (
        200,
        #"{"keys":[{"kty":"EC","crv":"P-256","kid":"k","x":"\#(Self.base64(point[1...32]))","#
          + #""y":"\#(Self.base64(point[33...]))"}]}"#
      )
    case "/token": return (200, #"{"id_token":"\#(token())"}"#)
    case "/v1.0/oauth2/userAccessToken": return (200, #"{"accessToken":"t","expireIn":7200}"#)
    case "/v1.0/contact/users/me": return (200, #"{"nick":"王","unionId":"union-1"}"#)
    case "/sms": return (200, "{}")
    // Where a redirect would carry a secret.
    case "/moved": return (302, "")
    default: return (404, "")
    }
  }

  private func token() -> String {
    let now = Int(Date.now.timeIntervalSince1970)
    let head = Self.base64(Array(#"{"alg":"ES256","kid":"k"}"#.utf8))
    let claims = Self.base64(
      Array(
        (#"{"iss":"\#(address)","sub":"s-1","aud":"lantian","exp":\#(now + 300),"iat":\#(now),"#
          + #""nonce":"\#(nonce.withLock { $0 })","preferred_username":"wang.li"}"#).utf8))
    let signed = "\(head).\(claims)"
    guard let signature = try? key.signature(for: Data(signed.utf8)) else { return "" }
    return signed + "." + Self.base64([UInt8](signature.rawRepresentation))
  }

  private static func base64(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// Reads a request whole and answers it.
  private final class Answering: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let reply: @Sendable (Asked) -> (Int, String)
    private let head = Mutex<HTTPRequestHead?>(nil)
    private let body = Mutex(ByteBuffer())

    init(reply: @escaping @Sendable (Asked) -> (Int, String)) { self.reply = reply }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let read): head.withLock { $0 = read }
      case .body(var part): body.withLock { _ = $0.writeBuffer(&part) }
      case .end:
        guard let head = head.withLock({ $0 }) else { return }
        let (status, text) = reply(
          Asked(
            path: head.uri, headers: head.headers,
            body: body.withLock { String(buffer: $0) }))
        var headers: HTTPHeaders = [
          "Content-Type": "application/json", "Content-Length": "\(text.utf8.count)",
          "Connection": "close",
        ]
        if status == 302 { headers.add(name: "Location", value: "/sms") }
        context.write(
          wrapOutboundOut(
            .head(
              HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status),
                headers: headers))), promise: nil)
        context.write(
          wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
      }
    }
  }
}
