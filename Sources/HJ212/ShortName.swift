/// Names as `Span.shortName` gives them: how many bytes, then the last byte to the first. Written out,
/// because a name that is computed costs more than the comparison that it saves.
enum ShortName {
  static let qn: UInt64 = 0x0200_0000_0000_4E51
  static let st: UInt64 = 0x0200_0000_0000_5453
  static let cn: UInt64 = 0x0200_0000_0000_4E43
  static let pw: UInt64 = 0x0200_0000_0000_5750
  static let mn: UInt64 = 0x0200_0000_0000_4E4D
  static let flag: UInt64 = 0x0400_0000_6761_6C46
  static let pnum: UInt64 = 0x0400_0000_4D55_4E50
  static let pno: UInt64 = 0x0300_0000_004F_4E50
  static let rf: UInt64 = 0x0200_0000_0000_4652
  static let opening: UInt64 = 0x0500_0026_263D_5043
  static let rtd: UInt64 = 0x0300_0000_0064_7452
  static let avg: UInt64 = 0x0300_0000_0067_7641
  static let min: UInt64 = 0x0300_0000_006E_694D
  static let max: UInt64 = 0x0300_0000_0078_614D
  static let cou: UInt64 = 0x0300_0000_0075_6F43
  static let rs: UInt64 = 0x0200_0000_0000_5352
  static let rt: UInt64 = 0x0200_0000_0000_5452
  static let zsRtd: UInt64 = 0x0500_0064_7452_735A
  static let zsAvg: UInt64 = 0x0500_0067_7641_735A
  static let zsMin: UInt64 = 0x0500_006E_694D_735A
  static let zsMax: UInt64 = 0x0500_0078_614D_735A
  static let zsCou: UInt64 = 0x0500_0075_6F43_735A
  static let zsRS: UInt64 = 0x0400_0000_5352_735A
  static let zsRT: UInt64 = 0x0400_0000_5452_735A
  static let eFlag: UInt64 = 0x0500_0067_616C_4645
  static let info: UInt64 = 0x0400_0000_6F66_6E49
  static let sn: UInt64 = 0x0200_0000_0000_4E53
  static let upValue: UInt64 = 0x0765_756C_6156_7055
}
