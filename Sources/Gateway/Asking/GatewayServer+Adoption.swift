import HJ212
import Logging
import NIOCore
import Telemetry

extension GatewayServer {
  /// Stores what a device sent before it was in the list; call it once the directory knows the device.
  /// What the list then refuses (another password, a foreign address) stays out.
  ///
  /// - Returns: how many frames are in the inbox now.
  @discardableResult
  public func readmit(_ mn: String) async -> Int {
    guard port.directory().device(mn) != nil else { return 0 }
    let admission = Admission(
      directory: port.directory, loginAnswer: settings.loginAnswer, onNewPassword: { _ in })
    var stored = 0
    for held in port.unlisted.take(mn) {
      guard let frame = Self.frame(held.bytes) else { continue }
      let verdict = admission.judge(
        frame, peer: held.peer, address: held.address,
        atMilliseconds: held.receivedAtMilliseconds)
      guard case .store(let incoming, _) = verdict else { continue }
      do {
        _ = try await port.inbox.append(incoming)
        stored += 1
      } catch {
        port.logger.error(
          "a frame from before the adoption is not stored", metadata: ["error": "\(error)"])
      }
    }
    return stored
  }

  private static func frame(_ bytes: [UInt8]) -> Frame? {
    var reader = FrameReader(
      settings: FrameReader.Settings(
        segmentLimit: FrameReader.hardLimit, acceptsModbusCRC: true, acceptsThreeDigitLength: true,
        acceptsSealed: true))
    var buffer = ByteBuffer(bytes: bytes)
    guard case .frame(let frame)? = reader.next(in: &buffer, atEnd: true) else { return nil }
    return frame
  }
}
