/// A deviation from the standard that was tolerated.
public struct Note: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case lowerCaseCRC = "crc-lower-case"
    case modbusCRC = "crc-modbus"
    case shortLengthField = "length-three-digits"
    case lengthCountsTail = "length-counts-crc-and-tail"
    case tailLineFeedOnly = "tail-lf"
    case tailCarriageReturnOnly = "tail-cr"
    case tailStars = "tail-stars"
    case tailMissing = "tail-missing"
    case separatorMissingBeforeCP = "no-semicolon-before-cp"
    case commaInHeader = "comma-in-header"
    case headerFieldRepeated = "header-field-repeated"
    case headerFieldUnknown = "header-field-unknown"
    case separatorBeforeClosing = "semicolon-before-closing"
    case emptyItem = "empty-item"
    case blankInData = "blank-in-data"
    case commaForSemicolon = "comma-for-semicolon"
    case bareFlag = "flag-without-factor"
    case splitWithoutNumbers = "split-without-pnum-pno"
    case requestNumberForm = "qn-form"
    case systemCodeForm = "st-form"
    case deviceNumberForm = "mn-form"
    case timeHasMilliseconds = "time-17-digits"
  }

  public let kind: Kind
  /// Place in the stream, counted from 0.
  public let byteOffset: Int

  public init(_ kind: Kind, at byteOffset: Int) {
    self.kind = kind
    self.byteOffset = byteOffset
  }

  /// What was found and how it was taken.
  public var explanation: String {
    switch kind {
    case .lowerCaseCRC: "the CRC is in lower case; HJ 212 writes A-F"
    case .modbusCRC: "the CRC is plain Modbus CRC-16, allowed here by setting"
    case .shortLengthField: "the length field has three digits, allowed here by setting"
    case .lengthCountsTail:
      "the length is 6 too many (CRC and CR LF are counted); only the data segment counts"
    case .tailLineFeedOnly: "the frame ends in LF alone; CR LF is due"
    case .tailCarriageReturnOnly: "the frame ends in CR alone; CR LF is due"
    case .tailStars: "the frame ends in **; CR LF is due"
    case .tailMissing: "the frame has no CR LF at its end"
    case .separatorMissingBeforeCP: "no ; stands before CP=&&"
    case .commaInHeader: "a comma separates header fields; ; is due"
    case .headerFieldRepeated: "a header field comes twice; the first is taken"
    case .headerFieldUnknown: "a header field is not one of the standard; kept as text"
    case .separatorBeforeClosing: "a separator stands before the closing &&"
    case .emptyItem: "an item of the data area is empty"
    case .blankInData: "blanks stand around an item of the data area; they are left out"
    case .commaForSemicolon: "a comma separates items of different subjects; ; is due"
    case .bareFlag: "Flag stands in the data area without a factor; taken for all without one"
    case .splitWithoutNumbers:
      "Flag says split, but PNUM and PNO are missing; taken as a single packet"
    case .requestNumberForm: "QN is not a time of 17 digits; taken as text"
    case .systemCodeForm: "ST is not two characters 0-9 A-Z; taken as text"
    case .deviceNumberForm: "MN has neither 24 (2017) nor 14 (2005) characters; taken as text"
    case .timeHasMilliseconds: "a time has 17 digits where 14 are due; milliseconds are left out"
    }
  }
}
