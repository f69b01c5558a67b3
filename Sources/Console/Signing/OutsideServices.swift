public import Ledger

/// Services that say who somebody is, as the operator has set them; none by default.
public struct OutsideServices: Sendable {
  public var signIns: [any OutsideSignIn]
  public var sms: SMSService?
  /// Makes the calls.
  public var call: OutsideCall.Maker

  public init(
    signIns: [any OutsideSignIn] = [], sms: SMSService? = nil,
    call: @escaping OutsideCall.Maker = { asked in throw OutsideRefusal.service(asked.url) }
  ) {
    self.signIns = signIns
    self.sms = sms
    self.call = call
  }

  func signIn(_ kind: String?) -> (any OutsideSignIn)? { signIns.first { $0.kind == kind } }
}
