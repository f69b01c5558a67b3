/// Something in a whole frame that cannot be believed. The frame is kept and answered; what is
/// wrong in it does not become a sample.
public struct ContentFault: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case absent(field: String)
    /// Flag is not a number of 0…255.
    case flagInvalid
    case commandUnknown
    /// QN has the form of a time but is none, or its year lies outside 1990…2098.
    case requestTimeImpossible
    /// A packet of readings without DataTime.
    case dataTimeAbsent
    /// A time of the data area is none, or its year lies outside 1990…2098.
    case timeImpossible(key: String)
    case value(Reading.Fault, key: String)
  }

  public let kind: Kind
  /// Place in the stream, counted from 0.
  public let byteOffset: Int

  /// Short fixed name for counters and machines.
  public var code: String {
    switch kind {
    case .absent(let field): "\(field.lowercased())-absent"
    case .flagInvalid: "flag-invalid"
    case .commandUnknown: "command-unknown"
    case .requestTimeImpossible: "qn-impossible"
    case .dataTimeAbsent: "data-time-absent"
    case .timeImpossible: "time-impossible"
    case .value(let fault, _): fault.rawValue
    }
  }

  /// What was found and what to do.
  public var explanation: String {
    switch kind {
    case .absent(let field): "\(field) is absent; send it in the header"
    case .flagInvalid: "Flag is not a number from 0 to 255; 5 is 2017 with an answer wanted"
    case .commandUnknown: "CN is no command of the standard; correct it"
    case .requestTimeImpossible: "QN is no time of 1990 to 2098; check the logger's clock"
    case .dataTimeAbsent: "readings without DataTime; add DataTime=yyyyMMddHHmmss"
    case .timeImpossible(let key):
      "\(key) is no time of 1990 to 2098 in the form yyyyMMddHHmmss; check the logger's clock"
    case .value(let fault, let key): "\(key) \(Self.explain(fault))"
    }
  }

  private static func explain(_ fault: Reading.Fault) -> String {
    switch fault {
    case .empty: "has no value; leave the key out where nothing was measured"
    case .notANumber: "is not a number; send decimal digits, or leave the key out"
    case .exponent: "is written with an exponent; send plain decimal digits"
    case .sentinel: "holds a number that stands for nothing measured; leave the key out"
    case .tooLong: "has more than 18 digits; round it"
    case .repeated: "comes more than once; send one value for it"
    }
  }
}
